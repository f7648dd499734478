"""Inserting one row by a statement made once per table.

Django composes each INSERT anew, which takes several times as long as running it. A contact makes a dozen rows, and
a hundred contacts may come in a second; this is for the tables on that way.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)

_MOST_GATHERED = 200


class _Gathered(list[Model]):
    """Rows that wait for the end of an act, and how many savepoints stood open when it began.

    lent holds rows that were written within a further savepoint, each lot with what that savepoint's undoing removes.
    """

    savepoints: int = 0

    def __init__(self) -> None:
        super().__init__()
        self.lent: list[tuple[Callable[[], None], list[Model]]] = []

    def lend(self, rows: list[Model]) -> None:
        """Notes rows that are undone together with the savepoint that stands open."""

        def mark() -> None:
            """Stands among what happens at the commit, and goes from there when the savepoint is undone."""

        transaction.on_commit(mark)
        self.lent.append((mark, rows))

    def take_again(self) -> None:
        """Lets those rows wait again whose savepoint was undone, before all that came since."""
        if not self.lent:
            return
        standing = {id(entry[1]) for entry in connection.run_on_commit}
        undone = [row for mark, rows in self.lent if id(mark) not in standing for row in rows]
        is_over = _open_savepoints() == self.savepoints
        self.lent = [] if is_over else [one for one in self.lent if id(one[0]) in standing]
        self[:0] = undone


_gathered: ContextVar[_Gathered | None] = ContextVar("rows for the end of the act", default=None)
_statements: dict[tuple[str, type[Model]], tuple[str, str, str, list["Field[object, object]"]]] = {}


def insert(record: M) -> M:
    """Saves a new record and gives it its key; saves neither parents nor relations, and sends no signals."""
    head, marks, key, fields = _statement(type(record))
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {marks} RETURNING {key}", _values(record, fields))
        record.pk = cursor.fetchone()[0]
    record._state.adding, record._state.db = False, connection.alias
    return record


@contextmanager
def gathered() -> Iterator[None]:
    """Writes what insert_later() is given within the block by one statement per table, at its end.

    Where the block fails, nothing of it is written; the caller's transaction is undone with it.
    """
    waiting = _Gathered()
    waiting.savepoints = _open_savepoints()
    mark = _gathered.set(waiting)
    try:
        yield
        write_gathered()
    finally:
        _gathered.reset(mark)


def insert_later(record: Model) -> None:
    """Saves a new record whose key nobody needs, at the end of the act, or at once where no act is running.

    Within a savepoint of its own it is saved at once: that may be undone while the act goes on.
    """
    waiting = _gathered.get()
    if waiting is None or waiting.savepoints != _open_savepoints():
        insert(record)
        return
    waiting.append(record)
    if len(waiting) >= _MOST_GATHERED:
        write_gathered()


def write_gathered() -> None:
    """Writes at once what waits for the end of the act; for who looks at it within the act.

    Within a further savepoint it may be undone while the act goes on: then it is written again at the act's end.
    """
    waiting = _gathered.get()
    if waiting is None:
        return
    waiting.take_again()
    if not waiting:
        return
    rows, waiting[:] = sorted(waiting, key=_table), []
    if waiting.savepoints != _open_savepoints():
        waiting.lend(rows)
    for _name, same in groupby(rows, key=_table):
        _insert_all(list(same))


def _insert_all(records: Sequence[Model]) -> None:
    head, marks, _key, fields = _statement(type(records[0]))
    values = [value for record in records for value in _values(record, fields)]
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {', '.join([marks] * len(records))}", values)


def _table(record: Model) -> str:
    return str(record._meta.db_table)


def _open_savepoints() -> int:
    return sum(1 for name in connection.savepoint_ids if name is not None)


def _values(record: Model, fields: Sequence["Field[object, object]"]) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(record, add=True), connection) for field in fields]


def _statement(model: type[Model]) -> tuple[str, str, str, list["Field[object, object]"]]:
    """Returns the head of a table's INSERT, the marks of one row, the name of the key, and the fields."""
    made = (connection.vendor, model)
    if made not in _statements:
        meta, quote = model._meta, connection.ops.quote_name
        fields = [field for field in meta.concrete_fields if not field.primary_key]
        columns = ", ".join(quote(str(field.column)) for field in fields)
        head = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES"
        marks = f"({', '.join(['%s'] * len(fields))})"
        _statements[made] = (head, marks, quote(str(meta.pk.column)), fields)
    return _statements[made]
