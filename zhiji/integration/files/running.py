"""Brings a list in, block by block: each block with how far the list has come in one short transaction.

Whoever is killed leaves whole blocks; the next run goes on behind the last of them. A long list is done in turns, so
that other jobs come in between.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from zhiji.customers.permission.actions import Said, note_imported_permissions
from zhiji.customers.permission.models import Permission
from zhiji.customers.sources.bulk import Delivery, Overtaken, Written, write_block
from zhiji.customers.sources.models import Import
from zhiji.customers.sources.rows import Row, compact
from zhiji.customers.sources.understanding import House
from zhiji.integration.files import faults
from zhiji.integration.files.events import CustomersImported
from zhiji.integration.files.following import follow_rows
from zhiji.integration.files.keeping import local_file
from zhiji.integration.files.lists import UnreadableList
from zhiji.integration.files.preparing import ReaderDied, Task, prepared
from zhiji.integration.files.searchable import make_searchable
from zhiji.integration.files.superseding import replace_changed
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import publish
from zhiji.kernel.fair_sqlite3.sorting import LogSorter
from zhiji.kernel.fields.queries import all_fields
from zhiji.kernel.users.models import User
from zhiji.lib.text import fold

Tell = Callable[[Import], None]

_FIRST_BLOCK = 400
_LARGEST_BLOCK = 1_000
_SMALLEST_BLOCK = 200
# A block holds SQLite's one writer for about so long (seconds). On PostgreSQL only who comes to know the same
# strangers waits for it, so it may be longer; but each of its names takes one of the server's locks, see hold().
_BLOCK_SECONDS = {"sqlite": 0.06, "postgresql": 0.3}
_TRIES = 6
_SECONDS_BETWEEN_SIGNS = 1.0
_PAGE_MEMORY = 98_304  # kB of SQLite's pages, while a million rows are sorted into its indexes
# SQLite's log is sorted into its file after so many rows: neighbouring blocks change the same pages.
_ROWS_IN_LOG = 6_000
_FOR_MANY = {
    "sqlite": (
        f"PRAGMA cache_size=-{_PAGE_MEMORY}",
        "PRAGMA mmap_size=0",  # a mapped file would count as memory of this process
        "PRAGMA wal_autocheckpoint=0",  # else a block's end would wait for it
    ),
    # A table that just was empty has no statistics: PostgreSQL would read it whole for each block.
    "postgresql": (
        "SET enable_seqscan=off", "SET enable_hashjoin=off", "SET enable_mergejoin=off", "SET jit=off",
        # A block that a crash takes along takes with it how far the list had come; whatever is kept later, is kept
        # behind it.
        "SET synchronous_commit=off",
    ),
}  # fmt: skip
_AS_BEFORE = {
    "sqlite": (
        "PRAGMA cache_size=-32000", "PRAGMA mmap_size=1073741824", "PRAGMA wal_autocheckpoint=1000",
    ),
    "postgresql": (
        "RESET enable_seqscan", "RESET enable_hashjoin", "RESET enable_mergejoin", "RESET jit",
        "RESET synchronous_commit",
    ),
}  # fmt: skip


_watches: list[Callable[[float], None]] = []


def watch_blocks(watch: Callable[[float], None]) -> None:
    """Has somebody told for how many seconds each block kept other writers waiting: for measuring."""
    _watches.append(watch)


@dataclass
class _Run:
    """One turn of an import."""

    actor: Actor
    delivery: Delivery
    at: Import
    tell: Tell | None
    shown: float = 0.0
    held: float = 0.0  # seconds for which the last block kept other writers waiting
    log: LogSorter = field(default_factory=lambda: LogSorter(_ROWS_IN_LOG))


def run_import(
    *, actor: Actor, import_id: int, seconds: float | None = None, tell: Tell | None = None
) -> Import:
    """Goes on with an import that is running, until it is done, paused, or `seconds` have passed; returns it.

    A fault that a person can do something about (unreadable file, full disk) leaves the import failed with a sentence;
    what was brought in by then stays, and it can be gone on with.
    """
    until = time.monotonic() + seconds if seconds is not None else None
    at = Import.objects.select_related("source", "file").get(pk=import_id)
    if at.state != Import.State.RUNNING:
        return at
    run = _Run(actor, delivery_of(at), at, tell)
    with _made_for_many(), closing(run.log), failing_plainly(at):
        if at.next_row < at.total or not at.total:
            _bring_in(run, until)
        read = run.at.state == Import.State.RUNNING and run.at.next_row >= run.at.total
        if read:
            read = replace_changed(actor, run.at, run.delivery.alike) and follow_rows(actor, run.at, until)
        if read and make_searchable(actor, run.at, until, lambda rows: _found(run, rows)):
            _finish(run)
    run.at = Import.objects.select_related("source", "file").get(pk=import_id)
    _show(run, now=True)
    return run.at


def delivery_of(at: Import) -> Delivery:
    """What all rows of an import have in common."""
    assert at.source is not None
    alike = Import.objects.filter(source=at.source, mapping=at.mapping).exclude(pk=at.pk)
    return Delivery(
        source_id=at.source.pk,
        source_key=at.source.key,
        import_id=at.pk,
        at=at.started_at or timezone.now(),
        alike=frozenset(alike.values_list("pk", flat=True)),
        owners=_owners() if any(one.get("field") == "owner" for one in at.mapping) else {},
    )


def _owners() -> dict[str, tuple[int, int | None]]:
    """Returns by what a column of owners may say, name or mail address, a colleague's key and team."""
    found: dict[str, tuple[int, int | None]] = {}
    for key, name, mail, team in User.objects.filter(is_active=True).values_list(
        "pk", "name", "email", "team"
    ):
        found[fold(mail)] = found[fold(name)] = (key, team)
    return found


def task_of(at: Import, path: str, start: int) -> Task:
    """What the reading process has to know of an import."""
    own = {field.name: field.shape for field in all_fields("customer")}
    house = House(settings.PHONE_REGION, settings.AREA_CODE, own)
    return Task(path, at.layout, at.mapping, start, house, at.total)


def _bring_in(run: _Run, until: float | None) -> None:
    if run.at.file is None:
        raise FileNotFoundError  # it rested for longer than files of lists are kept
    with local_file(run.at.file) as path:
        blocks = _Blocks(prepared(task_of(run.at, str(path), run.at.next_row)))
        while rows := blocks.next():
            if not _write(run, rows):
                return
            blocks.adapt(run.held)
            run.log.wrote(len(rows))
            _show(run)  # others write while the next block is worked out
            if until is not None and time.monotonic() >= until:
                return
        _all_read(run)
        _show(run, now=True)


class _Blocks:
    """Cuts what comes from the reading process into blocks that take about as long as a block may."""

    def __init__(self, batches: Iterator[list[Row]]) -> None:
        self._batches = batches
        self._rows: list[Row] = []
        self._size = _FIRST_BLOCK

    def next(self) -> list[Row]:
        while len(self._rows) < self._size and (more := next(self._batches, None)):
            self._rows += more
        block, self._rows = self._rows[: self._size], self._rows[self._size :]
        return block

    def adapt(self, seconds: float) -> None:
        wanted = self._size * _BLOCK_SECONDS[connection.vendor] / max(seconds, 0.001)
        self._size = int(min(max(wanted, self._size / 2, _SMALLEST_BLOCK), self._size * 1.5, _LARGEST_BLOCK))


def _write(run: _Run, rows: list[Row]) -> bool:
    """Writes a block, again where another writer was quicker; a row that the database refuses is set apart."""
    for attempt in range(_TRIES):
        try:
            return _write_once(run, rows)
        except (Overtaken, IntegrityError, DataError, OperationalError) as error:
            if isinstance(error, OperationalError) and not _is_passing(error):
                if len(rows) == 1 or not _lacks_locks(error):
                    raise
                break
            if attempt >= 1 and isinstance(error, DataError | IntegrityError):
                break
            time.sleep(0.05 * attempt)
    if len(rows) == 1:
        return _write_once(run, [_refused(rows[0])])
    middle = len(rows) // 2
    return _write(run, rows[:middle]) and _write(run, rows[middle:])


def _write_once(run: _Run, rows: list[Row]) -> bool:
    expected, counts = run.at.next_row, run.at.counts

    began = 0.0

    def begin() -> bool:
        nonlocal began
        began = time.monotonic()
        run.at = Import.objects.select_for_update(of=("self",)).get(pk=run.at.pk)
        return run.at.state == Import.State.RUNNING and run.at.next_row == expected

    def end(written: Written) -> None:
        at = run.at
        at.next_row = rows[-1].number + 1
        at.total = max(at.total, at.next_row)
        at.counts = _sum(at.counts, written.counts)
        at.save(update_fields=["next_row", "total", "counts"])
        _note_permissions(run, written)
        record(run.actor, "import_rows", at, after=_told_of(rows, written))
        topics = ["list:customers"] if written.made and _is_time(run) else []
        publish(
            CustomersImported(at.pk, rows[0].number, at.next_row, len(written.made), len(written.changed)),
            actor=run.actor,
            topics=[f"import:{at.pk}", *topics] if _is_time(run) else [],
        )

    try:
        written = write_block(run.delivery, rows, begin=begin, end=end)
        run.held = time.monotonic() - began
        for watch in _watches:
            watch(run.held)
        return written is not None
    except BaseException:
        run.at.next_row, run.at.counts = expected, counts
        raise


def _note_permissions(run: _Run, written: Written) -> None:
    """Notes what a consent column says; a refusal of before always stays."""
    if written.permissions:
        said = [Said(who, "", Permission.Purpose.MARKETING, state) for who, state in written.permissions]
        how = f"{run.at.source.name if run.at.source else run.delivery.source_key}: {run.at.name}"
        note_imported_permissions(actor=run.actor, said=said, how=how, at=run.delivery.at)


def _told_of(rows: list[Row], written: Written) -> dict[str, object]:
    told: dict[str, object] = {"rows": [rows[0].number, rows[-1].number], **written.counts}
    if written.made:
        told["made"] = [written.made[0], written.made[-1]]
    return told


def _sum(before: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {**before, **{name: before.get(name, 0) + count for name, count in more.items()}}


def _refused(row: Row) -> Row:
    """A row that the database would not take, kept as it came."""
    fault = {"field": "", "code": "refused", "typed": "", "line": row.number}
    return row._replace(main=None, organisation=None, faults=compact([fault]))


def _is_passing(error: OperationalError) -> bool:
    """Tells a wait that will end from a fault that will not."""
    text = str(error).lower()
    return any(word in text for word in ("locked", "deadlock", "could not serialize", "busy"))


def _lacks_locks(error: OperationalError) -> bool:
    """Tells whether a block holds more names than PostgreSQL has locks left for: half of it may fit."""
    return "out of shared memory" in str(error).lower()


def _found(run: _Run, rows: int) -> None:
    """Tells that some rows more can be found by search."""
    run.log.wrote(rows)
    _show(run)


def _is_time(run: _Run) -> bool:
    return time.monotonic() - run.shown >= _SECONDS_BETWEEN_SIGNS


def _show(run: _Run, now: bool = False) -> None:
    if now or _is_time(run):
        run.shown = time.monotonic()
        if run.tell:
            run.tell(run.at)


def _all_read(run: _Run) -> None:
    """Notes how many rows there really were: a count made before may have been an estimate."""
    Import.objects.filter(pk=run.at.pk).update(total=run.at.next_row)
    run.at.total = run.at.next_row


def _finish(run: _Run) -> None:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _tell_database(("SET LOCAL synchronous_commit=on",))  # what is told to be done is on the disk
        at = Import.objects.select_for_update(of=("self",)).get(pk=run.at.pk)
        if at.state == Import.State.RUNNING:
            at.state, at.ended_at, at.error = Import.State.DONE, timezone.now(), ""
            at.save(update_fields=["state", "ended_at", "error"])
            record(run.actor, "finish_import", at, after={"state": at.state, **at.counts})
        run.at = at


@contextmanager
def failing_plainly(at: Import) -> Iterator[None]:
    """Turns a fault that a person can do something about into the import's own words."""
    try:
        yield
    except UnreadableList as error:
        fail(at, str(error))
    except ReaderDied:
        fail(at, faults.fault_text("reader_died"))
    except OSError as error:
        fail(at, faults.fault_text("no_space" if faults.is_full(error) else "no_file"))
    except DatabaseError as error:
        if not faults.is_full(error):
            raise
        fail(at, faults.fault_text("no_space"))


def fail(at: Import, text: str) -> None:
    """Leaves an import failed with a sentence. Raises Refused with it where not even that can be written."""
    try:
        states = (Import.State.RUNNING, Import.State.CHECKING, Import.State.UNDOING)
        Import.objects.filter(pk=at.pk, state__in=states).update(state=Import.State.FAILED, error=text)
    except DatabaseError as error:
        raise Refused(text) from error


@contextmanager
def _made_for_many() -> Iterator[None]:
    """Sets the database on many small look-ups, and looks for rubbish seldom, while a list comes in."""
    thresholds = gc.get_threshold()
    gc.set_threshold(100_000, 50, 1000)
    _tell_database(_FOR_MANY[connection.vendor])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        with suppress(DatabaseError):
            _tell_database(_AS_BEFORE[connection.vendor])


def _tell_database(settings: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(setting)
