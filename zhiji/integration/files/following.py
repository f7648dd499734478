"""What follows when a list has been read: its notes stand on timelines, its organisations below their parents."""

import time

from django.db import transaction

from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.notes import write_notes
from zhiji.customers.sources.parents import enter_parents
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.jobs.pumps import give_way

_ROWS = 200
_DONE_TO = "followed_to"


def follow_rows(actor: Actor, at: Import, until: float | None) -> bool:
    """Does so for a list with such columns, on from where it stopped; returns whether all rows are done."""
    if not {"note", "parent"} & {column.get("field") for column in at.mapping}:
        return True
    while at.counts.get(_DONE_TO, 0) < at.next_row:
        if until is not None and time.monotonic() >= until:
            return False
        if not _follow(actor, at):
            return False
        give_way()
    return True


@transaction.atomic
def _follow(actor: Actor, at: Import) -> bool:
    current = Import.objects.select_for_update(of=("self",)).select_related("source").get(pk=at.pk)
    at.state, at.counts = current.state, current.counts
    if current.state != Import.State.RUNNING:
        return False
    first = current.counts.get(_DONE_TO, 0)
    end = first + _ROWS
    rows = SourceRecord.objects.filter(
        of_import=current, row__gte=first, row__lt=end, state=SourceRecord.State.CURRENT
    )
    records = list(rows.defer("raw").order_by("row", "id"))
    notes, parents = write_notes(current, records), enter_parents(current, records)
    if notes or parents:
        record(
            actor, "follow_rows", current, after={"rows": [first, end], "notes": notes, "parents": parents}
        )
    current.counts = {**current.counts, _DONE_TO: end}
    current.save(update_fields=["counts"])
    at.counts = current.counts
    return True
