from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.channels.conversations.events import ConversationChanged
from zhiji.channels.conversations.models import Conversation, Message, Presence
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import publish, signal_pages
from zhiji.kernel.notifications.actions import notify


@action
def assign_conversation(
    *, actor: Actor, conversation_id: int, owner_id: int | None, team_id: int | None = None
) -> Conversation:
    """Gives a conversation to a member of staff, or back to a team when owner_id is None."""
    conversation = _locked(actor, conversation_id, "assign")
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
    before = {"state": conversation.state}
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
    """Opens a closed or snoozed conversation again."""
    conversation = _locked(actor, conversation_id, "change")
    before = {"state": conversation.state}
    conversation.state, conversation.snoozed_until = Conversation.State.OPEN, None
    _changed(actor, conversation, "reopen_conversation", "opened", before)
    return conversation


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
    """Notes that somebody who deals with a conversation has seen its newest message."""
    conversation = Conversation.objects.visible_to(actor).get(pk=conversation_id)
    if conversation.is_unread and (conversation.owner_id in {None, actor.user_id}):
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
        key=f"note:{key}",
        defaults={
            "conversation": conversation,
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


@action
def be_present(*, actor: Actor, conversation_id: int, is_writing: bool, is_leaving: bool = False) -> None:
    """Notes that the actor looks at a conversation, so that two colleagues do not answer it both."""
    conversation = Conversation.objects.visible_to(actor).get(pk=conversation_id)
    mine = Presence.objects.filter(conversation=conversation, user_id=actor.user_id)
    if is_leaving:
        told = mine.delete()[0] > 0
    else:
        now = timezone.now()
        told = not mine.filter(is_writing=is_writing).exists()
        Presence.objects.update_or_create(
            conversation=conversation,
            user_id=actor.user_id,
            defaults={"seen_at": now, "is_writing": is_writing},
        )
    if told:
        signal_pages([f"conversation:{conversation_id}"])


def _locked(actor: Actor, conversation_id: int, verb: str) -> Conversation:
    visible = Conversation.objects.visible_to(actor).select_for_update(of=("self",))
    conversation: Conversation = visible.get(pk=conversation_id)
    actor.require(f"conversation.{verb}", conversation)
    return conversation


def _changed(actor: Actor, conversation: Conversation, name: str, what: str, before: dict[str, object]) -> None:
    conversation.version += 1
    conversation.save()
    after = {key: getattr(conversation, key) for key in before}
    record(actor, name, conversation, before=before, after=after)
    event = ConversationChanged(conversation.pk, what, conversation.owner_id, conversation.team_id)
    topics = ["inbox", f"conversation:{conversation.pk}", f"customer:{conversation.customer_id}"]
    publish(event, actor=actor, topics=topics)
