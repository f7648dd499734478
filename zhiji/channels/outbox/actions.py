"""The one door out: every message to a customer is asked for here, and sent by nobody else."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.channels.conversations.models import Conversation, Message, MessageAttachment
from zhiji.channels.conversations.receiving import look_again, open_conversation, touch_conversation
from zhiji.channels.lines.models import Line
from zhiji.channels.outbox.adapters import sender_of
from zhiji.channels.outbox.addressing import address_of, addresses_in
from zhiji.channels.outbox.asking import Aim, ask_permission
from zhiji.channels.outbox.models import OutboxItem
from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.queries import when_may_go
from zhiji.customers.permission.registry import ANSWERS
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.customers.timeline.queries import topics_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.live.wake import wake_workers
from zhiji.kernel.locks import hold

# So long a message can be called back after “send”.
SECOND_THOUGHTS = timedelta(seconds=5)


@action
def reply(
    *,
    actor: Actor,
    conversation_id: int,
    text: str,
    key: str,
    to: str = "",
    files: Iterable[tuple[str, str, bytes]] = (),
) -> Message:
    """Answers a conversation; the answer goes out after a few seconds in which it can be called back.

    to lists mail addresses with commas between, the customer's own if empty; files lists (name, media type, content).
    key comes from the form: a click repeated by a slow network sends one message. Raises Refused with the reason when
    it may not go.
    """
    conversation: Conversation = (
        Conversation.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=conversation_id)
    )
    actor.require("conversation.send", conversation)
    if sent := conversation.messages.filter(key=f"out:{key}").first():
        return sent
    return _send(actor, conversation, text, key, to, files, Aim(ANSWERS, is_answer=_has_asked(conversation)))


@action
def write_to_customer(
    *,
    actor: Actor,
    customer_id: int,
    line_id: int,
    subject: str,
    text: str,
    key: str,
    to: str = "",
    files: Iterable[tuple[str, str, bytes]] = (),
    purpose: str = ANSWERS,
) -> Message:
    """Begins a conversation with a customer by a message of ours; arguments as for reply.

    purpose says what it is for: anything but service may have to wait for better hours. The customer did not ask, so
    a no to everything, a restriction and the list of erased people stop it.
    """
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    actor.require("conversation.send")
    hold(f"out:{key}")
    if sent := Message.objects.filter(key=f"out:{key}", customer=customer).first():
        return sent
    line = Line.objects.get(pk=line_id, is_active=True)
    conversation = open_conversation(line.channel, line, customer, subject, timezone.now())
    conversation.owner_id = actor.user_id
    return _send(actor, conversation, text, key, to, files, Aim(purpose, is_answer=False))


@action
def cancel_message(*, actor: Actor, message_id: int) -> Message:
    """Calls a message back that has not gone out yet; its conversation is open again and the customer waits on."""
    conversation, item = _held(actor, message_id)
    if item.state != OutboxItem.State.QUEUED:
        raise Refused(_("This message has gone out already."))
    message = item.message
    item.state = OutboxItem.State.CANCELLED
    item.save(update_fields=["state"])
    message.state = Message.State.CANCELLED
    message.save(update_fields=["state"])
    conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
    look_again(conversation)
    conversation.save()
    # What was never said did not happen between us and the customer.
    TimelineEntry.objects.filter(key=f"message:{message.pk}").update(removed_at=timezone.now())
    record(actor, "cancel_message", message)
    signal_pages(["inbox", f"conversation:{message.conversation_id}", f"customer:{message.customer_id}"])
    return message


@action
def retry_message(*, actor: Actor, message_id: int) -> Message:
    """Tries a message again that could not be delivered."""
    conversation, item = _held(actor, message_id)
    if item.state not in {OutboxItem.State.FAILED, OutboxItem.State.REFUSED, OutboxItem.State.QUEUED}:
        raise Refused(_("This message has gone out already."))
    item.state, item.attempts, item.next_try_at = OutboxItem.State.QUEUED, 0, timezone.now()
    item.held = ""
    item.save(update_fields=["state", "attempts", "next_try_at", "held"])
    message = item.message
    message.state, message.error = Message.State.QUEUED, ""
    message.save(update_fields=["state", "error"])
    look_again(conversation)
    conversation.save()
    record(actor, "retry_message", message)
    signal_pages(["inbox", f"conversation:{message.conversation_id}"])
    wake_workers()
    return message


def _has_asked(conversation: Conversation) -> bool:
    """Tells whether the customer said anything here; one who waits for an answer has, without a look."""
    if conversation.waiting_since:
        return True
    return conversation.messages.filter(direction=Message.Direction.IN).exists()


def _send(
    actor: Actor,
    conversation: Conversation,
    text: str,
    key: str,
    to: str,
    files: Iterable[tuple[str, str, bytes]],
    aim: Aim,
) -> Message:
    if not text.strip():
        raise Refused(_("The message is empty. Write something first."))
    customer = conversation.customer
    addresses = addresses_in(to) or [address_of(conversation)]
    ask_permission(customer.pk, addresses, aim)
    message = Message.objects.create(
        conversation=conversation,
        customer=customer,
        direction=Message.Direction.OUT,
        # A web form is answered by mail: it has no way back of its own.
        channel="mail",
        recipients=addresses,
        subject=_reply_subject(conversation),
        text=text.strip(),
        references=_references(conversation),
        author_id=actor.user_id,
        at=timezone.now(),
        state=Message.State.QUEUED,
        key=f"out:{key}",
    )
    message.external_id = sender_of(message.channel).external_id(message)
    message.save(update_fields=["external_id"])
    _attach(actor, message, files)
    _queue(message, aim)
    conversation.owner_id = conversation.owner_id or actor.user_id
    touch_conversation(conversation, message)
    _tell(actor, message)
    return message


def _attach(actor: Actor, message: Message, files: Iterable[tuple[str, str, bytes]]) -> None:
    for name, media_type, content in files:
        stored = store_file(actor=actor, content=content)
        MessageAttachment.objects.create(
            message=message, file=stored, name=name[:250], media_type=media_type[:100]
        )


def _queue(message: Message, aim: Aim) -> None:
    soonest = message.at + SECOND_THOUGHTS
    allowed = when_may_go(message.customer_id, message.channel, aim.purpose, soonest, is_answer=aim.is_answer)
    OutboxItem.objects.create(
        message=message,
        channel=message.channel,
        purpose=aim.purpose,
        is_answer=aim.is_answer,
        next_try_at=allowed.at,
        held=allowed.reason,
    )


def _tell(actor: Actor, message: Message) -> None:
    entry = add_entry(
        actor=actor,
        customer=message.customer,
        kind="message",
        at=message.at,
        key=f"message:{message.pk}",
        channel=message.channel,
        direction="out",
        title=message.subject,
        text=message.text[:4000],
        ref=("message", message.pk),
        data={"conversation": message.conversation_id},
        is_contact=True,
    )
    record(actor, "reply", message, after={"conversation": message.conversation_id, "to": message.recipients})
    signal_pages(["inbox", f"conversation:{message.conversation_id}", *topics_of(entry)])


def _reply_subject(conversation: Conversation) -> str:
    subject = conversation.subject or _("Your message")
    first = not conversation.messages.exists()
    known = subject.lower().startswith(("re:", "aw:", "回复", "答复"))
    return subject if first or known else f"Re: {subject}"[:300]


def _references(conversation: Conversation) -> list[str]:
    """Lists the conversation's message ids, oldest first, so that mail programs show it as one thread."""
    known = conversation.messages.exclude(external_id="").exclude(state=Message.State.CANCELLED)
    ids = known.order_by("-id").values_list("external_id", flat=True)
    return list(reversed(ids[:20]))


def _held(actor: Actor, message_id: int) -> tuple[Conversation, OutboxItem]:
    """Locks a message's conversation, then its place in the queue, in the same order as an answer does."""
    within = Conversation.objects.visible_to(actor).select_for_update(of=("self",))
    conversation: Conversation = within.get(messages__pk=message_id)
    actor.require("conversation.send", conversation)
    item = (
        OutboxItem.objects.select_for_update(of=("self",))
        .select_related("message")
        .get(message_id=message_id)
    )
    return conversation, item
