"""Sends what is due. The other server is spoken to outside of any transaction."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from zhiji.channels.conversations.events import MessageFailed, MessageSent
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.conversations.receiving import look_again
from zhiji.channels.outbox.adapters import Never, NotNow, Receipt, sender_of
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.outbox.rules import pause_after
from zhiji.customers.permission.actions import claim_touch, release_touch
from zhiji.customers.permission.queries import why_not
from zhiji.customers.permission.registry import purpose_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.actions import publish, signal_pages

log = logging.getLogger("zhiji.outbox")

ACTOR = Actor.machine("outbox")
# A sender that died in between leaves its item in state "sending"; it is taken up again after this time. The message
# keeps its id, so that a receiver who got it twice can tell.
LEASE = timedelta(minutes=5)


def send_due(limit: int = 20) -> int:
    """Sends the messages whose time has come and returns how many were tried."""
    count = 0
    while count < limit and (item := _take()):
        _send(item)
        count += 1
    return count


def _take() -> OutboxItem | None:
    now = timezone.now()
    due = OutboxItem.objects.filter(
        Q(state=OutboxItem.State.QUEUED) | Q(state=OutboxItem.State.SENDING), next_try_at__lte=now
    ).order_by("next_try_at")
    if not due.exists():
        return None
    with transaction.atomic():
        item = due.select_for_update(skip_locked=True).first()
        if item is None:
            return None
        item.state, item.next_try_at = OutboxItem.State.SENDING, now + LEASE
        item.attempts += 1
        item.save(update_fields=["state", "next_try_at", "attempts"])
    return item


def _send(item: OutboxItem) -> None:
    message = Message.objects.select_related("conversation__line", "author", "customer").get(
        pk=item.message_id
    )
    if not _may_go(item, message):
        return
    try:
        receipt = sender_of(item.channel).deliver(message)
    except Never as error:
        _give_up(item, message, OutboxItem.State.FAILED, str(error))
    except NotNow as error:
        _later(item, message, str(error))
    except Exception as error:
        log.exception("Message %s could not be sent", message.pk)
        _later(item, message, f"{type(error).__name__}: {error}")
    else:
        _sent(item, message, receipt)


def _may_go(item: OutboxItem, message: Message) -> bool:
    """Asks permission once more; what may not go is refused, what may not go now is held until it may."""
    addresses = () if item.is_answer else message.recipients
    reason = why_not(
        message.customer_id, item.channel, item.purpose, addresses=addresses, is_answer=item.is_answer
    )
    if reason:
        _give_up(item, message, OutboxItem.State.REFUSED, reason)
        return False
    if item.is_answer or purpose_of(item.purpose).is_free:
        return True
    until, held = claim_touch(
        actor=ACTOR,
        customer_id=message.customer_id,
        channel=item.channel,
        purpose=item.purpose,
        key=_touch_key(message),
        now=timezone.now(),
    )
    if held:
        _hold(item, message, until, held)
    return not held


def _hold(item: OutboxItem, message: Message, until: datetime, reason: str) -> None:
    """Lets a message wait until it may go; the wait is no failed try."""
    item.state, item.held, item.next_try_at = OutboxItem.State.QUEUED, reason, until
    item.attempts -= 1
    with transaction.atomic():
        item.save(update_fields=["state", "held", "next_try_at", "attempts"])
        signal_pages(_topics(message))


def _touch_key(message: Message) -> str:
    return f"message:{message.pk}"


def _sent(item: OutboxItem, message: Message, receipt: Receipt) -> None:
    with transaction.atomic():
        item.state, item.proof, item.sent_at, item.error, item.held = (
            OutboxItem.State.SENT,
            receipt.proof[:300],
            timezone.now(),
            "",
            "",
        )
        item.save(update_fields=["state", "proof", "sent_at", "error", "held"])
        Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, error="")
        event = MessageSent(message.pk, message.conversation_id, message.customer_id)
        publish(event, actor=ACTOR, topics=_topics(message))


def _later(item: OutboxItem, message: Message, reason: str) -> None:
    pause = pause_after(item.attempts)
    if pause is None:
        _give_up(item, message, OutboxItem.State.FAILED, reason)
        return
    item.state, item.error, item.next_try_at = OutboxItem.State.QUEUED, reason[:2000], timezone.now() + pause
    with transaction.atomic():
        item.save(update_fields=["state", "error", "next_try_at"])
        Message.objects.filter(pk=message.pk).update(error=reason[:2000])
        signal_pages(_topics(message))


def _give_up(item: OutboxItem, message: Message, state: str, reason: str) -> None:
    item.state, item.error = state, reason[:2000]
    with transaction.atomic():
        # The conversation is locked first, as by whoever calls a message back.
        mark_failed(message, Message.State.FAILED, reason)
        item.save(update_fields=["state", "error"])
        if not item.is_answer:
            release_touch(actor=ACTOR, key=_touch_key(message))


def mark_failed(message: Message, state: str, reason: str) -> None:
    """Shows on a message of ours that it did not arrive, and tells whoever wrote it.

    The customer still waits: the conversation is open again.
    """
    Message.objects.filter(pk=message.pk).update(state=state, error=reason[:2000])
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=message.conversation_id)
    conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
    conversation.is_unread = True
    look_again(conversation)
    conversation.save()
    event = MessageFailed(message.pk, message.conversation_id, message.customer_id, reason[:500])
    publish(event, actor=ACTOR, topics=_topics(message))


def _topics(message: Message) -> list[str]:
    return ["inbox", f"conversation:{message.conversation_id}", f"customer:{message.customer_id}"]
