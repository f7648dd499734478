"""Giving a customer back what is theirs when a merge is undone."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import ForeignKey, Model

from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.moving import move_back
from zhiji.customers.identity.merging.parting import Parting
from zhiji.customers.identity.merging.queries import ancestors, resolve
from zhiji.customers.identity.merging.references import by_label, chunks, kinds, uniques_with
from zhiji.customers.identity.merging.rows import made_again, written
from zhiji.customers.identity.merging.rules import taken_back
from zhiji.customers.parties.models import Customer

CUSTOMER = "customers.customer"


@dataclass
class Undoing:
    """One merge on its way back. touched holds the other merges whose books change with it, by key."""

    parting: Parting
    touched: dict[int, Merge] = field(default_factory=dict)

    @property
    def merge(self) -> Merge:
        """The merge that is undone."""
        return self.parting.merge

    def run(self) -> Customer:
        """Makes the loser again and gives back what goes; returns the loser."""
        for one in self.parting.chain:
            self.touched[one.pk] = one
        loser = self._loser_again()
        for label, keys in self.parting.going.items():
            for part in chunks(keys):
                move_back(label, part, loser.pk)
        restored = {(e["kind"], e["key"]) for e in self.parting.restored if self._restore(e)}
        self._point_back(restored)
        self._close_books(restored)
        self._take_back()
        for one in self.touched.values():
            one.save(update_fields=["moved", "dropped", "repointed", "changed", "snapshot"])
        return loser

    def _loser_again(self) -> Customer:
        values = dict(self.merge.snapshot)
        values["parent_id"] = self._living(values.get("parent_id"), f"{CUSTOMER}.parent", self.merge.loser_id)
        loser = made_again(Customer, values)
        assert isinstance(loser, Customer)
        return loser

    def _living(self, customer_id: int | None, label: str, key: int) -> int | None:
        """Returns who holds a customer's things now; a row that names them counts as moved by the merges between."""
        if customer_id is None or customer_id == self.merge.loser_id:
            return customer_id
        living, passed = resolve(customer_id)
        for one in passed:
            known = self.touched.setdefault(one.pk, one)
            known.moved.setdefault(label, []).append(key)
        return living

    def _restore(self, entry: dict[str, Any]) -> bool:
        """Puts a dropped row back; tells whether it could be."""
        model = kinds().get(entry["kind"]) or _model_named(entry["kind"])
        values = dict(entry["row"])
        for column in _customer_columns(model):
            label = f"{entry['kind']}.{column.removesuffix('_id')}"
            if entry["key"] in self.merge.moved.get(label, ()):
                values[column] = self.merge.loser_id
            elif label in by_label():
                values[column] = self._living(values[column], label, entry["key"])
            if values[column] is None and not model._meta.get_field(column.removesuffix("_id")).null:
                return False
        if _is_there(model, values):
            return False
        made_again(model, values)
        return True

    def _point_back(self, restored: set[tuple[str, int]]) -> None:
        entries = [
            entry
            for one in (self.merge, *self.parting.chain)
            for entry in one.repointed
            if (entry["to"], entry["was"]) in restored
        ]
        for entry in entries:
            rows = _model_named(entry["kind"])._base_manager.filter(pk=entry["key"])
            rows.update(**{entry["column"]: entry["was"]})
        done = {(e["kind"], e["column"], e["key"]) for e in entries}
        for one in self.parting.chain:
            one.repointed = [e for e in one.repointed if (e["kind"], e["column"], e["key"]) not in done]

    def _close_books(self, restored: set[tuple[str, int]]) -> None:
        """Strikes what went from the books of the merges above: undoing those must not take it away again."""
        for one in self.parting.chain:
            for label, keys in self.parting.going.items():
                if label in one.moved:
                    one.moved[label] = sorted(set(one.moved[label]) - keys)
            one.dropped = [e for e in one.dropped if (e["kind"], e["key"]) not in restored]

    def _take_back(self) -> None:
        """Takes from the survivor what the merge had given it, through every merge above up to who lives now."""
        changed = self.merge.changed
        for one in self.parting.chain:
            back = taken_back(changed, one.snapshot)
            one.snapshot |= back
            passed_on = {name: one.changed[name] for name in back if name in one.changed}
            changed = {}
            for name, (before, after) in passed_on.items():
                if after != self.merge.changed.get(name, [None, after])[1]:
                    continue
                kept = back[name] or before
                one.changed[name] = [before, kept]
                changed[name] = [kept, after]
            if not changed:
                return
        survivor = Customer.objects.get(pk=self.parting.holder)
        back = taken_back(changed, written(survivor))
        if "parent_id" in back:
            back["parent_id"] = self._parent_again(survivor.pk, back["parent_id"])
        if back:
            fields = {one.attname: one for one in Customer._meta.concrete_fields}
            values = {name: fields[name].to_python(value) for name, value in back.items()}
            Customer.objects.filter(pk=survivor.pk).update(**values)

    def _parent_again(self, survivor_id: int, parent_id: int | None) -> int | None:
        living = self._living(parent_id, f"{CUSTOMER}.parent", survivor_id)
        return None if living == survivor_id or survivor_id in ancestors(living) else living


def _model_named(kind: str) -> type[Model]:
    from django.apps import apps

    return apps.get_model(kind)


def _customer_columns(model: type[Model]) -> list[str]:
    return [
        one.attname
        for one in model._meta.concrete_fields
        if isinstance(one, ForeignKey) and one.related_model is Customer
    ]


def _is_there(model: type[Model], values: dict[str, Any]) -> bool:
    """Tells whether the row, or one that says the same, is there already."""
    if model._base_manager.filter(pk=values[model._meta.pk.attname]).exists():
        return True
    for column in _customer_columns(model):
        for others, condition in uniques_with(model, column):
            rows = model._base_manager.filter(condition) if condition else model._base_manager.all()
            said = {name: values[name] for name in (column, *others)}
            if None not in said.values() and rows.filter(**said).exists():
                # The condition may not hold for the row itself: then it may stand beside the other.
                return condition is None or _meets(model, values, condition)
    return False


def _meets(model: type[Model], values: dict[str, Any], condition: Any) -> bool:
    fields = {one.attname: one for one in model._meta.concrete_fields}
    row = {one.name: fields[name].to_python(values[name]) for name, one in fields.items() if name in values}
    return bool(condition.check(row))
