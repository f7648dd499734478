"""Bringing back rows that were dropped because another said the same."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Value

from zhiji.customers.identity.merging.models import DroppedRow, Merge
from zhiji.customers.identity.merging.queries import resolve
from zhiji.customers.identity.merging.references import by_label, uniques_with
from zhiji.customers.identity.merging.rows import made_again
from zhiji.customers.parties.models import Customer


@dataclass
class Revived:
    """A row that is back: its merge, its key, the merges that count it as moved, and what hangs on it again."""

    merge: Merge
    key: int
    passed: dict[str, list[Merge]]
    pointed_back: list[dict[str, Any]] = field(default_factory=list)


def revive(dropped: DroppedRow, leaving: Merge | None = None) -> Revived | None:
    """Puts a dropped row back with who holds its customer's things now, unless another still says the same.

    Then it goes on waiting behind that one. leaving is the merge that is being undone, if it is the one that dropped
    the row: the row then waits with another merge that brought it, or is gone if there is none.
    """
    model = apps.get_model(dropped.kind)
    values, passed = dict(dropped.row), {}
    for column in customer_columns(model):
        label = f"{dropped.kind}.{column.removesuffix('_id')}"
        if values[column] is not None and label in by_label():
            values[column], passed[label] = resolve(values[column])
            if values[column] is None and not model._meta.get_field(column.removesuffix("_id")).null:
                dropped.delete()
                return None
    if twin := _twin_of(model, values):
        _wait_behind(dropped, twin, values, leaving)
        return None
    made_again(model, values)
    back = Revived(dropped.merge, dropped.key, passed)
    back.pointed_back = _point_back(dropped)
    dropped.delete()
    return back


def _wait_behind(dropped: DroppedRow, twin: int, values: dict[str, Any], leaving: Merge | None) -> None:
    dropped.twin = twin
    if leaving is not None:
        merge = None if twin == dropped.key else _another_that_brought(dropped, values)
        if merge is None:
            dropped.delete()
            return
        dropped.merge = merge
    dropped.save()


def _another_that_brought(dropped: DroppedRow, values: dict[str, Any]) -> Merge | None:
    for column in customer_columns(apps.get_model(dropped.kind)):
        label = f"{dropped.kind}.{column.removesuffix('_id')}"
        for merge in Merge.objects.holding().filter(survivor_id=values[column]).order_by("-id"):
            if dropped.key in merge.moved.get(label, ()):
                return merge
    return None


def _point_back(dropped: DroppedRow) -> list[dict[str, Any]]:
    """Lets what hung on the row hang on it again; returns the entries of its merge's book that are settled."""
    entries = [
        entry
        for entry in dropped.merge.repointed
        if entry["to"] == dropped.kind and entry["was"] == dropped.key
    ]
    for entry in entries:
        rows = apps.get_model(entry["kind"])._base_manager.filter(pk=entry["key"])
        rows.filter(**{entry["column"]: _standing_for(dropped.kind, entry["is"])}).update(
            **{entry["column"]: dropped.key}
        )
    return entries


def _standing_for(kind: str, key: int | None) -> int | None:
    """Returns the row that stands for a row now: itself, or the one behind which it waits."""
    waits = DroppedRow.objects.filter(kind=kind, key=key or 0, merge__undone_at=None).first()
    return _standing_for(kind, waits.twin) if waits and waits.twin != key else key


def customer_columns(model: type[Model]) -> list[str]:
    """Lists the columns of a model that name customers."""
    return [
        one.attname
        for one in model._meta.concrete_fields
        if isinstance(one, ForeignKey) and one.related_model is Customer
    ]


def _twin_of(model: type[Model], values: dict[str, Any]) -> int | None:
    """Returns the key of a row that says the same, where only one may stand; or the row's own, if it is there."""
    own = values[model._meta.pk.attname]
    if model._base_manager.filter(pk=own).exists():
        return int(own)
    for column in customer_columns(model):
        for others, condition in uniques_with(model, column):
            said = {name: values[name] for name in (column, *others)}
            if None in said.values() or (condition is not None and not _meets(model, values, condition)):
                continue
            rows = model._base_manager.filter(condition) if condition else model._base_manager.all()
            if (twin := rows.filter(**said).values_list("pk", flat=True).first()) is not None:
                return int(twin)
    return None


def _meets(model: type[Model], values: dict[str, Any], condition: Any) -> bool:
    row = {
        one.name: Value(one.to_python(values[one.attname]), output_field=one)
        for one in model._meta.concrete_fields
        if one.attname in values and not isinstance(one, ForeignKey)
    }
    return bool(condition.check(row))
