from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class CustomerAdded(Event):
    """A customer became known; source says by whom or on which channel."""

    customer_id: int
    source: str


@dataclass(frozen=True)
class CustomerChanged(Event):
    """Values of a customer were changed; fields names them."""

    customer_id: int
    fields: list[str]


@dataclass(frozen=True)
class CustomerAssigned(Event):
    """A customer got another owner or team."""

    customer_id: int
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True)
class ContactPointTried(Event):
    """A way to reach customers was tried: it works or does not, for all of them."""

    customer_ids: list[int]
    works: bool
