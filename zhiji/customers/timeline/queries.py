from dataclasses import dataclass
from datetime import datetime

from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.models import TimelineEntry

PAGE = 30


@dataclass(frozen=True)
class TimelinePage:
    """Some entries, newest first, and where the next older ones begin ("" at the end)."""

    entries: list[TimelineEntry]
    older: str


def timeline_of(customer: Customer, *, before: str = "", kinds: tuple[str, ...] = (), limit: int = PAGE) -> TimelinePage:
    """Reads a customer's timeline from newest to oldest; an organisation's shows its people's too.

    before is the mark that the previous page gave; kinds narrows to channels or kinds of entry.
    """
    column = {"customer": customer} if customer.is_person else {"organisation": customer}
    entries = TimelineEntry.objects.filter(**column, removed_at=None).order_by("-at", "-id")
    if kinds:
        entries = entries.filter(kind__in=kinds)
    if mark := _read_mark(before):
        at, key = mark
        entries = entries.filter(at__lte=at).exclude(at=at, id__gte=key)
    found = list(entries.select_related("customer")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return TimelinePage(found, f"{found[-1].at.isoformat()}_{found[-1].pk}" if more else "")


def _read_mark(mark: str) -> tuple[datetime, int] | None:
    at, _, key = mark.partition("_")
    try:
        return datetime.fromisoformat(at), int(key)
    except ValueError:
        return None
