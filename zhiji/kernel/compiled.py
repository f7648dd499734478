"""Queries that are composed once: on the way of a contact, composing a SELECT takes longer than running it.

A compiled query is an ordinary queryset with marks where its values go. It is for the few that run for each contact.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class _Statement(NamedTuple):
    sql: str
    params: Sequence[Any]
    model: type[Any]
    fields: list[str]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


class Compiled(Generic[M]):
    """One query for whole records of one table, asked again and again with other values."""

    def __init__(self, compose: Callable[..., "QuerySet[M]"], *kinds: type) -> None:
        """compose makes the queryset from one value per kind; kinds are str and int."""
        self._compose = compose
        # Values that nobody stores, so that they are found again among the statement's own.
        self._marks = [f"\x01{n}" if kind is str else 2_100_000_000 + n for n, kind in enumerate(kinds)]
        self._made: dict[str, _Statement] = {}

    def all(self, *values: Any) -> list[M]:
        """Returns the records for these values, given in the order of the kinds."""
        made = self._statement()
        given = dict(zip(self._marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [given.get(param, param) for param in made.params])
            rows = cursor.fetchall()
        return [made.model.from_db(connection.alias, made.fields, _converted(made, row)) for row in rows]

    def first(self, *values: Any) -> M | None:
        """Returns the first record for these values, or None."""
        found = self.all(*values)
        return found[0] if found else None

    def _statement(self) -> _Statement:
        made = self._made.get(connection.vendor)
        if made is None:
            queryset = self._compose(*self._marks)
            compiler = queryset.query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            if missing := set(self._marks) - {param for param in params if isinstance(param, str | int)}:
                raise TypeError(f"The statement does not hold all of its values: {missing}.")
            columns: list[Any] = [column for column, _sql, _alias in compiler.select]
            made = _Statement(
                sql,
                tuple(params),
                queryset.model,
                [column.target.attname for column in columns],
                compiler.get_converters(columns),
            )
            self._made[connection.vendor] = made
        return made


def _converted(made: _Statement, row: Sequence[Any]) -> Sequence[Any]:
    if not made.converters:
        return row
    values = list(row)
    for place, (converters, expression) in made.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return values
