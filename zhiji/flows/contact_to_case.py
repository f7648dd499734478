"""A question or complaint that comes in on a support or complaints line becomes a case."""

from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.queries import recorded_message
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases.actions import note_customer_returned, open_case
from zhiji.service.cases.models import Case

KINDS = {"support": Case.Kind.QUESTION, "complaints": Case.Kind.COMPLAINT}


def open_case_for_contact(event: ContactRecorded, actor: Actor) -> None:
    """Opens a case for a new conversation on such a line; a further message puts the case back into work."""
    if event.auto or event.purpose not in KINDS:
        return
    if not event.is_first and note_customer_returned(actor=actor, conversation_id=event.conversation_id):
        return
    message = recorded_message(event.message_id)
    conversation = message.conversation
    kind = KINDS[event.purpose]
    open_case(
        actor=actor,
        customer_id=conversation.customer_id,
        subject=conversation.subject or message.text[:80] or str(conversation.customer),
        description=message.text[:4000],
        kind=kind,
        priority=Case.Priority.HIGH if kind == Case.Kind.COMPLAINT else Case.Priority.NORMAL,
        conversation_id=conversation.pk,
        owner_id=conversation.owner_id,
        team_id=conversation.team_id,
        opened_at=message.at,
        key=f"contact:{message.pk}",
    )
