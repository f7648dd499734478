from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class PairAnswered(Event):
    """Somebody said whether two customers are one, or belong together."""

    pair_id: int
    answer: str
