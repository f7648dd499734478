"""Giving a customer back what is theirs when a merge is undone."""

from dataclasses import dataclass, field
from typing import Any

from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.moving import move_back
from zhiji.customers.identity.merging.parting import Parting
from zhiji.customers.identity.merging.queries import ancestors, resolve, waiting_rows
from zhiji.customers.identity.merging.references import chunks
from zhiji.customers.identity.merging.reviving import Revived, revive
from zhiji.customers.identity.merging.rows import made_again, written
from zhiji.customers.identity.merging.rules import taken_back
from zhiji.customers.parties.models import Customer

PARENT = "customers.customer.parent"


@dataclass
class Undoing:
    """One merge on its way back. books holds the other merges that must know of it, by key."""

    parting: Parting
    books: dict[int, Merge] = field(default_factory=dict)

    @property
    def merge(self) -> Merge:
        """The merge that is undone."""
        return self.parting.merge

    def run(self) -> Customer:
        """Makes the loser again and gives back what goes; returns the loser."""
        self.books = {one.pk: one for one in self.parting.chain}
        loser = self._loser_again()
        for label, keys in self.parting.going.items():
            for part in chunks(keys):
                move_back(label, part, loser.pk)
        self._close_books()
        self._revive_rows()
        self._take_back()
        for one in self.books.values():
            one.save(update_fields=["moved", "repointed", "changed", "snapshot"])
        return loser

    def _loser_again(self) -> Customer:
        values = dict(self.merge.snapshot)
        values["parent_id"] = self._living(values.get("parent_id"), self.merge.loser_id)
        loser = made_again(Customer, values)
        assert isinstance(loser, Customer)
        return loser

    def _living(self, parent_id: int | None, key: int) -> int | None:
        """Returns who stands now for a customer's parent; the merges between count that customer as moved by them."""
        if parent_id is None or parent_id == self.merge.loser_id:
            return parent_id
        living, passed = resolve(parent_id)
        self._book(passed, PARENT, key)
        return living

    def _book(self, passed: list[Merge], label: str, key: int) -> None:
        for one in passed:
            self.books.setdefault(one.pk, one).moved.setdefault(label, []).append(key)

    def _close_books(self) -> None:
        """Strikes what went from the books of the merges above: undoing those must not take it away again."""
        gone = {label: set(keys) for label, keys in self.parting.going.items()}
        for row in self.parting.dropped_since:
            for label, keys in self.merge.moved.items():
                if label.rpartition(".")[0] == row.kind and row.key in keys:
                    gone.setdefault(label, set()).add(row.key)
                    row.row[f"{label.rpartition('.')[2]}_id"] = self.merge.loser_id
        for one in self.parting.chain:
            for label, keys in gone.items():
                if label in one.moved:
                    one.moved[label] = sorted(set(one.moved[label]) - keys)

    def _revive_rows(self) -> None:
        """Brings back the loser's dropped rows, and those of others that lay behind a row that has left."""
        for one in self.parting.own_dropped:
            self._revived(revive(one, leaving=self.merge))
        for one in self.parting.dropped_since:
            self._revived(revive(one))
        left: dict[str, set[int]] = {}
        for label, keys in self.parting.going.items():
            left.setdefault(label.rpartition(".")[0], set()).update(keys)
        for one in waiting_rows(left, "twin"):
            if one.merge_id != self.merge.pk:
                self._revived(revive(one))

    def _revived(self, revived: Revived | None) -> None:
        if revived is None:
            return
        for label, passed in revived.passed.items():
            self._book(passed, label, revived.key)
        if revived.merge.pk != self.merge.pk:
            known = self.books.setdefault(revived.merge.pk, revived.merge)
            known.repointed = [entry for entry in known.repointed if entry not in revived.pointed_back]

    def _take_back(self) -> None:
        """Takes from the survivor what the merge had given it, through every merge above up to who lives now."""
        changed = self.merge.changed
        for one in self.parting.chain:
            back = taken_back(changed, one.snapshot)
            one.snapshot |= back
            passed_on = {name: one.changed[name] for name in back if name in one.changed}
            following = {}
            for name, (before, after) in passed_on.items():
                if after == changed[name][1]:
                    kept = back[name] or before
                    one.changed[name] = [before, kept]
                    following[name] = [kept, after]
            changed = following
            if not changed:
                return
        survivor = Customer.objects.get(pk=self.parting.holder)
        back = taken_back(changed, written(survivor))
        if "parent_id" in back:
            back["parent_id"] = self._parent_again(survivor.pk, back["parent_id"])
        if back:
            fields = {one.attname: one for one in Customer._meta.concrete_fields}
            values: dict[str, Any] = {name: fields[name].to_python(value) for name, value in back.items()}
            Customer.objects.filter(pk=survivor.pk).update(**values)

    def _parent_again(self, survivor_id: int, parent_id: int | None) -> int | None:
        living = self._living(parent_id, survivor_id)
        return None if living == survivor_id or survivor_id in ancestors(living) else living
