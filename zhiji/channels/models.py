"""All models of the channels floor, gathered where Django looks for them."""

from zhiji.channels.claims.models import ClaimMark
from zhiji.channels.conversations.models import Conversation, Message, MessageAttachment, Presence
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.lines.models import Line
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.web.models import WebForm

__all__ = [
    "ClaimMark",
    "Conversation",
    "InboxItem",
    "Line",
    "Message",
    "MessageAttachment",
    "OutboxItem",
    "Presence",
    "WebForm",
]
