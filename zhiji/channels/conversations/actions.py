from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.channels.conversations.events import ConversationChanged
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.conversations.receiving import look_again
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import publish, signal_pages
from zhiji.kernel.notifications.actions import notify
from zhiji.kernel.users.models import User


@dataclass(frozen=True)
class Former:
    """How a conversation stood before somebody assigned, snoozed or closed it."""

    conversation_id: int
    owner_id: int | None
    team_id: int | None
    state: str
    snoozed_until: datetime | None

    @classmethod
    def of(cls, conversation: Conversation) -> "Former":
        """Notes how a conversation stands now."""
        names = ("owner_id", "team_id", "state", "snoozed_until")
        return cls(conversation.pk, *(getattr(conversation, name) for name in names))


@action
def assign_conversation(
    *, actor: Actor, conversation_id: int, owner_id: int | None, team_id: int | None = None
) -> Conversation:
    """Gives a conversation to a member of staff, or back to a team when owner_id is None."""
    conversation = _locked(actor, conversation_id, "assign")
    if owner_id is not None and not User.objects.filter(pk=owner_id, is_active=True).exists():
        raise Refused(_("This colleague does not work here any more. Choose somebody else."))
    before = {"owner_id": conversation.owner_id, "team_id": conversation.team_id}
    conversation.owner_id = owner_id
    conversation.team_id = team_id or conversation.team_id
    _changed(actor, conversation, "assign_conversation", "assigned", before)
    subject = conversation.subject or str(conversation.customer)
    notify(
        actor=actor,
        user_id=owner_id,
        kind="conversation_assigned",
        url=conversation.get_absolute_url(),
        params={"actor": actor.name, "subject": subject},
    )
    return conversation


@action
def snooze_conversation(*, actor: Actor, conversation_id: int, until: datetime) -> Conversation:
    """Puts a conversation out of sight until a time, or until the customer writes again."""
    if until <= timezone.now():
        raise Refused(_("Choose a time that lies ahead."))
    conversation = _locked(actor, conversation_id, "change")
    before = {"state": conversation.state, "snoozed_until": conversation.snoozed_until}
    conversation.state, conversation.snoozed_until = Conversation.State.SNOOZED, until
    _changed(actor, conversation, "snooze_conversation", "snoozed", before)
    return conversation


@action
def close_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """Closes a conversation; the customer's next message opens it again."""
    conversation = _locked(actor, conversation_id, "change")
    before = {"state": conversation.state}
    conversation.state, conversation.snoozed_until = Conversation.State.CLOSED, None
    conversation.waiting_since, conversation.is_unread = None, False
    _changed(actor, conversation, "close_conversation", "closed", before)
    return conversation


@action
def reopen_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """Opens a closed or snoozed conversation again; the customer waits as long as before."""
    conversation = _locked(actor, conversation_id, "change")
    before = {"state": conversation.state}
    conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
    look_again(conversation)
    _changed(actor, conversation, "reopen_conversation", "opened", before)
    return conversation


@action
def put_back(*, actor: Actor, former: Iterable[Former]) -> int:
    """Undoes an assignment, a snooze or a closing, for one conversation or several, and returns how many."""
    count = 0
    for one in former:
        conversation = _locked(actor, one.conversation_id, "view")
        before = {
            name: getattr(conversation, name) for name in ("owner_id", "team_id", "state", "snoozed_until")
        }
        after = {name: getattr(one, name) for name in before}
        changed = {name for name in before if before[name] != after[name]}
        for verb, names in (("assign", {"owner_id", "team_id"}), ("change", {"state", "snoozed_until"})):
            if changed & names:
                actor.require(f"conversation.{verb}", conversation)
        for name in changed:
            setattr(conversation, name, after[name])
        look_again(conversation)
        _changed(actor, conversation, "put_back", "put_back", {name: before[name] for name in changed})
        count += 1
    return count


@action
def wake_snoozed(*, actor: Actor, now: datetime) -> int:
    """Brings back the conversations whose time has come and returns how many."""
    due = Conversation.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Conversation.State.SNOOZED, snoozed_until__lte=now
    )
    count = 0
    for conversation in due[:500]:
        conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
        _changed(actor, conversation, "wake_snoozed", "opened", {"state": Conversation.State.SNOOZED})
        count += 1
    return count


@action
def mark_read(*, actor: Actor, conversation_id: int) -> None:
    """Notes that somebody who deals with a conversation has seen its newest message.

    Whoever only looks on, such as the owner's manager or a viewer, leaves it unread.
    """
    conversation = Conversation.objects.visible_to(actor).get(pk=conversation_id)
    deals_with_it = conversation.owner_id == actor.user_id or (
        conversation.owner_id is None and actor.reaches("conversation.change", conversation)
    )
    if conversation.is_unread and deals_with_it:
        Conversation.objects.filter(pk=conversation_id).update(is_unread=False)
        record(actor, "mark_read", conversation)
        signal_pages(["inbox"])


@action
def note_in_conversation(*, actor: Actor, conversation_id: int, text: str, key: str) -> Message:
    """Writes a note among ourselves beside a conversation; the customer never sees it."""
    conversation = _locked(actor, conversation_id, "view")
    actor.require("note.add")
    if not text.strip():
        raise Refused(_("The note is empty. Write something first."))
    note, made = Message.objects.get_or_create(
        key=f"note:{key}"[:120],
        conversation_id=conversation_id,
        defaults={
            "customer": conversation.customer,
            "direction": Message.Direction.NOTE,
            "channel": conversation.channel,
            "text": text.strip(),
            "author_id": actor.user_id,
            "at": timezone.now(),
        },
    )
    if made:
        record(actor, "note_in_conversation", note, after={"conversation": conversation_id})
        signal_pages([f"conversation:{conversation_id}"])
    return note


def _locked(actor: Actor, conversation_id: int, verb: str) -> Conversation:
    visible = Conversation.objects.visible_to(actor).select_for_update(of=("self",))
    conversation: Conversation = visible.get(pk=conversation_id)
    actor.require(f"conversation.{verb}", conversation)
    return conversation


def _changed(
    actor: Actor, conversation: Conversation, name: str, what: str, before: Mapping[str, object]
) -> None:
    conversation.version += 1
    conversation.save()
    after = {key: getattr(conversation, key) for key in before}
    record(actor, name, conversation, before=before, after=after)
    event = ConversationChanged(conversation.pk, what, conversation.owner_id, conversation.team_id)
    topics = ["inbox", f"conversation:{conversation.pk}", f"customer:{conversation.customer_id}"]
    publish(event, actor=actor, topics=topics)
