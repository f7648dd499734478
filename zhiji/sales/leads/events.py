from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class LeadAdded(Event):
    """Somebody showed interest in buying."""

    lead_id: int
    customer_id: int
    source: str


@dataclass(frozen=True)
class LeadChanged(Event):
    """A lead changed; what names the field or the act."""

    lead_id: int
    customer_id: int
    what: str
