"""Queries that are composed once: on the way of a contact, composing a SELECT takes longer than running it.

A compiled query is an ordinary queryset with marks where its values go. It is for the few that run for each contact
or stand on the pages that people open all day.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from zhiji.kernel.access.actor import Actor

M = TypeVar("M", bound=Model)
# For each reach of a right there is one statement, and a company has some hundred users.
MOST_STATEMENTS = 1000


class _Statement(NamedTuple):
    sql: str
    params: Sequence[Any]
    model: type[Any]
    fields: list[str]
    start: int
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]
    related: list[Any]
    annotations: dict[str, int]


class Compiled(Generic[M]):
    """One query for whole records of one table, asked again and again with other values.

    What select_related and annotate bring along comes too; prefetch_related does not.
    """

    def __init__(self, compose: Callable[..., "QuerySet[M]"], *kinds: type, right: str = "") -> None:
        """compose makes the queryset from one value per kind; kinds are str and int.

        With a right such as "lead.view", compose is given the actor first, and may narrow by that right's reach only.
        Where more values are given than kinds, the last kind stands for all of them: `customer_id__in=keys`.
        """
        self._compose = compose
        self._kinds = kinds
        self._right = right
        self._made: dict[Hashable, _Statement | None] = {}

    def all(self, *values: Any, actor: Actor | None = None) -> list[M]:
        """Returns the records for these values, given in the order of the kinds."""
        marks = self._marks(len(values))
        made = self._statement(marks, actor)
        if made is None:
            return []
        given = dict(zip(marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(made.sql, [given.get(param, param) for param in made.params])
            rows = cursor.fetchall()
        return [_record(made, _converted(made, row)) for row in rows]

    def first(self, *values: Any, actor: Actor | None = None) -> M | None:
        """Returns the first record for these values, or None."""
        found = self.all(*values, actor=actor)
        return found[0] if found else None

    def _marks(self, count: int) -> list[Any]:
        """Makes values that nobody stores, so that they are found again among the statement's own."""
        kinds = [*self._kinds, *self._kinds[-1:] * (count - len(self._kinds))]
        return [f"\x01{n}" if kind is str else 2_100_000_000 + n for n, kind in enumerate(kinds)]

    def _statement(self, marks: Sequence[Any], actor: Actor | None) -> _Statement | None:
        reach = actor.reach(self._right) if self._right and actor else ()
        key = (connection.vendor, len(marks), reach)
        if key not in self._made:
            if len(self._made) >= MOST_STATEMENTS:
                self._made.clear()
            self._made[key] = _compile(self._compose(*([actor] if self._right else []), *marks), marks)
        return self._made[key]


def _compile(queryset: "QuerySet[Any]", marks: Sequence[Any]) -> _Statement | None:
    """Writes the statement of a queryset; None where it can't find anything."""
    compiler: Any = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    if missing := set(marks) - {param for param in params if isinstance(param, str | int)}:
        raise TypeError(f"The statement does not hold all of its values: {missing}.")
    own = compiler.klass_info["select_fields"]
    start, end = own[0], own[-1] + 1
    return _Statement(
        sql,
        tuple(params),
        queryset.model,
        [column.target.attname for column, _sql, _alias in compiler.select[start:end]],
        start,
        compiler.get_converters([column for column, _sql, _alias in compiler.select]),
        get_related_populators(compiler.klass_info, compiler.select, connection.alias),
        compiler.annotation_col_map or {},
    )


def _record(made: _Statement, row: Sequence[Any]) -> Any:
    """Makes a record of a row, as Django's own iteration over a queryset does."""
    mine = row[made.start : made.start + len(made.fields)]
    record = made.model.from_db(connection.alias, made.fields, mine)
    for populator in made.related:
        populator.populate(row, record)
    for name, column in made.annotations.items():
        setattr(record, name, row[column])
    return record


def _converted(made: _Statement, row: Sequence[Any]) -> Sequence[Any]:
    if not made.converters:
        return row
    values = list(row)
    for place, (converters, expression) in made.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return values


def filled_up(keys: Sequence[int]) -> list[int]:
    """Repeats the last key until there are 1, 2, 4, 8 … of them, so that few statements serve any number of keys."""
    wanted = 1
    while wanted < len(keys):
        wanted *= 2
    return [*keys, *[keys[-1]] * (wanted - len(keys))]
