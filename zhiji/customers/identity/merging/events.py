from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class CustomersMerged(Event):
    """Two customers turned out to be one; what belonged to the loser belongs to the survivor now."""

    merge_id: int
    survivor_id: int
    loser_id: int


@dataclass(frozen=True)
class CustomersUnmerged(Event):
    """A merge was undone: the loser is there again, with what is theirs."""

    merge_id: int
    survivor_id: int
    loser_id: int
