"""Where an incoming message belongs."""

from collections.abc import Sequence
from datetime import datetime

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.models import Affiliation, Customer

PREVIEW = 200


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
    spoken = {text.lower() for text in [message.sender, *message.recipients]}
    if address and any(address.lower() in text for text in spoken):
        return True
    people = [customer.pk, conversation.customer_id]
    organisations = Affiliation.objects.filter(person_id__in=people, ended_at=None).values_list(
        "organisation_id", "person_id"
    )
    shared: dict[int, set[int]] = {}
    for organisation, person in organisations:
        shared.setdefault(organisation, set()).add(person)
    return any(len(members) == len(people) for members in shared.values())


def open_conversation(
    channel: str, line: Line | None, customer: Customer, subject: str, at: datetime
) -> Conversation:
    """Begins a conversation; it lies with the line's team until somebody takes it."""
    return Conversation.objects.create(
        subject=subject[:300],
        channel=channel,
        line=line,
        customer=customer,
        team_id=line.team_id if line else None,
        created_at=at,
        last_at=at,
    )


def touch_conversation(conversation: Conversation, message: Message) -> None:
    """Notes a new message on its conversation: a person's opens it again, an automatic one leaves it as it is."""
    conversation.message_count += 1
    conversation.last_at = max(conversation.last_at, message.at)
    conversation.preview = " ".join(message.text[:1000].split())[:PREVIEW]
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
    conversation.save()
