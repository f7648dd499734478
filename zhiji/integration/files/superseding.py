"""Lets rows without an id that changed take the place of their earlier form, after a list was read to its end."""

from collections.abc import Collection
from pathlib import Path

from django.db import transaction

from zhiji.customers.sources.models import Import
from zhiji.customers.sources.superseding import Superseded, changed_rows, supersede
from zhiji.customers.sources.understanding import row_id
from zhiji.integration.files.keeping import local_file
from zhiji.integration.files.lists import open_list
from zhiji.integration.files.mapping import columns_from, reader_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.jobs.pumps import give_way

_BLOCK = 100
_BATCH = 5_000
_DONE = "superseded"


def replace_changed(actor: Actor, at: Import, alike: Collection[int]) -> bool:
    """Replaces earlier rows of the source that this list holds in a changed form; done once, in short transactions.

    Returns whether it is done: not where somebody lets the import rest, or takes it back, meanwhile.
    """
    if _DONE in at.counts:
        return True
    any_changed = at.counts.get("changed", 0) + at.counts.get("conflict", 0)
    has_ids = any(column.get("field") == "external_id" for column in at.mapping)
    pairs = changed_rows(at, alike, lambda ids: _among(at, ids)) if any_changed and not has_ids else []
    count = 0
    for start in range(0, len(pairs), _BLOCK):
        replaced = _replace(actor, at, pairs[start : start + _BLOCK])
        if replaced is None:
            return False
        count += replaced
        give_way()
    return _note_done(at, count)


@transaction.atomic
def _replace(actor: Actor, at: Import, pairs: list[Superseded]) -> int | None:
    if _running(at) is None:
        return None
    customers = supersede(pairs)
    record(actor, "replace_changed", at, after={"customers": customers})
    return len(customers)


@transaction.atomic
def _note_done(at: Import, count: int) -> bool:
    current = _running(at)
    if current is None:
        return False
    at.counts = current.counts = {**current.counts, _DONE: count}
    current.save(update_fields=["counts"])
    return True


def _running(at: Import) -> Import | None:
    """Locks an import that still comes in; who takes it back locks it too."""
    locked = Import.objects.select_for_update(of=("self",)).get(pk=at.pk)
    return locked if locked.state == Import.State.RUNNING else None


def _among(at: Import, ids: Collection[str]) -> set[str]:
    """Tells which of some rows the list still holds; it is read once more for that, and only fingerprinted."""
    wanted, found = set(ids), set[str]()
    if at.file is None:
        return wanted  # it rested for longer than files of lists are kept: nothing tells that a row went
    with local_file(at.file) as path:
        read = reader_of(columns_from(at.mapping))
        for batch in open_list(Path(path), at.layout).rows(0, _BATCH):
            found |= wanted & {row_id(read(line.cells)) for line in batch}
            if found == wanted:
                break
    return found
