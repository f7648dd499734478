from zhiji.channels.contact import Bounce
from zhiji.channels.conversations.models import Message
from zhiji.channels.outbox.pump import mark_failed
from zhiji.customers.parties.actions import mark_contact_point
from zhiji.kernel.access.actor import Actor


def take_bounce(*, actor: Actor, bounce: Bounce) -> bool:
    """Marks the message of ours that came back, and the address that does not work; False if it is not ours.

    A report that it will be tried again later marks nothing as failed. Anyone can write such a report, so it speaks
    only of addresses to which this message went.
    """
    if not bounce.message_id:
        return False
    sent = Message.objects.filter(external_id=bounce.message_id, direction=Message.Direction.OUT)
    message = sent.select_for_update(of=("self",)).first()
    if message is None:
        return False
    if not bounce.is_permanent:
        Message.objects.filter(pk=message.pk).update(error=bounce.reason[:2000])
        return True
    if message.state != Message.State.BOUNCED:
        mark_failed(message, Message.State.BOUNCED, bounce.reason)
    for address in _meant(message, bounce.recipient):
        mark_contact_point(actor=actor, kind="mail", value=address, works=False, reason=bounce.reason)
    return True


def _meant(message: Message, reported: str) -> list[str]:
    """Lists the addresses of the message that a report speaks of; one address forwarded elsewhere is still meant."""
    written = [address.lower() for address in message.recipients]
    if len(written) > 1:
        return [address for address in written if address == reported.lower()]
    return written
