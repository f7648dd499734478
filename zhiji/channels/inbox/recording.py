"""How one kept thing becomes an entry on a customer's timeline."""

from django.db import connection

from zhiji.channels.contact import Contact, storable
from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message, MessageAttachment
from zhiji.channels.conversations.receiving import find_conversation, new_conversation, touch_conversation
from zhiji.channels.inbox.adapters import adapter_of
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.outbox.bounces import take_bounce
from zhiji.customers.identity.actions import Known, know_customer
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.queries import topics_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import publish
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.queries import read_file
from zhiji.kernel.inserting import insert

LONGEST_TEXT = 500_000
_FINISH = "UPDATE channels_inboxitem SET state = %s, message_id = %s, error = '' WHERE id = %s"


def record_contact(*, actor: Actor, item: InboxItem) -> None:
    """Reads a kept thing, finds its customer and conversation, and puts it onto the timeline, in one transaction.

    A report that a message of ours came back goes to that message. Set aside are our own mail coming round, what a
    channel takes for advertising, and mail servers' reports about mail that is not ours: no customer wrote those.
    """
    contact = storable(adapter_of(item.channel).read(read_file(item.file), item.meta))
    if contact.auto == "own":
        _finish(item, InboxItem.State.IGNORED, None)
        return
    if contact.auto == "bounce" or contact.bounce:
        ours = contact.bounce is not None and take_bounce(actor=actor, bounce=contact.bounce)
        if ours or not item.meta.get("let_through"):
            _finish(item, InboxItem.State.RECORDED if ours else InboxItem.State.IGNORED, None)
            return
    known = know_customer(
        actor=actor,
        mail=contact.mail,
        phone=contact.phone,
        name=contact.name,
        organisation=contact.organisation,
        source=item.channel,
        language=contact.language,
        met_at=item.received_at,
    )
    message, is_first = _record_message(actor, item, contact, known)
    _tell(actor, item, message, known, is_first)
    _finish(item, InboxItem.State.RECORDED, message)


def _record_message(actor: Actor, item: InboxItem, contact: Contact, known: Known) -> tuple[Message, bool]:
    customer = known.customer
    conversation = find_conversation(contact.conversation_id, contact.references, customer, contact.mail)
    is_first = conversation is None
    if conversation is None:
        conversation = new_conversation(item.channel, item.line, customer, contact.subject, item.received_at)
    message = Message(
        customer=customer,
        direction=Message.Direction.IN,
        channel=item.channel,
        external_id=contact.external_id[:250],
        references=list(contact.references)[-20:],
        sender=contact.sender[:320],
        recipients=list(contact.recipients)[:100],
        subject=contact.subject[:300],
        text=contact.text[:LONGEST_TEXT],
        quoted=contact.quoted[:LONGEST_TEXT],
        html=store_file(actor=actor, content=contact.html.encode("utf-8", "replace"))
        if contact.html
        else None,
        auto=contact.auto,
        at=item.received_at,
        data={**contact.data, "match": known.reason},
        key=f"in:{item.pk}",
    )
    touch_conversation(conversation, message)
    message.conversation = conversation
    insert(message)
    _attach(actor, message, contact)
    return message, is_first


def _attach(actor: Actor, message: Message, contact: Contact) -> None:
    if not contact.files:
        return
    MessageAttachment.objects.bulk_create(
        MessageAttachment(
            message=message,
            file=store_file(actor=actor, content=file.content),
            name=file.name[:250],
            media_type=file.media_type[:100],
            content_id=file.content_id[:250],
            is_inline=file.is_inline,
        )
        for file in contact.files
    )


def _tell(
    actor: Actor,
    item: InboxItem,
    message: Message,
    known: Known,
    is_first: bool,
) -> None:
    customer, conversation, line = message.customer, message.conversation, item.line
    entry = add_entry(
        actor=actor,
        customer=customer,
        kind="message",
        at=message.at,
        key=f"message:{message.pk}",
        channel=item.channel,
        direction="in",
        title=message.subject,
        text=message.text[:4000],
        who=customer.name,
        ref=("message", message.pk),
        data={"conversation": conversation.pk, "auto": message.auto},
        is_contact=True,
        organisation_id=known.organisation_id,
    )
    record(actor, "record_contact", message, after={"customer": customer.pk, "conversation": conversation.pk})
    event = ContactRecorded(
        message_id=message.pk,
        conversation_id=conversation.pk,
        customer_id=customer.pk,
        line_id=line.pk if line else None,
        purpose=line.purpose if line else "general",
        channel=item.channel,
        auto=message.auto,
        is_first=is_first,
    )
    publish(event, actor=actor, topics=["inbox", f"conversation:{conversation.pk}", *topics_of(entry)])


def _finish(item: InboxItem, state: str, message: Message | None) -> None:
    item.state, item.message, item.error = state, message, ""
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, [state, message.pk if message else None, item.pk])
