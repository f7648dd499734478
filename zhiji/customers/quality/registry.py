"""After which facts a customer's quality is reckoned anew; higher floors enter theirs when their app starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhiji.kernel.events.base import Event

Data = Mapping[str, Any]


class Reached(NamedTuple):
    """A way by which a customer reached us, which shows that it works."""

    customer_id: int
    kind: str
    value: str


@dataclass(frozen=True)
class Heard:
    """What a fact means for quality: which customers it is about, and what it shows of their contact points.

    shows gets the data of several facts at once.
    """

    customers: Callable[[Data], Iterable[int]]
    shows: Callable[[Sequence[Data]], Iterable[Reached]] | None = None


HEARD: dict[str, Heard] = {}


def hear_of(event: type[Event], heard: Heard) -> None:
    """Enters a fact after which quality is reckoned anew; the same again replaces it."""
    HEARD[event.name] = heard
