"""When a pair is asked, asked again, or merged by itself, and what people's answers say about the thresholds."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Evidence has changed much when the odds are a hundred times what they were at the answer.
ASKED_AGAIN_FROM = 6.64
# Rules by which nothing proves that two are one, though nothing says that they are two (matching/scoring.py).
DOUBTS = frozenset({"own", "named"})
# Rules by which they are so surely two that nobody need be asked, whatever house or telephone they share.
CERTAIN = frozenset({"strangers"})
MERGE_FROM, ASK_FROM = 13.3, 0.0  # 0.9999 and one half, until a run or a person has set better ones
LEAST, MOST = -20.0, 60.0
BAND = 4.0
ENOUGH = 20


@dataclass(frozen=True)
class Band:
    """What people answered to pairs of like weight; low and high in bits, high left out."""

    low: float
    high: float
    yes: int
    no: int

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return self.yes + self.no

    @property
    def precision(self) -> float | None:
        """The share of pairs that were one customer; None without answers."""
        return self.yes / self.answers if self.answers else None

    @property
    def at_least(self) -> float:
        """The precision that is nearly certain to be reached, from so few answers."""
        return wilson(self.yes, self.answers)


def probability(weight: float) -> float:
    """Turns a weight in bits into a probability: 0 bits are one half, 10 bits 0.999."""
    return 1.0 if weight > 60 else 1.0 / (1.0 + 2.0**-weight)


def wilson(successes: int, tries: int, z: float = 1.96) -> float:
    """Returns the lower end of the interval in which a share lies with 95 % certainty.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.
    """
    if not tries:
        return 0.0
    share = successes / tries
    middle = share + z * z / (2 * tries)
    spread = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return max(0.0, (middle - spread) / (1 + z * z / tries))


def zone(weight: float, merge_from: float, ask_from: float, forbidden: str = "") -> str:
    """Tells what becomes of a pair: "merge" by itself, "ask" a person, or leave "apart".

    weight: the evidence's, in bits, whatever stands against it. What a hard rule forbids is never merged by itself.
    Where something says that they are two, it is asked only if the evidence would have sufficed to merge; where they
    only share nothing of their own, it is asked like the rest. Newcomers and runs over the whole base are judged alike.
    """
    if forbidden in CERTAIN:
        return "apart"
    if weight >= merge_from:
        return "ask" if forbidden else "merge"
    return "ask" if weight >= ask_from and (not forbidden or forbidden in DOUBTS) else "apart"


def asks_again(answered_weight: float, weight: float) -> bool:
    """Tells whether a pair that somebody said no to is worth asking again, by the weights then and now in bits."""
    return weight - answered_weight >= ASKED_AGAIN_FROM


def bands(labels: Iterable[tuple[float, bool]], width: float = BAND) -> list[Band]:
    """Counts people's answers, (weight, whether one customer), by bands of weight, lowest first."""
    counted: dict[int, list[int]] = {}
    for weight, is_same in labels:
        place = math.floor(min(max(weight, LEAST), MOST) / width)
        counted.setdefault(place, [0, 0])[0 if is_same else 1] += 1
    return [Band(at * width, (at + 1) * width, *counted[at]) for at in sorted(counted)]


def advise(found: Sequence[Band], goal: float = 0.995) -> float | None:
    """Advises from which weight on to merge by itself: above it, answers prove the goal's precision.

    Takes the bands of all answers; None while too few speak for any threshold. The goal is a share such as 0.995, and
    is held against what the answers make nearly certain, or, where nobody ever said no, against their number.
    """
    advised = None
    yes = no = 0
    for band in reversed(found):
        yes, no = yes + band.yes, no + band.no
        sure = wilson(yes, yes + no)
        if yes + no >= ENOUGH and (sure >= goal or (no == 0 and yes + no >= 5 * ENOUGH)):
            advised = band.low
        elif no:
            break
    return advised
