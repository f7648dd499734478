"""The order of a list, and how to walk along it from a place."""

import hashlib
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, QuerySet
from django.db.models.constants import LOOKUP_SEP

from zhiji.ui.lists.rows import RowCompares
from zhiji.ui.lists.rules import Key


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
        for part in self.parts(back):
            if len(rows) < limit and (found := self._from(part, key, back, inclusive)) is not None:
                rows += found.order_by(*self.names(part, back))[: limit - len(rows)]
        return rows

    def key_at(self, offset: int, back: bool = False) -> Key | None:
        """Finds the place of the row that has so many rows before it (behind it when back is set)."""
        for part in self.parts(back):
            ordered = self.part(part).order_by(*self.names(part, back)).select_related(None)
            found = list(ordered.values_list(*self.columns())[offset : offset + 1])
            if found:
                return self.key_from(part, found[0])
            offset -= ordered.count()
        return None

    def step(self, part: str, key: Key, rows: int) -> Key | None:
        """Finds the place so many rows on from a place, within one part."""
        found: Any = self._from(part, key, back=False, inclusive=True)
        ordered = found.order_by(*self.names(part)).select_related(None)
        ahead = list(ordered.values_list(*self.columns())[rows : rows + 1])
        return self.key_from(part, ahead[0]) if ahead else None

    def count_from(self, part: str, key: Key) -> int:
        """Counts the rows of one part from a place on, itself included."""
        found: Any = self._from(part, key, back=False, inclusive=True)
        return int(found.order_by().count())

    def columns(self) -> tuple[str, ...]:
        """Names the columns that make a place."""
        return ("pk",) if self.by_pk else (self.name, "pk")

    def key_from(self, part: str, values: tuple[Any, ...]) -> Key:
        """Makes a place of these columns' values."""
        return Key(None if self.by_pk or part == "empty" else values[0], values[-1])

    def memory_name(self) -> str:
        """Returns the name under which something about this order of these rows is remembered."""
        return f"{self.rows_name()}:{'-' if self.descending else ''}{self.name}"

    def rows_name(self) -> str:
        """Returns the name under which something about these rows is remembered, whatever their order."""
        sql, parameters = self.queryset.order_by().values("pk").query.sql_with_params()
        return "list:" + hashlib.sha256(f"{sql}|{parameters}".encode()).hexdigest()[:32]

    def parts(self, back: bool = False) -> list[str]:
        """Names the parts in their order: rows with a value, then rows without one."""
        parts = ["filled", "empty"] if self.nullable else ["whole"]
        return parts[::-1] if back else parts

    def part(self, part: str) -> QuerySet[Any]:
        """Returns the rows of one part."""
        if part == "whole":
            return self.queryset
        return self.queryset.filter(**{f"{self.name}__isnull": part == "empty"})

    def names(self, part: str, back: bool = False) -> list[str]:
        """Names the columns by which a part is sorted."""
        sign = "-" if self.descending != back else ""
        return [sign + "pk"] if self.by_pk or part == "empty" else [sign + self.name, sign + "pk"]

    def _from(self, part: str, key: Key | None, back: bool, inclusive: bool) -> QuerySet[Any] | None:
        """Narrows one part to the rows from the place on; None when all of it lies on the other side."""
        rows = self.part(part)
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
