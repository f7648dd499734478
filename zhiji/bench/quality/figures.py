"""Precision, recall and F1 of pairs and of groups, and how far the model's probabilities can be relied on."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhiji.customers.identity.matching.scoring import probability_of

Truth = Mapping[int, Hashable]


@dataclass(frozen=True)
class Figures:
    """How many found pairs are right (precision), how many of all right ones were found (recall), and both in one."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def true_pairs(truth: Truth) -> int:
    """Counts the pairs of records that mean the same."""
    return sum(_pairs(number) for number in Counter(truth.values()).values())


def of_pairs(pairs: Iterable[tuple[int, int]], truth: Truth) -> Figures:
    """Measures linked pairs, each by itself."""
    found = right = 0
    for one, other in pairs:
        found += 1
        right += truth[one] == truth[other]
    return _figures(right, found, true_pairs(truth))


def of_groups(groups: Iterable[Sequence[int]], truth: Truth) -> Figures:
    """Measures groups: every two members of a group are a found pair."""
    found = right = 0
    for members in groups:
        found += _pairs(len(members))
        right += sum(_pairs(number) for number in Counter(truth[member] for member in members).values())
    return _figures(right, found, true_pairs(truth))


def reliability(pairs: Iterable[tuple[int, int, float]], truth: Truth) -> list[tuple[float, float, int]]:
    """Tells for each tenth of probability: the mean that was said, the share that was right, of how many pairs."""
    said, right, number = [0.0] * 10, [0] * 10, [0] * 10
    for one, other, weight in pairs:
        chance = probability_of(weight)
        tenth = min(int(chance * 10), 9)
        said[tenth] += chance
        right[tenth] += truth[one] == truth[other]
        number[tenth] += 1
    return [(said[n] / number[n], right[n] / number[n], number[n]) for n in range(10) if number[n]]


def _pairs(members: int) -> int:
    return members * (members - 1) // 2


def _figures(right: int, found: int, true: int) -> Figures:
    return Figures(right / found if found else 1.0, right / true if true else 1.0)
