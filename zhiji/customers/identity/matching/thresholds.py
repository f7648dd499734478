"""Where "merge by itself" begins and where "ask a person" ends, chosen from the model's own probabilities alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhiji.customers.identity.matching.clustering import Merge
from zhiji.customers.identity.matching.scoring import probability_of

# What share of the pairs that are merged without asking must mean the same, as far as the model can tell: more than the
# promised 0.995, for it is an estimate.
GOAL = 0.996
# One question in five that staff are asked should end in a merge (2 bits below even).
ASK = -2.0
# However sure the model is of itself, what is as likely wrong as right is never merged unasked.
LOWEST_AUTOMATIC = 0.0


@dataclass(frozen=True)
class Thresholds:
    """Weights in bits: from `automatic` up records are merged by themselves, from `ask` up a person is asked."""

    automatic: float
    ask: float


def choose(merges: Iterable[Merge], goal: float = GOAL) -> Thresholds:
    """Chooses the lowest automatic threshold at which the merged pairs are expected to be right often enough.

    merges: all that clustering would do, heaviest first. goal: the share of right pairs (0 to 1). The expectation is
    the mean of the merges' own probabilities, each counted with the number of pairs it makes.
    """
    right = pairs = 0.0
    automatic = None
    for merge in merges:
        right += probability_of(merge.weight) * merge.pairs
        pairs += merge.pairs
        if merge.weight < LOWEST_AUTOMATIC or right / pairs < goal:
            break
        automatic = merge.weight
    chosen = 10.0 if automatic is None else round(automatic - 0.005, 2)
    chosen = max(chosen, LOWEST_AUTOMATIC)
    return Thresholds(chosen, min(ASK, chosen))
