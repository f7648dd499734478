"""Write many rows of a table at once: COPY on PostgreSQL, one prepared statement on SQLite."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model

_ROWS_AT_ONCE = 5_000


class Json(str):
    """A text that is JSON already."""

    __slots__ = ()


class Table:
    """A model's table, written by named columns; all other columns get the model's own defaults.

    Columns are named as in the database (`owner_id`); `id` is among them, from `take_ids`.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [field for name, field in fields.items() if name not in names]
        self.name = model._meta.db_table
        self.columns = [fields[name].column for name in names] + [field.column for field in others]
        self._constants = tuple(_in_database(field)(_default(field)) for field in others)
        self._tail = "".join("\t" + copy_line([value])[:-1] for value in self._constants)
        writers = [(place, _in_database(fields[name])) for place, name in enumerate(names)]
        self._writers = [(place, writer) for place, writer in writers if writer is not _as_it_is]

    def take_ids(self, count: int) -> Sequence[int]:
        """Reserve keys for `count` new rows; call it inside the transaction that writes them."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # The sequence is looked up once, not for every key.
                cursor.execute(
                    "SELECT array_agg(nextval(keys.name)) FROM"
                    " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) keys,"
                    " generate_series(1, %s)",
                    [self.name, count],
                )
                return list(cursor.fetchone()[0] or ())
            cursor.execute(
                f"SELECT max(coalesce((SELECT max(id) FROM {self.name}), 0),"  # noqa: S608
                " coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = %s), 0))",
                [self.name],
            )
            first = cursor.fetchone()[0] + 1
            return range(first, first + count)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows whose values stand in the order of the named columns."""
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                copy_in(cursor, self.name, names, map(self._values, rows), self._tail)
                return
            ready = ((*self._values(row), *self._constants) for row in rows)
            sql = f"INSERT INTO {self.name} ({names}) VALUES ({', '.join('?' * len(self.columns))})"  # noqa: S608
            while part := list(islice(ready, _ROWS_AT_ONCE)):
                cursor.connection.executemany(sql, part)  # sqlite3's own: Django's rewrites each statement

    def _values(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._writers:
            return row
        values = list(row)
        for place, writer in self._writers:
            values[place] = writer(values[place])
        return values


def _default(field: Field[Any, Any]) -> Any:
    if isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add):
        return datetime.now(UTC)
    return field.get_default()


def _in_database(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, DateTimeField):
        return _time_on_sqlite if connection.vendor == "sqlite" else _time
    return _as_it_is


def _json(value: Any) -> str:
    return value if isinstance(value, Json) else json.dumps(value, ensure_ascii=False)


def _as_it_is(value: Any) -> Any:
    return value


@lru_cache(maxsize=4096)
def _time(value: datetime | None) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4096)
def _time_on_sqlite(value: datetime | None) -> str | None:
    """As Django keeps times there: UTC, without saying so."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def copy_in(cursor: Any, table: str, columns: str, rows: Iterable[Sequence[Any]], tail: str = "") -> None:
    """Writes rows by PostgreSQL's COPY; its faults come as Django's, which the driver's own method does not see to.

    tail is the end of every line, ready as text: what the last columns hold in all rows.
    """
    sql = f"COPY {table} ({columns}) FROM STDIN (NULL '{_NOTHING}')"
    lines = (copy_line(row, tail) for row in rows)
    with connection.wrap_database_errors, cursor.copy(sql) as stream:
        while part := list(islice(lines, _LINES_AT_ONCE)):
            stream.write("".join(part))


# Texts hold no control characters but by mistake; those that do are written with escapes.
_NOTHING = "\x02"
_LINES_AT_ONCE = 1_000
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), (_NOTHING, "\\x02"))


def copy_line(row: Sequence[Any], tail: str = "") -> str:
    """Writes one row as a line of COPY's text format, several times as fast as the driver does.

    row holds texts, numbers, truths, times, or None. Source of the format: PostgreSQL, COPY, "Text Format".
    """
    line = "\t".join([value if isinstance(value, str) else _word(value) for value in row])
    plain = line.count("\t") == len(row) - 1 and not ("\\" in line or "\n" in line or "\r" in line)
    if plain and line.count(_NOTHING) == row.count(None):
        return f"{line}{tail}\n"
    cells = [_escaped(value) if isinstance(value, str) else _word(value) for value in row]
    return "\t".join(cells) + f"{tail}\n"


def _word(value: Any) -> str:
    return _NOTHING if value is None else str(value)


def _escaped(text: str) -> str:
    for mark, written in _ESCAPES:
        if mark in text:
            text = text.replace(mark, written)
    return text
