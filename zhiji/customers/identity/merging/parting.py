"""Who gets what when a merge is undone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import ForeignKey

from zhiji.customers.identity.merging.models import DroppedRow, Merge
from zhiji.customers.identity.merging.queries import siblings_of, waiting_rows
from zhiji.customers.identity.merging.references import by_label, chunks, keys_by_label, kinds
from zhiji.customers.identity.merging.registry import SIDES
from zhiji.customers.identity.merging.rules import newcomers
from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.parties.rules import PHONES

POINT = "customers.contactpoint"
ROUNDS = 8


@dataclass
class Parting:
    """A merge about to be undone: the merges above it, what lies with the survivor now, and what goes."""

    merge: Merge
    chain: list[Merge]
    current: dict[str, set[int]] = field(default_factory=dict)
    going: dict[str, set[int]] = field(default_factory=dict)

    @property
    def holder(self) -> int:
        """The customer who holds the loser's things now."""
        return self.merge.survivor_id

    def rows_going(self, kind: str) -> set[int]:
        """Returns the keys of a model's rows that go, whichever of their columns names the customer."""
        found = {
            key for label, keys in self.going.items() if label.rpartition(".")[0] == kind for key in keys
        }
        return found | {one.key for one in self.restored if one.kind == kind}

    @cached_property
    def own_dropped(self) -> list[DroppedRow]:
        """The rows that this merge dropped, for they said what a row of the survivor said."""
        return list(self.merge.dropped_rows.all())

    @cached_property
    def dropped_since(self) -> list[DroppedRow]:
        """The loser's rows that came over with this merge and were dropped by another since."""
        missing: dict[str, set[int]] = {}
        for label, keys in self.merge.moved.items():
            kind = label.rpartition(".")[0]
            missing.setdefault(kind, set()).update(set(keys) - self.current.get(label, set()))
        return waiting_rows(missing)

    @property
    def restored(self) -> list[DroppedRow]:
        """All rows of the loser that were dropped."""
        return [*self.own_dropped, *self.dropped_since]

    def _dropped_ways(self) -> set[tuple[str, str]]:
        return _ways((one.row["kind"], one.row["value"]) for one in self.restored if one.kind == POINT)

    @cached_property
    def theirs_only(self) -> set[tuple[str, str]]:
        """The ways by which the loser is reached and the survivor is not: (kind, value), every telephone as "phone"."""
        keys = self.going.get(f"{POINT}.customer", set())
        stay = self.current.get(f"{POINT}.customer", set()) - keys
        mine = _ways(ContactPoint.objects.filter(pk__in=keys).values_list("kind", "value"))
        mine |= self._dropped_ways()
        return mine - _ways(ContactPoint.objects.filter(pk__in=stay).values_list("kind", "value"))

    @cached_property
    def survivors_only(self) -> set[tuple[str, str]]:
        """The ways by which the survivor is reached and the loser is not."""
        keys = self.going.get(f"{POINT}.customer", set())
        stay = self.current.get(f"{POINT}.customer", set()) - keys
        ours = _ways(ContactPoint.objects.filter(pk__in=stay).values_list("kind", "value"))
        mine = _ways(ContactPoint.objects.filter(pk__in=keys).values_list("kind", "value"))
        return ours - mine - self._dropped_ways()

    def side_of(self, ways: Iterable[tuple[str, str]]) -> bool | None:
        """Tells whether one of these ways belongs to the loser alone (True), the survivor alone (False), or neither."""
        for way in ways:
            if way in self.theirs_only:
                return True
            if way in self.survivors_only:
                return False
        return None

    def hanging(self, label: str, keys: set[int]) -> set[int]:
        """Returns those rows that hang on a row that goes: the message of a conversation, the case of a message."""
        model = by_label()[label].model
        found: set[int] = set()
        for one in model._meta.concrete_fields:
            kind = one.related_model._meta.label_lower if isinstance(one, ForeignKey) else ""
            if kind not in kinds() or kind == "customers.customer" or not (rows := self.rows_going(kind)):
                continue
            for part in chunks(keys - found):
                pairs = model._base_manager.filter(pk__in=part).values_list("pk", one.attname)
                found |= {key for key, on in pairs if on in rows}
        return found

    def settle(self) -> None:
        """Works out what goes: what the loser brought and still lies there, and what came for them in between."""
        self.current = {label: set(keys) for label, keys in keys_by_label(self.holder).items()}
        for label, keys in self.merge.moved.items():
            self.going[label] = set(keys) & self.current.get(label, set())
        fresh = self._newcomers()
        for _round in range(ROUNDS):
            before = sum(map(len, self.going.values()))
            for label, keys in fresh.items():
                if rest := keys - self.going.get(label, set()):
                    decided = SIDES[label](self, rest) if label in SIDES else self.hanging(label, rest)
                    self.going.setdefault(label, set()).update(decided)
            if sum(map(len, self.going.values())) == before:
                break

    def _newcomers(self) -> dict[str, set[int]]:
        way = [self.merge, *self.chain]
        others = siblings_of([one.into_id for one in way], [one.pk for one in way])
        found = {}
        for label, current in self.current.items():
            levels = [
                (above.moved.get(label, ()), one.marks.get(label, 0))
                for one, above in zip(way, self.chain, strict=False)
            ]
            levels.append((current, way[-1].marks.get(label, 0)))
            brought = {key for one in others for key in one.moved.get(label, ())}
            if keys := newcomers(levels, brought, current) - self.going.get(label, set()):
                found[label] = keys
        return found


def _ways(points: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {("phone" if kind in PHONES else kind, value) for kind, value in points}
