from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.compiled import Compiled

PAGE = 30
MOST = 200


@dataclass(frozen=True)
class TimelinePage:
    """Some entries, newest first, and where the next older ones begin ("" at the end)."""

    entries: list[TimelineEntry]
    older: str


def timeline_of(
    customer: Customer, *, before: str = "", since: str = "", kinds: tuple[str, ...] = (), limit: int = PAGE
) -> TimelinePage:
    """Reads a customer's timeline from newest to oldest; an organisation's shows its people's too.

    before is the mark that the previous page gave; since is the mark of the oldest entry wanted, for a page that
    looks again at what it shows already (MOST entries at most); kinds narrows to kinds of entry.
    """
    column = "customer_id" if customer.is_person else "organisation_id"
    if not (before or since or kinds):
        return _page(_newest(column, limit + 1).all(customer.pk), limit)
    entries = _entries(column, customer.pk)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    if mark := _read_mark(before):
        at, key = mark
        entries = entries.filter(at__lte=at).exclude(at=at, id__gte=key)
    if mark := _read_mark(since):
        at, key = mark
        entries, limit = entries.filter(at__gte=at).exclude(at=at, id__lt=key), MOST
        return TimelinePage(list(entries[:limit]), since)
    return _page(list(entries[: limit + 1]), limit)


def _entries(column: str, key: int) -> QuerySet[TimelineEntry]:
    entries = TimelineEntry.objects.filter(**{column: key}, removed_at=None)
    return entries.select_related("customer").order_by("-at", "-id")


@lru_cache
def _newest(column: str, limit: int) -> Compiled[TimelineEntry]:
    return Compiled(lambda key: _entries(column, key)[:limit], int)


def _page(found: list[TimelineEntry], limit: int) -> TimelinePage:
    more = len(found) > limit
    found = found[:limit]
    return TimelinePage(found, f"{found[-1].at.isoformat()}_{found[-1].pk}" if more else "")


def day_of(mark: str) -> datetime | None:
    """Returns the time of the entry that a mark was made of, or None when it is no mark."""
    read = _read_mark(mark)
    return read[0] if read else None


def _read_mark(mark: str) -> tuple[datetime, int] | None:
    at, _, key = mark.partition("_")
    try:
        return datetime.fromisoformat(at), int(key)
    except ValueError:
        return None


def topics_of(entry: TimelineEntry) -> list[str]:
    """Names the open pages that show an entry."""
    return [f"customer:{pk}" for pk in (entry.customer_id, entry.organisation_id) if pk]


_roles_of: Compiled[Affiliation] = Compiled(
    lambda person: Affiliation.objects.filter(person_id=person, ended_at=None).order_by("-is_primary", "id")[
        :1
    ],
    int,
)


def organisation_of(customer: Customer) -> int | None:
    """Returns the organisation whose timeline shows what happens with this customer, itself if it is one."""
    if not customer.is_person:
        return customer.pk
    role = _roles_of.first(customer.pk)
    return role.organisation_id if role else None


def last_contact_of(customer_id: int) -> datetime | None:
    """Returns when a customer, or somebody of an organisation, and we last talked; None if nothing says so."""
    times: list[datetime] = []
    for column in ("customer", "organisation"):
        entries = TimelineEntry.objects.filter(**{column: customer_id}).order_by("-at", "-id")
        talked = entries.exclude(direction=TimelineEntry.Direction.INSIDE)
        times += talked.values_list("at", flat=True)[:1]
    return max(times, default=None)
