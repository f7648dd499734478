"""Inserting one row by a statement made once per table.

Django composes each INSERT anew, which takes several times as long as running it. A contact makes a dozen rows, and
a hundred contacts may come in a second; this is for the tables on that way.
"""

from typing import TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)

_statements: dict[tuple[str, type[Model]], tuple[str, list["Field[object, object]"]]] = {}


def insert(record: M) -> M:
    """Saves a new record and gives it its key; saves neither parents nor relations, and sends no signals."""
    sql, fields = _statement(type(record))
    values = [field.get_db_prep_save(field.pre_save(record, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        record.pk = cursor.fetchone()[0]
    record._state.adding, record._state.db = False, connection.alias
    return record


def _statement(model: type[Model]) -> tuple[str, list["Field[object, object]"]]:
    made = (connection.vendor, model)
    if made not in _statements:
        meta, quote = model._meta, connection.ops.quote_name
        fields = [field for field in meta.concrete_fields if not field.primary_key]
        columns = ", ".join(quote(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        key = quote(str(meta.pk.column))
        sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks}) RETURNING {key}"  # noqa: S608
        _statements[made] = (sql, fields)
    return _statements[made]
