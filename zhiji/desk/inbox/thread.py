"""One conversation as the page shows it: messages, notes and small events in order, and the composer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.safestring import SafeString

from zhiji.channels.conversations.documents import SAFE_IMAGES
from zhiji.channels.conversations.models import Conversation, Message, MessageAttachment, Presence
from zhiji.channels.conversations.presence import present_in
from zhiji.channels.conversations.queries import (
    Head,
    bodies_of,
    conversation_for,
    heads_of,
    message_for,
    small_events_of,
)
from zhiji.channels.lines.models import Line
from zhiji.channels.outbox.addressing import address_of, refusal_text
from zhiji.channels.outbox.asking import held_text
from zhiji.channels.outbox.models import OutboxItem
from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.parties.queries import points_of, roles_of
from zhiji.customers.permission.queries import why_not
from zhiji.desk.inbox.folded import folded_drawing
from zhiji.desk.inbox.rules import is_own_mail_server_needed, snooze_times, split_text, waiting_tone
from zhiji.desk.inbox.words import event_text, snooze_label
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Refused
from zhiji.kernel.users.models import User
from zhiji.lib.mailaddress import normalise_address

SHOWN_TEXT = 10_000
# So many messages at the end are open at once; older ones are a line each.
OPEN_AT_THE_END = 4
# Of a longer conversation so many are shown first, and never more than MOST_MESSAGES.
AT_THE_END = 40
MOST_MESSAGES = 2000
LARGEST_LOGO = 20_000
NEEDS_A_LOOK = (Message.State.FAILED, Message.State.BOUNCED, Message.State.QUEUED)


@dataclass(frozen=True)
class ShownMessage:
    """A message or note with all that its template needs."""

    message: Message
    at: datetime
    text: str
    rest: str
    lines: int
    address: str
    pictures: list[MessageAttachment]
    files: list[MessageAttachment]
    may_call_back: bool
    may_try_again: bool
    tries_at: datetime | None
    reason: str
    held: str

    kind = "message"


@dataclass(frozen=True, slots=True)
class FoldedMessage:
    """An older message of which one line is shown until somebody opens it."""

    at: datetime
    html: SafeString

    kind = "folded"


@dataclass(frozen=True)
class SmallEvent:
    """Something that happened with the conversation, in one line."""

    at: datetime
    who: str
    text: str
    until: datetime | None

    kind = "event"


Item = ShownMessage | FoldedMessage | SmallEvent


@dataclass(frozen=True)
class Composer:
    """What somebody needs to write an answer or a note."""

    key: str
    may_send: bool
    may_note: bool
    to: str
    addresses: list[str]
    own_signature: str
    line_signature: str
    no_server: bool
    refusal: str


@dataclass(frozen=True)
class Thread:
    """One conversation with everything around it."""

    conversation: Conversation
    items: list[Item]
    older: int
    present: list[Presence]
    waiting_tone: str
    snoozes: list[tuple[str, str, datetime]]
    may_change: bool
    may_assign: bool


def read_thread(
    actor: Actor, conversation_id: int, now: datetime, wanted: Collection[int] = (), is_whole: bool = False
) -> Thread:
    """Reads a conversation that the actor may see; now is in the actor's time zone, wanted are messages to open.

    Of a long one only the end, unless is_whole. Raises Conversation.DoesNotExist for any that the actor may not see.
    """
    conversation = conversation_for(actor, conversation_id)
    waited = conversation.waiting_since and now - conversation.waiting_since
    heads = heads_of(conversation, MOST_MESSAGES if is_whole else AT_THE_END + 1)
    is_long = not is_whole and len(heads) > AT_THE_END
    heads = heads[1:] if is_long else heads
    return Thread(
        conversation=conversation,
        items=_items(actor, conversation, heads, wanted),
        older=conversation.messages.count() - len(heads) if is_long else 0,
        present=present_in([conversation.pk], actor, now).get(conversation.pk, []),
        waiting_tone=waiting_tone(waited) if waited else "",
        snoozes=snooze_choices(now),
        may_change=actor.reaches("conversation.change", conversation),
        may_assign=actor.reaches("conversation.assign", conversation),
    )


def read_message(actor: Actor, message_id: int) -> ShownMessage:
    """Reads one message whole; raises Message.DoesNotExist for one that the actor may not see."""
    conversation = message_for(actor, message_id).conversation
    return _shown(bodies_of([message_id])[0], actor.reaches("conversation.send", conversation))


def snooze_choices(now: datetime) -> list[tuple[str, str, datetime]]:
    """Lists the times that are offered for snoozing: code, name, time."""
    return [(code, snooze_label(code), at) for code, at in snooze_times(now)]


def _items(
    actor: Actor, conversation: Conversation, heads: Sequence[Head], wanted: Collection[int]
) -> list[Item]:
    may_send = actor.reaches("conversation.send", conversation)
    last = {head.pk for head in heads[-OPEN_AT_THE_END:] if head.state != Message.State.CANCELLED}
    opened = {head.pk for head in heads if head.pk in last or head.pk in wanted or head.state in NEEDS_A_LOOK}
    bodies = {message.pk: message for message in bodies_of(opened)}
    draw = folded_drawing()
    items: list[Item] = [
        _shown(bodies[head.pk], may_send) if head.pk in bodies else FoldedMessage(head.at, draw(head))
        for head in heads
    ]
    begin = heads[0].at if heads else conversation.created_at
    entries = [entry for entry in small_events_of(conversation) if entry.at >= begin]
    names = _names(entries)
    items += [_event(entry, names) for entry in entries]
    return sorted(items, key=lambda item: item.at)


def _shown(message: Message, may_send: bool) -> ShownMessage:
    text, rest = split_text(message.text, SHOWN_TEXT)
    waits = getattr(message, "outbox", None)
    is_held = waits is not None and waits.state == OutboxItem.State.QUEUED
    pictures, files = _sorted(message)
    return ShownMessage(
        message=message,
        at=message.at,
        text=text,
        rest=rest,
        lines=message.text.count("\n") + len(message.text) // 90,
        address=normalise_address(message.sender) or message.sender,
        pictures=pictures,
        files=files,
        may_call_back=may_send and is_held,
        may_try_again=may_send
        and (message.state == Message.State.FAILED or bool(is_held and waits.attempts)),
        tries_at=waits.next_try_at if is_held and waits.attempts else None,
        reason=refusal_text(message.error),
        held=held_text(waits.held, waits.next_try_at) if is_held and waits.held else "",
    )


def _sorted(message: Message) -> tuple[list[MessageAttachment], list[MessageAttachment]]:
    """Parts pictures that can be shown from all other files."""
    attachments = list(message.attachments.all())
    pictures = [one for one in attachments if _is_picture(one)]
    return pictures, [one for one in attachments if not _is_picture(one)]


def _is_picture(one: MessageAttachment) -> bool:
    """Tells pictures worth a look from the small logos in people's signatures."""
    return one.media_type in SAFE_IMAGES and (not one.is_inline or one.file.size > LARGEST_LOGO)


def _names(entries: list[AuditEntry]) -> dict[int, str]:
    wanted = {entry.after.get("owner_id") for entry in entries} - {None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def _event(entry: AuditEntry, names: dict[int, str]) -> SmallEvent:
    until = entry.after.get("snoozed_until") if entry.action == "snooze_conversation" else None
    return SmallEvent(
        at=entry.at,
        who=entry.actor_name if entry.actor_kind == "user" else "",
        text=event_text(entry.action, entry.before, entry.after, names),
        until=datetime.fromisoformat(until.replace("Z", "+00:00")) if until else None,
    )


def read_composer(actor: Actor, conversation: Conversation, signature: str) -> Composer | None:
    """Reads what the composer needs; None for those who may neither answer nor note."""
    may_send = actor.reaches("conversation.send", conversation)
    may_note = actor.may("note.add")
    if not (may_send or may_note):
        return None
    addresses = [
        point.value for point in points_of(conversation.customer) if point.kind == ContactPoint.Kind.MAIL
    ]
    to = _answer_address(conversation)
    refusal = why_not(conversation.customer_id, "mail", "service")
    return Composer(
        key=uuid4().hex,
        may_send=may_send,
        may_note=may_note,
        to=to,
        addresses=list(dict.fromkeys([*([to] if to else []), *addresses])),
        own_signature=signature.strip(),
        line_signature=conversation.line.signature.strip() if conversation.line else "",
        no_server=_no_server(conversation.line),
        refusal=refusal_text(refusal) if refusal else "",
    )


def _answer_address(conversation: Conversation) -> str:
    try:
        return address_of(conversation)
    except Refused:
        return ""


def _no_server(line: Line | None) -> bool:
    if settings.EMAIL_HOST_SET:
        return False
    if line and line.channel == "mail":
        return is_own_mail_server_needed(False, [line.smtp_url])
    lines = Line.objects.filter(channel="mail", is_active=True).values_list("smtp_url", flat=True)
    return is_own_mail_server_needed(False, list(lines))


def customer_facts(conversation: Conversation) -> dict[str, Any]:
    """Reads who the customer is, as far as it stands beside a conversation."""
    customer = conversation.customer
    return {"customer": customer, "points": points_of(customer)[:6], "roles": roles_of(customer)[:3]}
