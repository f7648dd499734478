"""Takes an import back, block by block from its last row to its first; a kill in between loses nothing."""

import time

from django.db import transaction
from django.utils import timezone

from zhiji.customers.sources.models import Import
from zhiji.customers.sources.notes import take_back_notes
from zhiji.customers.sources.parents import ROW_OF_PARENTS
from zhiji.customers.sources.undoing import TakenBack, take_back_parents, take_back_rows
from zhiji.integration.files.events import ImportTakenBack
from zhiji.integration.files.running import Tell, failing_plainly
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import publish
from zhiji.kernel.jobs.pumps import give_way

_BLOCK = 100
_PARENTS_BELOW = "parents_below"
_SECONDS_BETWEEN_SIGNS = 1.0


def run_undo(
    *, actor: Actor, import_id: int, seconds: float | None = None, tell: Tell | None = None
) -> Import:
    """Goes on taking an import back, until nothing is left of it or `seconds` have passed; returns it."""
    at = Import.objects.get(pk=import_id)
    until, shown = (time.monotonic() + seconds if seconds is not None else None), 0.0
    with failing_plainly(at):
        while at.state == Import.State.UNDOING and (until is None or time.monotonic() < until):
            at = _take_back_block(actor, import_id)
            if tell and time.monotonic() - shown > _SECONDS_BETWEEN_SIGNS:
                shown = time.monotonic()
                tell(at)
            give_way()
    at = Import.objects.select_related("source", "file").get(pk=import_id)
    if tell:
        tell(at)
    return at


@transaction.atomic
def _take_back_block(actor: Actor, import_id: int) -> Import:
    at = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if at.state != Import.State.UNDOING:
        return at
    rows, taken, is_over = _rows(at) if at.next_row > 0 else _parents(at)
    at.counts = {**at.counts, **_undone(at.counts, taken), "searchable_to": 0, "followed_to": 0}
    if is_over:
        at.state, at.ended_at = Import.State.UNDONE, timezone.now()
    at.save(update_fields=["next_row", "counts", "state", "ended_at"])
    told = {"rows": rows, "gone": len(taken.gone), "changed": len(taken.changed), "kept": sorted(taken.kept)}
    record(actor, "take_back_rows", at, after=told)
    event = ImportTakenBack(at.pk, len(taken.gone), len(taken.changed))
    publish(event, actor=actor, topics=["list:customers", f"import:{at.pk}"] if is_over else [])
    return at


_Step = tuple[list[int], TakenBack, bool]


def _rows(at: Import) -> _Step:
    first, end = max(0, at.next_row - _BLOCK), at.next_row
    taken = take_back_rows(at, first, end)
    take_back_notes(at, first, end)
    at.next_row = first
    return [first, end - 1], taken, False


def _parents(at: Import) -> _Step:
    """Takes back some of those that the list only named above others, when all its rows are."""
    taken, below = take_back_parents(at, at.counts.get(_PARENTS_BELOW, 0), _BLOCK)
    at.counts = {**at.counts, _PARENTS_BELOW: below}
    return [ROW_OF_PARENTS, ROW_OF_PARENTS], taken, not below


def _undone(counts: dict[str, int], taken: TakenBack) -> dict[str, int]:
    more = {"undone": len(taken.gone), "restored": len(taken.changed), "kept": len(taken.kept)}
    return {name: counts.get(name, 0) + count for name, count in more.items()}
