"""Goes through a whole list without writing anything, and tells what it would bring."""

import time
from collections.abc import Iterator
from tempfile import TemporaryFile

from django.db import transaction

from zhiji.customers.sources.bulk import plan_block
from zhiji.customers.sources.erased import bare
from zhiji.customers.sources.models import Import
from zhiji.customers.sources.planning import Plan
from zhiji.customers.sources.rows import Row
from zhiji.integration.files.errorfile import Line, lines_of, write_errors
from zhiji.integration.files.keeping import keep_list, local_file
from zhiji.integration.files.preparing import prepared
from zhiji.integration.files.running import Tell, delivery_of, failing_plainly, task_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.files.removal import forget_files

_SECONDS_BETWEEN_SIGNS = 0.7


def run_check(*, actor: Actor, import_id: int, tell: Tell | None = None) -> Import:
    """Checks an import that is being checked, to its end; the counts and an error file are kept with it."""
    at = Import.objects.select_related("source", "file").get(pk=import_id)
    if at.state != Import.State.CHECKING or at.file is None:
        return at
    columns = at.layout.get("columns", [])
    with failing_plainly(at), TemporaryFile() as errors:
        try:
            with local_file(at.file) as path:
                told = write_errors(errors, columns, _lines(at, str(path), len(columns), tell))
        except _TakenBack:
            return at
        at.counts["told"] = told
        before = at.options.get("error_file")
        at.options = {**at.options, "error_file": keep_list(errors).pk if told else None}
        at.state, at.total, at.next_row = Import.State.CHECKED, at.next_row, 0
        kept = Import.objects.filter(pk=at.pk, state=Import.State.CHECKING)
        with transaction.atomic():
            kept.update(state=at.state, counts=at.counts, total=at.total, next_row=0, options=at.options)
            forget_files([before] if before else [])
        record(actor, "finish_check", at, after=dict(at.counts))
    at = Import.objects.select_related("source", "file").get(pk=import_id)
    if tell:
        tell(at)
    return at


class _TakenBack(Exception):
    """Somebody changed the import while it was checked; what was counted no longer holds."""


def _lines(at: Import, path: str, width: int, tell: Tell | None) -> Iterator[Line]:
    """Counts what becomes of the rows, and gives the lines of the error file on the way."""
    delivery, earlier, shown = delivery_of(at), Earlier(), 0.0
    at.counts, at.next_row = {}, 0
    for rows in prepared(task_of(at, path, 0)):
        plan = plan_block(delivery, rows)
        for name, count in earlier.outcomes(rows, plan).items():
            at.counts[name] = at.counts.get(name, 0) + count
        at.next_row = rows[-1].number + 1
        gone = {one.row for one in plan.records if one.outcome == "erased"}
        told = (bare(row) if row.number in gone else row for row in rows)
        yield from lines_of(told, width, at.layout.get("header_row") or 0)
        if time.monotonic() - shown > _SECONDS_BETWEEN_SIGNS:
            shown = time.monotonic()
            going = Import.objects.filter(pk=at.pk, state=Import.State.CHECKING)
            if not going.update(next_row=at.next_row, counts=at.counts):
                raise _TakenBack
            if tell:
                tell(at)


class Earlier:
    """What the rows before would have brought: a second row of the same new customer is no new customer.

    Keeps one number for each mail address and mobile, so that a million rows stay within some tens of megabytes.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def outcomes(self, rows: list[Row], plan: Plan) -> dict[str, int]:
        """Counts the outcomes of a block in the light of the blocks before."""
        counts = dict(plan.counts)
        made = {one.row for one in plan.records if one.outcome == "new" and "#" not in one.external_id}
        for row in rows:
            if row.number not in made or row.main is None:
                continue
            marks = self._marks(row)
            if not self._seen.isdisjoint(marks):
                counts["new"] -= 1
                counts["changed"] = counts.get("changed", 0) + 1
            self._seen.update(marks)
        return counts

    def _marks(self, row: Row) -> list[int]:
        party = row.main
        assert party is not None
        if party.kind == "organisation":
            return [hash((party.key, party.place))]
        return [hash((party.key, way.value)) for way in party.ways if way.kind in ("mail", "mobile")]
