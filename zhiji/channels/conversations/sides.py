"""Whose a conversation is that came in while two customers were one, when they are two again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.customers.identity.merging.registry import side
from zhiji.customers.parties.rules import normal_point

if TYPE_CHECKING:
    from zhiji.customers.identity.merging.parting import Parting

CONVERSATIONS = "channels.conversation.customer"
MESSAGES = "channels.message.customer"
IN = Message.Direction.IN


def register() -> None:
    """Enters the rules of conversations and messages."""
    side(CONVERSATIONS, conversations_of_loser)
    side(MESSAGES, messages_of_loser)


def conversations_of_loser(parting: "Parting", keys: set[int]) -> set[int]:
    """A conversation belongs to whose address or number it came through, or went to."""
    rows = Message.objects.filter(conversation__in=keys).exclude(direction=Message.Direction.NOTE)
    sides: dict[int, bool] = {}
    for message in rows.order_by("at", "id").only("conversation", "direction", "sender", "recipients"):
        decided = None if message.conversation_id in sides else parting.side_of(ways_of(message))
        if decided is not None:
            sides[message.conversation_id] = decided
    return {key for key, is_losers in sides.items() if is_losers}


def messages_of_loser(parting: "Parting", keys: set[int]) -> set[int]:
    """A message belongs to whose address it bears; one that bears neither's goes with its conversation."""
    conversations = parting.rows_going(Conversation._meta.label_lower)
    found = set()
    for message in Message.objects.filter(pk__in=keys).only(
        "conversation", "direction", "sender", "recipients"
    ):
        decided = parting.side_of(ways_of(message))
        if decided or (decided is None and message.conversation_id in conversations):
            found.add(message.pk)
    return found


def ways_of(message: Message) -> list[tuple[str, str]]:
    """Lists the addresses and numbers of the customer's side of a message: its sender, or whom it went to."""
    typed = [message.sender] if message.direction == IN else list(message.recipients)
    return list(_ways(typed))


def _ways(typed: Iterable[str]) -> Iterable[tuple[str, str]]:
    for text in typed:
        kind = "mail" if "@" in text else "phone"
        point = normal_point(kind, text, region=settings.PHONE_REGION, area_code=settings.AREA_CODE)
        if point.value:
            yield kind, point.value
