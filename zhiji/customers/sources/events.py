from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class SurvivorshipChanged(Event):
    """Which source's value counts is decided otherwise now: trust in a source or an order of criteria changed."""
