"""Everything in the house that names a customer by a foreign key, found in the models themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DO_NOTHING, ForeignKey, Model, Q, UniqueConstraint
from django.db.models.fields.reverse_related import ForeignObjectRel

from zhiji.customers.parties.models import Customer

CHUNK = 5_000


@dataclass(frozen=True)
class Reference:
    """One column that holds a customer's key: the messages' customer, an affiliation's organisation."""

    model: type[Model]
    column: str

    @property
    def kind(self) -> str:
        """The model as "app.model"."""
        return self.model._meta.label_lower

    @property
    def label(self) -> str:
        """The column as "app.model.field"."""
        return f"{self.kind}.{self.column.removesuffix('_id')}"


@cache
def references() -> tuple[Reference, ...]:
    """Lists every column that names a customer, of every floor.

    A key with DO_NOTHING only remembers a customer without belonging to them, and stays.
    """
    found = [
        Reference(relation.related_model, relation.field.attname)
        for relation in relations_to(Customer)
        if relation.on_delete is not DO_NOTHING
    ]
    return tuple(sorted(found, key=lambda one: one.label))


@cache
def by_label() -> dict[str, Reference]:
    """Returns the references by their labels."""
    return {one.label: one for one in references()}


@cache
def kinds() -> dict[str, type[Model]]:
    """Returns the models that name customers, by "app.model"."""
    return {one.kind: one.model for one in references()}


@cache
def relations_to(model: type[Model]) -> tuple[Any, ...]:
    """Lists the foreign keys that lead to a model, the hidden ones too."""
    return tuple(
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
        and (field.one_to_many or field.one_to_one)
        and isinstance(getattr(field, "field", None), ForeignKey)
        and field.related_model._meta.managed
    )


def keys_by_label(customer_id: int) -> dict[str, list[int]]:
    """Returns the keys of all rows that name a customer, by label, in one question."""
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        sql, count = _union("{key}")
        cursor.execute(sql, [customer_id] * count)
        for number, key in cursor.fetchall():
            found.setdefault(references()[number].label, []).append(key)
    return found


def greatest_keys(customer_id: int) -> dict[str, int]:
    """Returns the greatest key of the rows that name a customer, by label; labels without rows are left out."""
    with connection.cursor() as cursor:
        # "+ 0" keeps planners from walking the whole table backwards by its key.
        sql, count = _union("MAX({key} + 0)")
        cursor.execute(sql, [customer_id] * count)
        return {references()[number].label: key for number, key in cursor.fetchall() if key is not None}


@cache
def _union(shown: str) -> tuple[str, int]:
    quote = connection.ops.quote_name
    parts = []
    for number, one in enumerate(references()):
        meta: Any = one.model._meta
        key = quote(meta.pk.column)
        column = quote(meta.get_field(one.column.removesuffix("_id")).column)
        table = quote(meta.db_table)
        what = shown.format(key=key)
        parts.append(f"SELECT {number}, {what} FROM {table} WHERE {column} = %s")  # noqa: S608
    return " UNION ALL ".join(parts), len(parts)


@cache
def uniques_with(model: type[Model], column: str) -> tuple[tuple[tuple[str, ...], Q | None], ...]:
    """Lists what must be unique together with a column: (the other columns, the condition under which)."""
    meta: Any = model._meta
    name = column.removesuffix("_id")
    found: list[tuple[tuple[str, ...], Q | None]] = []
    if meta.get_field(name).unique:
        found.append(((), None))
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            found.append((_others(model, constraint.fields, name), constraint.condition))
    found += [(_others(model, names, name), None) for names in meta.unique_together if name in names]
    return tuple(found)


def _others(model: type[Model], names: Iterable[str], name: str) -> tuple[str, ...]:
    meta: Any = model._meta
    return tuple(meta.get_field(one).attname for one in names if one != name)


def clashes(model: type[Model], column: str, loser: int, survivor: int) -> dict[int, int]:
    """Returns {key of a row of the loser: key of the survivor's row that says the same}, where only one may stay."""
    found: dict[int, int] = {}
    for others, condition in uniques_with(model, column):
        rows = model._base_manager.filter(condition) if condition else model._base_manager.all()
        theirs = _said(rows.filter(**{column: loser}), others)
        if not theirs:
            continue
        ours = {said: key for key, said in _said(rows.filter(**{column: survivor}), others).items()}
        found |= {key: ours[said] for key, said in theirs.items() if said in ours and key not in found}
    return found


def _said(rows: Any, others: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    # What is NULL is never the same as something else.
    return {key: tuple(said) for key, *said in rows.values_list("pk", *others) if None not in said}


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """Cuts many keys into portions that a statement can take."""
    ordered = sorted(keys)
    for at in range(0, len(ordered), CHUNK):
        yield ordered[at : at + CHUNK]
