"""Who is told when a customer writes, or when a message of ours does not arrive."""

from zhiji.channels.conversations.events import ContactRecorded, MessageFailed
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.notifications.actions import notify


def tell_owner_of_contact(event: ContactRecorded, actor: Actor) -> None:
    """Tells the one who deals with a conversation that the customer wrote again."""
    if event.auto or event.is_first:
        return
    conversation = Conversation.objects.select_related("customer").get(pk=event.conversation_id)
    notify(
        actor=actor,
        user_id=conversation.owner_id,
        kind="customer_answered",
        url=conversation.get_absolute_url(),
        key=f"message:{event.message_id}",
        params={"customer": conversation.customer.name, "subject": conversation.subject},
    )


def tell_author_of_failure(event: MessageFailed, actor: Actor) -> None:
    """Tells the author that their message could not be delivered."""
    message = Message.objects.select_related("conversation").get(pk=event.message_id)
    notify(
        actor=actor,
        user_id=message.author_id,
        kind="message_failed",
        url=message.conversation.get_absolute_url(),
        key=f"failed:{event.message_id}",
        params={"subject": message.subject},
    )
