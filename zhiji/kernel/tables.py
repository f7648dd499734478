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
        ready = (self._ready(row) for row in rows)
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                copy_in(cursor, self.name, names, ready)
                return
            sql = f"INSERT INTO {self.name} ({names}) VALUES ({', '.join('?' * len(self.columns))})"  # noqa: S608
            while part := list(islice(ready, _ROWS_AT_ONCE)):
                cursor.connection.executemany(sql, part)  # sqlite3's own: Django's rewrites each statement

    def _ready(self, row: Sequence[Any]) -> tuple[Any, ...]:
        if not self._writers:
            return (*row, *self._constants)
        values = list(row)
        for place, writer in self._writers:
            values[place] = writer(values[place])
        return (*values, *self._constants)


def _default(field: Field[Any, Any]) -> Any:
    if isinstance(field, DateTimeField) and (field.auto_now or field.auto_now_add):
        return datetime.now(UTC)
    return field.get_default()


def _in_database(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return _json
    if isinstance(field, DateTimeField) and connection.vendor == "sqlite":
        return _time_on_sqlite
    return _as_it_is


def _json(value: Any) -> str:
    return value if isinstance(value, Json) else json.dumps(value, ensure_ascii=False)


def _as_it_is(value: Any) -> Any:
    return value


@lru_cache(maxsize=4096)
def _time_on_sqlite(value: datetime | None) -> str | None:
    """As Django keeps times there: UTC, without saying so."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def copy_in(cursor: Any, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows by PostgreSQL's COPY; its faults come as Django's, which the driver's own method does not see to."""
    with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
