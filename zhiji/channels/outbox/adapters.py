"""What the one door out asks of a channel."""

from dataclasses import dataclass
from typing import Protocol

from zhiji.channels.conversations.models import Message


class NotNow(Exception):
    """The other side can't take the message just now; it is tried again."""


class Never(Exception):
    """The other side will not take this message, however often it is tried."""


@dataclass(frozen=True)
class Receipt:
    """What the next server said when it took the message."""

    proof: str


class Sender(Protocol):
    """What a channel brings to the door out."""

    channel: str

    def external_id(self, message: Message) -> str:
        """Names the message in the channel's own way, before it is tried the first time."""

    def deliver(self, message: Message) -> Receipt:
        """Hands the message to the next server; raises NotNow or Never."""


_senders: dict[str, Sender] = {}


def register(sender: Sender) -> None:
    """Registers a channel's way out."""
    _senders[sender.channel] = sender


def sender_of(channel: str) -> Sender:
    """Returns a channel's way out; raises LookupError if messages can't go out there."""
    if channel not in _senders:
        raise LookupError(f"Messages can't go out on the channel “{channel}”.")
    return _senders[channel]
