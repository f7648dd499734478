"""What a customer agreed to in a web form is noted as their permission."""

from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message
from zhiji.customers.permission.actions import note_permission
from zhiji.customers.permission.models import Permission
from zhiji.kernel.access.actor import Actor


def note_consent_of_contact(event: ContactRecorded, actor: Actor) -> None:
    """Notes that offers and news may be mailed, once per message; a box left empty says nothing."""
    if event.channel != "web" or event.auto:
        return
    message = Message.objects.get(pk=event.message_id)
    how = f"web form {message.data.get('form', '')}, message {message.pk}"
    if message.data.get("consent") is not True:
        return
    if Permission.objects.filter(customer_id=event.customer_id, how=how).exists():
        return
    note_permission(
        actor=actor,
        customer_id=event.customer_id,
        channel="mail",
        purpose=Permission.Purpose.MARKETING,
        state=Permission.State.GRANTED,
        how=how,
        by=Permission.By.FORM,
        at=message.at,
    )
