from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """A case was opened for a customer."""

    case_id: int
    customer_id: int


@dataclass(frozen=True)
class CaseChanged(Event):
    """A case changed; what names the field or the act."""

    case_id: int
    customer_id: int
    what: str
