"""The same act on several conversations; those that are gone or not within reach are passed over."""

from collections.abc import Callable, Iterable

from zhiji.channels.conversations.actions import Former
from zhiji.channels.conversations.models import Conversation
from zhiji.channels.conversations.queries import conversation_for
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied

MOST = 300


def each(actor: Actor, ids: Iterable[int], act: Callable[[int], object]) -> list[Former]:
    """Does act(id) for each conversation and returns how those stood before on which it was done."""
    former = []
    for key in dict.fromkeys(list(ids)[:MOST]):
        try:
            before = Former.of(conversation_for(actor, key))
            act(key)
        except (Conversation.DoesNotExist, Denied):
            continue
        former.append(before)
    return former
