"""Write many rows of a table at once: COPY on PostgreSQL, one prepared statement on SQLite."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
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

    Columns are named as in the database (`owner_id`); `id` is among them, from `take_ids`. With `ready`, values come
    in the database's own form: JSON as text, times by `time_in_database`.
    """

    def __init__(self, model: type[Model], *names: str, ready: bool = False) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [field for name, field in fields.items() if name not in names]
        self.name = model._meta.db_table
        self.columns = [fields[name].column for name in names] + [field.column for field in others]
        constants = [_in_database(field)(_default(field)) for field in others]
        self._tail = "".join("\t" + copy_line([value])[:-1] for value in constants)
        self._places = ", ".join(["?"] * len(names) + [_literal(value) for value in constants])
        writers = [(place, _in_database(fields[name])) for place, name in enumerate(names)]
        self._writers = [] if ready else [(place, w) for place, w in writers if w is not _as_it_is]

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
        write_in_order([(self, rows)])

    def insert(self, cursor: Any, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows on SQLite, by sqlite3's own method: Django's rewrites each statement."""
        sql = f"INSERT INTO {self.name} ({self._names()}) VALUES ({self._places})"  # noqa: S608
        cursor.connection.executemany(sql, map(self._values, rows) if self._writers else rows)

    def copy(self) -> str:
        """Returns the statement that takes lines on PostgreSQL."""
        return f"COPY {self.name} ({self._names()}) FROM STDIN (NULL '{_NOTHING}')"

    def lines(self, rows: Iterable[Sequence[Any]]) -> str:
        """Writes rows as lines of COPY."""
        return "".join([copy_line(self._values(row), self._tail) for row in rows])

    def _names(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)

    def _values(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._writers:
            return row
        values = list(row)
        for place, writer in self._writers:
            values[place] = writer(values[place])
        return values


def write_in_order(tables: Sequence[tuple[Table, Iterable[Sequence[Any]]]]) -> None:
    """Write rows of several tables, one table after the other.

    While PostgreSQL writes what it got, the next lines are made here.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table, rows in tables:
                table.insert(cursor, rows)
            return
        made = ((table, table.lines(part)) for table, rows in tables for part in _parts(rows))
        following = next(made, None)
        while following:
            table, lines = following
            with connection.wrap_database_errors, cursor.copy(table.copy()) as stream:
                stream.write(lines)
                following = next(made, None)


def _parts(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while part := list(islice(left, _ROWS_AT_ONCE)):
        yield part


def time_in_database(value: datetime) -> str:
    """Returns a time in the form in which the database at hand takes it for a table whose values come ready."""
    return str(_time_on_sqlite(value) if connection.vendor == "sqlite" else _time(value))


def _literal(value: Any) -> str:
    """Writes what a column holds in all rows into the statement itself: binding it for each row takes its time."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return repr(int(value) if isinstance(value, bool) else value)
    return "'" + str(value).replace("'", "''") + "'"


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
