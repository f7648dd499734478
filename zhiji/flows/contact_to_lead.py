"""An enquiry that comes in on a sales line becomes a lead."""

from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.queries import recorded_message
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads.actions import add_lead


def add_lead_for_contact(event: ContactRecorded, actor: Actor) -> None:
    """Adds a lead for the first message of a conversation on a sales line."""
    if event.auto or event.purpose != "sales" or not event.is_first:
        return
    message = recorded_message(event.message_id)
    conversation = message.conversation
    add_lead(
        actor=actor,
        customer_id=conversation.customer_id,
        subject=conversation.subject or message.text[:80] or str(conversation.customer),
        description=message.text[:4000],
        source=event.channel,
        conversation_id=conversation.pk,
        team_id=conversation.team_id,
        created_at=message.at,
        key=f"contact:{message.pk}",
    )
