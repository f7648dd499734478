"""Bringing everything of one customer over to another, and writing down what was brought."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Model

from zhiji.customers.identity.merging.models import DroppedRow
from zhiji.customers.identity.merging.references import (
    Reference,
    by_label,
    clashes,
    references,
    relations_to,
)
from zhiji.customers.identity.merging.registry import NEVER_WITH_ONESELF
from zhiji.customers.identity.merging.rows import written


@dataclass
class Moving:
    """One customer's rows on their way to another: what was moved, dropped, and pointed elsewhere."""

    survivor: int
    loser: int
    moved: dict[str, list[int]] = field(default_factory=dict)
    dropped: list[DroppedRow] = field(default_factory=list)
    repointed: list[dict[str, Any]] = field(default_factory=list)

    def run(self, held: dict[str, list[int]]) -> None:
        """Moves all rows; held lists the loser's keys by label. What would say the same thing twice is dropped."""
        for reference in references():
            if keys := held.get(reference.label):
                self._move(reference, keys)

    def _move(self, reference: Reference, keys: list[int]) -> None:
        model, column = reference.model, reference.column
        if column == model._meta.pk.attname:
            # A row that is the customer's own second half can't become another's: it waits until they are two again.
            for key in keys:
                self.drop(model, key, None)
            return
        gone = self._drop_self_ties(reference)
        twins = clashes(model, column, self.loser, self.survivor)
        for key, twin in twins.items():
            self.drop(model, key, twin)
        left = sorted(set(keys) - gone - twins.keys())
        if left:
            rows = model._base_manager.filter(**{column: self.loser})
            rows.update(**{column: self.survivor})
            self.moved[reference.label] = left

    def _drop_self_ties(self, reference: Reference) -> set[int]:
        if reference.kind not in NEVER_WITH_ONESELF:
            return set()
        others = [one.column for one in references() if one.kind == reference.kind and one != reference]
        tied = models.Q()
        for column in others:
            tied |= models.Q(**{column: self.survivor}) | models.Q(**{column: self.loser})
        rows = reference.model._base_manager.filter(tied, **{reference.column: self.loser})
        keys = set(rows.values_list("pk", flat=True))
        for key in keys:
            self.drop(reference.model, key, None)
        return keys

    def drop(self, model: type[Model], key: int, twin: int | None) -> None:
        """Writes a row down and takes it away; what hung on it hangs on its twin from now on."""
        row = model._base_manager.get(pk=key)
        kind = model._meta.label_lower
        self.dropped.append(DroppedRow(kind=kind, key=key, twin=twin, row=written(row)))
        for relation in relations_to(model):
            if relation.on_delete is not models.DO_NOTHING:
                self._repoint(relation, key, twin)
        model._base_manager.filter(pk=key)._raw_delete(model._base_manager.db)

    def _repoint(self, relation: Any, key: int, twin: int | None) -> None:
        model, column = relation.related_model, relation.field.attname
        hanging = list(model._base_manager.filter(**{column: key}).values_list("pk", flat=True))
        if not hanging:
            return
        twins = clashes(model, column, key, twin) if twin else dict.fromkeys(hanging)
        for one, other in twins.items():
            self.drop(model, one, other)
        left = [one for one in hanging if one not in twins]
        model._base_manager.filter(pk__in=left).update(**{column: twin})
        name, kind = model._meta.label_lower, relation.model._meta.label_lower
        self.repointed += [
            {"kind": name, "column": column, "key": one, "to": kind, "was": key, "is": twin} for one in left
        ]


def move_back(label: str, keys: list[int], customer_id: int) -> None:
    """Gives rows to a customer, by the label of the column."""
    reference = by_label()[label]
    reference.model._base_manager.filter(pk__in=keys).update(**{reference.column: customer_id})
