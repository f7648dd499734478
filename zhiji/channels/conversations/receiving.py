"""Where an incoming message belongs."""

from collections.abc import Sequence
from datetime import datetime

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.kernel.inserting import insert
from zhiji.lib.mailaddress import normalise_address

PREVIEW = 200
UNDELIVERED = (Message.State.FAILED, Message.State.BOUNCED)


def find_conversation(
    token_id: int | None, references: Sequence[str], customer: Customer, address: str
) -> Conversation | None:
    """Finds the conversation that a message continues: by our own token, else by the messages it refers to.

    A token is signed and trusted. References anyone can write, so they count only from somebody who takes part in the
    conversation, or from the same organisation.
    """
    if token_id:
        return Conversation.objects.select_for_update(of=("self",)).filter(pk=token_id).first()
    if not references:
        return None
    referred = Message.objects.filter(external_id__in=list(references)[-30:]).order_by("-id")
    for message in referred.select_related("conversation__customer")[:5]:
        if _takes_part(message, customer, address):
            return Conversation.objects.select_for_update(of=("self",)).get(pk=message.conversation_id)
    return None


def _takes_part(message: Message, customer: Customer, address: str) -> bool:
    conversation = message.conversation
    if customer.pk in {conversation.customer_id, message.customer_id}:
        return True
    spoken = {normalise_address(text) for text in [message.sender, *message.recipients]} - {""}
    if normalise_address(address) in spoken:
        return True
    return bool(_organisations(customer) & _organisations(conversation.customer))


def _organisations(customer: Customer) -> set[int]:
    if not customer.is_person:
        return {customer.pk}
    roles = Affiliation.objects.filter(person=customer, ended_at=None)
    return set(roles.values_list("organisation_id", flat=True))


def open_conversation(
    channel: str, line: Line | None, customer: Customer, subject: str, at: datetime
) -> Conversation:
    """Begins a conversation; it lies with the line's team until somebody takes it."""
    conversation = new_conversation(channel, line, customer, subject, at)
    conversation.save()
    return conversation


def new_conversation(
    channel: str, line: Line | None, customer: Customer, subject: str, at: datetime
) -> Conversation:
    """Makes a conversation that its first message is about to save."""
    return Conversation(
        subject=subject[:300],
        channel=channel,
        line=line,
        customer=customer,
        team_id=line.team_id if line else None,
        created_at=at,
        last_at=at,
    )


def touch_conversation(conversation: Conversation, message: Message) -> None:
    """Notes a new message on its conversation and saves it: a person's opens it again, an automatic one does not."""
    conversation.message_count += 1
    conversation.last_at = max(conversation.last_at, message.at)
    conversation.preview = preview_of(message.text)
    conversation.last_direction = "in" if message.direction == Message.Direction.IN else "out"
    if message.direction == Message.Direction.IN and not message.auto:
        conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
        conversation.is_unread = True
        conversation.waiting_since = conversation.waiting_since or message.at
    elif message.direction == Message.Direction.OUT:
        conversation.waiting_since = None
        conversation.is_unread = False
    elif message.auto and conversation.message_count == 1:
        # A newsletter or an out-of-office note that begins a conversation asks nothing of us.
        conversation.state, conversation.is_unread = Conversation.State.CLOSED, False
    conversation.version += 1
    if conversation.pk:
        conversation.save()
    else:
        insert(conversation)


def look_again(conversation: Conversation) -> None:
    """Works out anew what a conversation shows and since when its customer waits, after a message of ours fell away.

    Does not save.
    """
    said = conversation.messages.exclude(direction=Message.Direction.NOTE).exclude(
        state=Message.State.CANCELLED
    )
    last = said.order_by("-at", "-id").first()
    conversation.message_count = said.count()
    conversation.preview = preview_of(last.text) if last else ""
    conversation.last_at = last.at if last else conversation.created_at
    conversation.last_direction = "in" if last and last.direction == Message.Direction.IN else "out"
    arrived = (
        said.filter(direction=Message.Direction.OUT)
        .exclude(state__in=UNDELIVERED)
        .order_by("-at", "-id")
        .first()
    )
    asked = said.filter(direction=Message.Direction.IN, auto="")
    if arrived:
        asked = asked.filter(at__gt=arrived.at)
    conversation.waiting_since = asked.order_by("at", "id").values_list("at", flat=True).first()


def preview_of(text: str) -> str:
    """Returns the begin of a message in one line."""
    return " ".join(text[:1000].split())[:PREVIEW]
