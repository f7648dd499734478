from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class ContactRecorded(Event):
    """A customer's message is on the timeline; purpose is that of the line it came in on, auto is "" for a person's."""

    message_id: int
    conversation_id: int
    customer_id: int
    line_id: int | None
    purpose: str
    channel: str
    auto: str
    is_first: bool


@dataclass(frozen=True)
class MessageSent(Event):
    """A message of ours was taken by the next server."""

    message_id: int
    conversation_id: int
    customer_id: int


@dataclass(frozen=True)
class MessageFailed(Event):
    """A message of ours could not be delivered or came back."""

    message_id: int
    conversation_id: int
    customer_id: int
    reason: str


@dataclass(frozen=True)
class ConversationChanged(Event):
    """A conversation was assigned, snoozed, closed or opened again; what says which."""

    conversation_id: int
    what: str
    owner_id: int | None
    team_id: int | None
