"""Lets rows without an id that changed take the place of their earlier form, after a list was read to its end."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from pathlib import Path

from django.db import transaction

from zhiji.customers.sources.models import Import
from zhiji.customers.sources.superseding import Superseded, changed_customers, changed_rows, supersede
from zhiji.customers.sources.understanding import row_id
from zhiji.integration.files.keeping import local_file
from zhiji.integration.files.lists import open_list
from zhiji.integration.files.mapping import columns_from, reader_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.jobs.pumps import give_way

_BLOCK = 100
_BATCH = 500
_DONE = "superseded"


def replace_changed(actor: Actor, at: Import, alike: Collection[int]) -> bool:
    """Replaces earlier rows of the source that this list holds in a changed form; done once, in short transactions.

    Returns whether it is done: not where somebody lets the import rest, or takes it back, meanwhile.
    """
    if _DONE in at.counts:
        return True
    customers, still_there, count = _customers(at, alike), _StillThere(at), 0
    for start in range(0, len(customers), _BLOCK):
        pairs = changed_rows(at, alike, customers[start : start + _BLOCK], still_there)
        replaced = _replace(actor, at, pairs) if pairs else 0
        if replaced is None:
            return False
        count += replaced
        give_way()
    return _note_done(at, count)


def _customers(at: Import, alike: Collection[int]) -> Sequence[int]:
    """Lists of whom something may have changed; of nobody where rows have ids, or nothing was delivered before."""
    any_changed = at.counts.get("changed", 0) + at.counts.get("conflict", 0)
    has_ids = any(column.get("field") == "external_id" for column in at.mapping)
    return changed_customers(at) if alike and any_changed and not has_ids else ()


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


class _StillThere:
    """Tells which of some rows the list still holds; it is read once for that, when first asked.

    Of each row it keeps eight bytes, its fingerprint.
    """

    def __init__(self, at: Import) -> None:
        self._at = at
        self._held: array[int] | None = None

    def __call__(self, ids: Collection[str]) -> set[str]:
        if self._at.file is None:
            return set(
                ids
            )  # it rested for longer than files of lists are kept: nothing tells that a row went
        if not ids:
            return set()
        if self._held is None:
            self._held = array("Q", sorted(_fingerprints(self._at)))
        return {one for one in ids if self._holds(_fingerprint(one))}

    def _holds(self, wanted: int) -> bool:
        held = self._held or array("Q")
        place = bisect_left(held, wanted)
        return place < len(held) and held[place] == wanted


def _fingerprint(of_row: str) -> int:
    """Reads the fingerprint of which the id of a row without an id is made: ~ and 16 hexadecimal digits."""
    return int(of_row[1:17], 16)


def _fingerprints(at: Import) -> "array[int]":
    assert at.file is not None
    with local_file(at.file) as path:
        read, found = reader_of(columns_from(at.mapping)), array("Q")
        for batch in open_list(Path(path), at.layout).rows(0, _BATCH):
            found.extend(_fingerprint(row_id(read(line.cells))) for line in batch)
    return found
