from zhiji.channels.conversations.models import Message
from zhiji.channels.contact import Bounce
from zhiji.channels.outbox.pump import mark_failed
from zhiji.customers.parties.actions import mark_contact_point
from zhiji.kernel.access.actor import Actor


def take_bounce(*, actor: Actor, bounce: Bounce) -> bool:
    """Marks the message of ours that came back, and the address that does not work; False if it is not ours.

    A report that it will be tried again later marks nothing as failed.
    """
    message = Message.objects.filter(external_id=bounce.message_id, direction=Message.Direction.OUT).first()
    if message is None or not bounce.message_id:
        return False
    if not bounce.is_permanent:
        Message.objects.filter(pk=message.pk).update(error=bounce.reason[:2000])
        return True
    if message.state != Message.State.BOUNCED:
        mark_failed(message, Message.State.BOUNCED, bounce.reason)
    addresses = [bounce.recipient] if bounce.recipient else message.recipients
    for address in addresses:
        mark_contact_point(actor=actor, kind="mail", value=address.lower(), works=False, reason=bounce.reason)
    return True
