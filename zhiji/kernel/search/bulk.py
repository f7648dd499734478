"""Writing many entries at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from zhiji.kernel.search.models import SearchEntry
from zhiji.kernel.search.schema import BLOCK_BITS, GIN
from zhiji.kernel.search.store import is_postgresql, row_of
from zhiji.kernel.search.tokens import SearchDocument
from zhiji.kernel.tables import copy_in

TRIES = 5
_COLUMNS = "id, kind, object_id, title, subtitle, details, owner_id, team_id, boost, tokens"
# The rows go into the index by one statement: its full-text part writes down all it has so far before each statement
# that can fail, so that a statement a row takes four times as long.
_SQLITE_COMING = f"CREATE TEMP TABLE IF NOT EXISTS coming_entries ({_COLUMNS})"
_SQLITE_NOTE = f"INSERT INTO coming_entries ({_COLUMNS}) VALUES ({', '.join(['?'] * 10)})"
# A key of an earlier entry for the same thing is free again: the thing takes its new place.
_SQLITE_GONE = (
    "DELETE FROM kernel_searchentry WHERE id IN (SELECT e.id FROM coming_entries c CROSS JOIN kernel_searchentry e"
    " ON e.kind = c.kind AND e.object_id = c.object_id)"
)
_SQLITE_ENTER = (
    f"INSERT INTO kernel_searchentry ({_COLUMNS}) SELECT {_COLUMNS} FROM coming_entries ORDER BY rowid"
)


def write_many(documents: Sequence[SearchDocument]) -> None:
    """Puts documents into the index; of two for the same thing the later one counts."""
    last = {(document.kind, document.object_id): document for document in documents}
    if is_postgresql():
        _copy(list(last.values()))
    else:
        _insert(list(last.values()))


@contextmanager
def index_made_afterwards() -> Iterator[None]:
    """Fills an empty index on PostgreSQL several times as fast: its tokens are sorted once, at the end."""
    if not is_postgresql() or SearchEntry.objects.exists():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS kernel_search_tokens")
        try:
            yield
        finally:
            cursor.execute("SELECT set_config('maintenance_work_mem', '512MB', false)")
            cursor.execute(GIN)
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute("ANALYZE kernel_searchentry")


def _insert(documents: list[SearchDocument]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM kernel_searchentry")
        first = cursor.fetchone()[0] + 1
        cursor.execute(_SQLITE_COMING)
        cursor.execute("DELETE FROM coming_entries")
        plain = cursor.connection  # sqlite3's own cursor: Django's rewrites each statement
        plain.executemany(_SQLITE_NOTE, (_with_key(first + n, d) for n, d in enumerate(documents)))
        if first > 1:
            cursor.execute(_SQLITE_GONE)
        cursor.execute(_SQLITE_ENTER)
        cursor.execute("DELETE FROM coming_entries")


def _with_key(key: int, document: SearchDocument) -> tuple[Any, ...]:
    columns, tokens = row_of(document)
    return (key, *columns, " ".join(tokens))


def _copy(documents: list[SearchDocument]) -> None:
    for tried in range(TRIES):
        try:
            with transaction.atomic():
                _copy_once(documents)
            return
        except IntegrityError:
            # Somebody put one of them in at the same moment; their entry is seen by the next try.
            if tried == TRIES - 1:
                raise


def _copy_once(documents: list[SearchDocument]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(keys.name)) FROM"
            " (SELECT pg_get_serial_sequence('kernel_searchentry', 'id')::regclass AS name OFFSET 0) keys,"
            " generate_series(1, %s)",
            [len(documents)],
        )
        keys = cursor.fetchone()[0] or ()
        for kind in {document.kind for document in documents}:
            things = ",".join(str(int(d.object_id)) for d in documents if d.kind == kind)
            cursor.execute(
                f"DELETE FROM kernel_searchentry WHERE kind = %s AND object_id IN ({things})",
                [kind],
            )
        copy_in(cursor, "kernel_searchentry", _COLUMNS, map(_ready, keys, documents))


def _ready(key: int, document: SearchDocument) -> tuple[Any, ...]:
    columns, tokens = row_of(document)
    return (key, *columns, _tsvector([*tokens, f"~{key >> BLOCK_BITS}"]))


def _tsvector(tokens: list[str]) -> str:
    """Writes tokens as PostgreSQL reads them; they hold no quote and no backslash."""
    return "'" + "' '".join(tokens) + "'" if tokens else ""
