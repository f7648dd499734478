"""Notes that a list brings stand on their customers' timelines, once however often they are delivered."""

from collections.abc import Collection, Iterable

from django.db.models import Q

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
    """Takes the notes off that rows of an import brought, once these rows were taken back.

    A note stays that a record still tells: of a row that stays with its customer, or of another list of the source,
    whose note it is from then on.
    """
    rows = SourceRecord.objects.filter(of_import=at, row__gte=first, row__lt=end, customer__isnull=False)
    customers = {key for key in rows.values_list("customer_id", flat=True) if key}
    entries = list(
        TimelineEntry.objects.filter(noted_by(at), customer__in=customers).only("customer_id", "text", "data")
    )
    told = _told_still(at, {one.customer_id for one in entries}) if entries else {}
    for one in entries:
        teller = told.get((one.customer_id, one.text))
        if teller is None:
            one.delete()
        elif teller != at.pk:
            one.data = {**one.data, "import": teller}
            one.save(update_fields=["data"])


def noted_by(at: Import) -> Q:
    """Tells the entries of timelines that an import brought from all others."""
    # What has no such key is no such note: of an unknown value a database says neither yes nor no.
    return Q(kind="note", data__has_key="import") & Q(data__import=at.pk)


def _told_still(at: Import, customers: Collection[int]) -> dict[tuple[int, str], int | None]:
    """Returns by customer and text which import of the source tells a note now; its own before any other."""
    current = SourceRecord.objects.filter(
        customer__in=customers, source=at.source_id, state=SourceRecord.State.CURRENT, of_import__isnull=False
    )
    told: dict[tuple[int, str], int | None] = {}
    for customer, teller, values in current.values_list("customer_id", "of_import", "values"):
        said = (customer or 0, str(values.get("note", "")).strip())
        if teller == at.pk or said not in told:
            told[said] = teller
    return told
