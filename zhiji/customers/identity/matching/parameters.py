"""What a run has learned: how often each grade occurs among matches and among others. Kept as JSON with the run."""

import json
import math
from dataclasses import asdict, dataclass, field
from typing import Any

from zhiji.customers.identity.matching.comparisons import Comparison
from zhiji.customers.identity.matching.organisations import COMPARISONS as ORGANISATIONS
from zhiji.customers.identity.matching.persons import COMPARISONS as PERSONS
from zhiji.customers.identity.matching.records import Kind

COMPARISONS: dict[Kind, tuple[Comparison, ...]] = {"organisation": ORGANISATIONS, "person": PERSONS}
# No probability is learned to be nothing, nor to be everything.
LEAST = 1e-12


@dataclass(frozen=True)
class Parameters:
    """The weights of one kind of record. `matches` and `others` hold a probability for each grade of each field.

    `prior` is how often two records drawn by lot mean the same. `fields` are those that the base at hand fills; others
    are not compared.
    """

    kind: Kind
    prior: float
    fields: tuple[str, ...]
    matches: dict[str, tuple[float, ...]]
    others: dict[str, tuple[float, ...]]
    records: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def prior_weight(self) -> float:
        """The weight before anything is compared, in bits; below zero, for most pairs mean two."""
        return math.log2(self.prior / (1.0 - self.prior))

    def comparisons(self) -> tuple[Comparison, ...]:
        """Returns the fields that are compared, in their order."""
        return tuple(one for one in COMPARISONS[self.kind] if one.field in self.fields)

    def weight(self, name: str, grade: int) -> float:
        """Returns what a grade of a field weighs, in bits: log2 of how much more often it occurs among matches."""
        if grade < 0:
            return 0.0
        return math.log2(max(self.matches[name][grade], LEAST) / max(self.others[name][grade], LEAST))

    def to_json(self) -> str:
        """Writes the parameters down as they are kept with a run."""
        return json.dumps(asdict(self), sort_keys=True)


def from_json(text: str) -> Parameters:
    """Reads parameters that `to_json` wrote."""
    data = json.loads(text)
    for name in ("matches", "others"):
        data[name] = {key: tuple(values) for key, values in data[name].items()}
    return Parameters(**{**data, "fields": tuple(data["fields"])})


def starting(kind: Kind, records: int = 0, fields: tuple[str, ...] | None = None) -> Parameters:
    """Returns the weights that a base too small to learn from uses, and from which EM begins.

    records is the number of records: each is taken to have one double on average.
    """
    chosen = [one for one in COMPARISONS[kind] if fields is None or one.field in fields]
    return Parameters(
        kind=kind,
        prior=min(0.1, 1.0 / max(records, 10)),
        fields=tuple(one.field for one in chosen),
        matches={one.field: tuple(grade.matches for grade in one.grades) for one in chosen},
        others={one.field: tuple(grade.others for grade in one.grades) for one in chosen},
        records=records,
    )
