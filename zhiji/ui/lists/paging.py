"""Pages of a list of any length.

The place is a row's sort value and primary key, never an offset, so the thousandth page costs what the first
one costs. Rows without a value come last in either direction.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, QuerySet
from django.db.models.constants import LOOKUP_SEP

from zhiji.ui.lists.rows import RowCompares
from zhiji.ui.lists.rules import COUNT_LIMIT, Key, Place, page_count

REMEMBERED_SECONDS = 120


@dataclass(frozen=True)
class Page:
    """One page: number is None when it can't be told cheaply, total stops at COUNT_LIMIT + 1."""

    rows: list[Any]
    first: Key | None
    last: Key | None
    has_previous: bool
    has_next: bool
    number: int | None
    total: int

    @property
    def is_capped(self) -> bool:
        """Tells whether there are more rows than are counted."""
        return self.total > COUNT_LIMIT


class Order:
    """An order of a queryset, with ways to walk from a place forwards and backwards."""

    def __init__(self, queryset: QuerySet[Any], sort: str) -> None:
        self.queryset = queryset
        self.name = sort.lstrip("-")
        self.descending = sort.startswith("-")
        self.pk = queryset.model._meta.pk
        self.by_pk = self.name in ("pk", self.pk.name)
        self.field: Any
        self.field, self.nullable = (self.pk, False) if self.by_pk else self._field()

    def _field(self) -> tuple[Field[Any, Any], bool]:
        """Finds the sorted field and whether it, or a relation on the way, can be empty."""
        annotation = self.queryset.query.annotations.get(self.name)
        if annotation is not None:
            return annotation.output_field, True
        model: Any = self.queryset.model
        nullable = False
        field: Any = None
        for part in self.name.split(LOOKUP_SEP):
            field = model._meta.get_field(part)
            nullable = nullable or bool(getattr(field, "null", False))
            model = field.related_model
        if not isinstance(field, Field):
            raise FieldDoesNotExist(self.name)
        return field, nullable

    def key_of(self, row: Any) -> Key:
        """Returns the place of a row."""
        value = row
        for part in () if self.by_pk else self.name.split(LOOKUP_SEP):
            value = getattr(value, part, None)
        return Key(None if self.by_pk else value, row.pk)

    def walk(
        self, limit: int, key: Key | None = None, back: bool = False, inclusive: bool = False
    ) -> list[Any]:
        """Lists rows from a place on, or from the end when back is set; the place itself if inclusive."""
        rows: list[Any] = []
        for part in self._parts(back):
            if len(rows) < limit and (found := self._from(part, key, back, inclusive)) is not None:
                rows += found.order_by(*self._names(part, back))[: limit - len(rows)]
        return rows

    def key_at(self, offset: int, back: bool = False) -> Key | None:
        """Finds the place of the row that has so many rows before it (behind it when back is set)."""
        for part in self._parts(back):
            ordered = self._part(part).order_by(*self._names(part, back)).select_related(None)
            names = ("pk", "pk") if self.by_pk else (self.name, "pk")
            found = list(ordered.values_list(*names)[offset : offset + 1])
            if found:
                return Key(None if self.by_pk else found[0][0], found[0][1])
            offset -= ordered.count()
        return None

    def _parts(self, back: bool) -> list[str]:
        parts = ["filled", "empty"] if self.nullable else ["whole"]
        return parts[::-1] if back else parts

    def _part(self, part: str) -> QuerySet[Any]:
        if part == "whole":
            return self.queryset
        return self.queryset.filter(**{f"{self.name}__isnull": part == "empty"})

    def _names(self, part: str, back: bool) -> list[str]:
        sign = "-" if self.descending != back else ""
        return [sign + "pk"] if self.by_pk or part == "empty" else [sign + self.name, sign + "pk"]

    def _from(self, part: str, key: Key | None, back: bool, inclusive: bool) -> QuerySet[Any] | None:
        """Narrows one part to the rows from the place on; None when all of it lies on the other side."""
        rows = self._part(part)
        if key is None:
            return rows
        in_empty = self.nullable and key.value is None
        if in_empty != (part == "empty"):
            return rows if in_empty == back else None
        operator = ("<" if self.descending != back else ">") + ("=" if inclusive else "")
        if self.by_pk or part == "empty":
            lookup = {"<": "lt", ">": "gt", "<=": "lte", ">=": "gte"}[operator]
            return rows.filter(**{f"pk__{lookup}": key.pk})
        names, kinds = (self.name, "pk"), (self.field, self.pk)
        return rows.filter(RowCompares(names, (key.value, key.pk), operator, kinds))


def count_capped(queryset: QuerySet[Any]) -> int:
    """Counts the rows, but no further than COUNT_LIMIT + 1."""
    return queryset.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def page_of(queryset: QuerySet[Any], sort: str, size: int, place: Place) -> Page:
    """Reads one page of a list.

    place.number is believed when place.after or place.before says where the page is; alone it is looked up.
    """
    order = Order(queryset, sort)
    total = count_capped(queryset)
    if place.last:
        return _last_page(order, size, total)
    if place.before is not None:
        rows = order.walk(size + 1, place.before, back=True)
        more = len(rows) > size
        return _page(order, rows[:size][::-1], more, True, place.number if more else 1, total)
    after, inclusive = place.after, False
    if after is None and place.number > 1:
        after, inclusive = _key_of_page(order, place.number, size, total), True
        if after is None:
            return _last_page(order, size, total)
    rows = order.walk(size + 1, after, inclusive=inclusive)
    return _page(order, rows[:size], after is not None, len(rows) > size, place.number, total)


def _last_page(order: Order, size: int, total: int) -> Page:
    known = total <= COUNT_LIMIT
    left = (total - 1) % size + 1 if known and total else size
    rows = order.walk(left + 1, back=True)
    number = page_count(total, size) if known else None
    return _page(order, rows[:left][::-1], len(rows) > left, False, number, total)


def _page(
    order: Order, rows: list[Any], previous: bool, following: bool, number: int | None, total: int
) -> Page:
    first, last = (order.key_of(rows[0]), order.key_of(rows[-1])) if rows else (None, None)
    return Page(rows, first, last, previous, following, number, total)


def _key_of_page(order: Order, number: int, size: int, total: int) -> Key | None:
    """Finds where a page begins, counting from the nearer end; far jumps are remembered for a while."""
    offset = (number - 1) * size
    if total <= COUNT_LIMIT:
        if offset >= total:
            return None
        return order.key_at(total - 1 - offset, back=True) if offset > total // 2 else order.key_at(offset)
    if offset <= COUNT_LIMIT:
        return order.key_at(offset)
    name = _memory_name(order)
    exact: Any = cache.get_or_set(f"{name}:count", order.queryset.order_by().count, REMEMBERED_SECONDS)
    if offset >= exact:
        return None

    def look() -> Key | None:
        return order.key_at(exact - 1 - offset, back=True) if offset > exact // 2 else order.key_at(offset)

    return cache.get_or_set(f"{name}:{offset}", look, REMEMBERED_SECONDS)


def _memory_name(order: Order) -> str:
    sql, parameters = order.queryset.order_by().query.sql_with_params()
    text = f"{sql}|{parameters}|{order.name}|{order.descending}"
    return "list:" + hashlib.sha256(text.encode()).hexdigest()[:32]


def neighbours(queryset: QuerySet[Any], sort: str, row: Any) -> tuple[Any, Any]:
    """Returns the rows before and after a row in this order; None at an end."""
    order = Order(queryset, sort)
    key = order.key_of(row)
    before, after = order.walk(1, key, back=True), order.walk(1, key)
    return (before[0] if before else None), (after[0] if after else None)
