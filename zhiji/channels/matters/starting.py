"""What the form of a new matter holds when it is opened from somewhere else."""

from collections.abc import Mapping
from typing import Any

from zhiji.channels.conversations.models import Conversation
from zhiji.kernel.access.actor import Actor


def starting_values(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Fills in customer, conversation and subject from the form's address; what is unknown stays empty."""
    key = query.get("conversation", "")
    conversation = (
        Conversation.objects.visible_to(actor).filter(pk=int(key)).first() if key.isdecimal() else None
    )
    if conversation:
        return {
            "customer": conversation.customer_id,
            "conversation": conversation.pk,
            "subject": conversation.subject or conversation.preview[:80],
            "owner": conversation.owner_id or actor.user_id,
        }
    customer = query.get("customer", "")
    return {"customer": int(customer) if customer.isdecimal() else None, "owner": actor.user_id}
