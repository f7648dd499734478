"""Notes that a list brings stand on their customers' timelines, once however often they are delivered."""

from collections.abc import Collection, Iterable
from typing import Any

from zhiji.customers.parties.models import Affiliation
from zhiji.customers.sources.builtin import shown_source
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.rows import digest
from zhiji.customers.timeline.models import TimelineEntry


def write_notes(at: Import, records: Iterable[SourceRecord]) -> int:
    """Puts what records of an import hold in their column "note" onto timelines; returns how many notes are told.

    A note that the source told of this customer before is there already. Runs in a transaction of the caller's.
    """
    told = [one for one in records if one.customer_id and str(one.values.get("note", "")).strip()]
    if not told or at.source is None:
        return 0
    firms = _employers({one.customer_id or 0 for one in told})
    who = shown_source(at.source.key, at.source.name)[:150]
    TimelineEntry.objects.bulk_create((_entry(at, one, firms, who) for one in told), ignore_conflicts=True)
    return len(told)


def _entry(at: Import, one: SourceRecord, firms: dict[int, int], who: str) -> TimelineEntry:
    note, key = str(one.values["note"]).strip(), one.customer_id or 0
    return TimelineEntry(
        key=f"list-note:{one.source_id}:{key}:{digest(note)}",
        customer_id=key,
        organisation_id=key if one.values.get("kind") == "organisation" else firms.get(key),
        at=one.at,
        kind="note",
        who=who,
        text=note,
        data={"import": at.pk},
    )


def _employers(people: Collection[int]) -> dict[int, int]:
    roles = Affiliation.objects.filter(person__in=people, ended_at=None).order_by("is_primary", "-id")
    return dict(roles.values_list("person_id", "organisation_id"))


def take_back_notes(at: Import, first: int, end: int) -> None:
    """Takes the notes off that rows of an import brought, except those that another list tells too."""
    rows = SourceRecord.objects.filter(of_import=at, row__gte=first, row__lt=end, customer__isnull=False)
    customers = {key for key in rows.values_list("customer_id", flat=True) if key}
    entries = TimelineEntry.objects.filter(customer__in=customers, kind="note", data__import=at.pk)
    found = list(entries.values_list("pk", "customer_id", "text"))
    if not found:
        return
    others = SourceRecord.objects.filter(
        customer__in={customer for _pk, customer, _text in found}, state=SourceRecord.State.CURRENT
    ).exclude(of_import=at)
    still: set[tuple[Any, str]] = {
        (customer, str(values.get("note", "")).strip())
        for customer, values in others.values_list("customer_id", "values")
    }
    gone = [pk for pk, customer, text in found if (customer, text) not in still]
    TimelineEntry.objects.filter(pk__in=gone).delete()
