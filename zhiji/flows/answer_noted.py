"""An answer of ours that went out is noted on the case and the lead it answers."""

from zhiji.channels.conversations.events import MessageSent
from zhiji.channels.conversations.models import Message
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads.actions import note_lead_answered
from zhiji.service.cases.actions import note_case_answered


def note_answer_on_case(event: MessageSent, actor: Actor) -> None:
    """Lets the case wait for the customer and stops its first-answer clock."""
    at = Message.objects.values_list("at", flat=True).get(pk=event.message_id)
    note_case_answered(actor=actor, conversation_id=event.conversation_id, at=at)


def note_answer_on_lead(event: MessageSent, actor: Actor) -> None:
    """Stops the lead's first-answer clock."""
    at = Message.objects.values_list("at", flat=True).get(pk=event.message_id)
    note_lead_answered(actor=actor, conversation_id=event.conversation_id, at=at)
