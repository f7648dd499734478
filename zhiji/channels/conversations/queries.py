from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from zhiji.channels.conversations.models import Conversation, Message, MessageAttachment
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.compiled import Compiled

FOLDERS = ("mine", "team", "unassigned", "all", "snoozed", "closed")
COUNTED = ("mine", "team", "unassigned", "all", "snoozed")
# Nobody reads a greater number than this, and counting on would cost more than the whole page.
COUNT_LIMIT = 999
SHORT = 120
SMALL_EVENTS = (
    "assign_conversation",
    "snooze_conversation",
    "close_conversation",
    "reopen_conversation",
    "put_back",
    "wake_snoozed",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A message as one line tells it: when, from whom, and how it begins."""

    pk: int
    at: datetime
    direction: str
    state: str
    writer: str
    short: str


@dataclass(frozen=True)
class ConversationPage:
    """Some conversations, newest first, and where the next older ones begin ("" at the end)."""

    conversations: list[Conversation]
    older: str


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened in this conversation."""
    return rest.isdecimal() and Conversation.objects.visible_to(actor).filter(pk=int(rest)).exists()


def conversation_for(actor: Actor, conversation_id: int) -> Conversation:
    """Finds one conversation that the actor may see; raises Conversation.DoesNotExist for any other."""
    shown = Conversation.objects.visible_to(actor).select_related("customer", "owner", "team", "line")
    found: Conversation = shown.get(pk=conversation_id)
    return found


def conversations_in(actor: Actor, folder: str, line_id: int | None = None) -> QuerySet[Conversation]:
    """Lists the conversations of a folder of the shared inbox, newest first."""
    visible = Conversation.objects.visible_to(actor).filter(folder_filter(actor, folder))
    if line_id:
        visible = visible.filter(line_id=line_id)
    return visible.order_by("-last_at", "-id")


def page_of_folder(
    actor: Actor, folder: str, *, line_id: int | None = None, before: str = "", limit: int = 50
) -> ConversationPage:
    """Reads some conversations of a folder; before is the mark that the previous page gave."""
    wanted = conversations_in(actor, folder, line_id)
    if mark := read_mark(before):
        at, key = mark
        wanted = wanted.filter(last_at__lte=at).exclude(last_at=at, id__gte=key)
    found = list(wanted.select_related("customer", "owner", "team", "line")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return ConversationPage(found, f"{found[-1].last_at.isoformat()}_{found[-1].pk}" if more else "")


def read_mark(mark: str) -> tuple[datetime, int] | None:
    """Reads the place where a page ended; None for what is no such mark."""
    at, _, key = mark.partition("_")
    try:
        found = datetime.fromisoformat(at), int(key)
    except ValueError:
        return None
    return found if found[0].tzinfo else None


def folder_filter(actor: Actor, folder: str) -> Q:
    """Says which conversations lie in a folder; an unknown folder is that of all open ones."""
    is_open = Q(state=Conversation.State.OPEN)
    teams = sorted(actor.team_tree)
    in_team = Q(team_id=teams[0]) if len(teams) == 1 else Q(team_id__in=teams)
    return {
        "mine": is_open & Q(owner_id=actor.user_id),
        "team": is_open & in_team,
        "unassigned": is_open & Q(owner=None),
        "snoozed": Q(state=Conversation.State.SNOOZED),
        "closed": Q(state=Conversation.State.CLOSED),
    }.get(folder, is_open)


def folder_counts(actor: Actor, line_id: int | None = None, folder: str = "") -> dict[str, int]:
    """Counts the conversations of each folder, up to one more than COUNT_LIMIT; of one line only those in folder.

    No index knows both owner and line: counting every folder of one line would cost more than the page.
    """
    wanted = [name for name in COUNTED if line_id is None or name == folder]
    return {name: count_up_to(conversations_in(actor, name, line_id)) for name in wanted}


def count_up_to(rows: QuerySet[Conversation]) -> int:
    """Counts rows, up to one more than COUNT_LIMIT."""
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def waiting_for(actor: Actor) -> int:
    """Counts the conversations that wait for this actor: those given to them, and those that nobody has taken."""
    return count_up_to(conversations_in(actor, "mine")) + count_up_to(conversations_in(actor, "unassigned"))


def messages_of(conversation: Conversation) -> list[Message]:
    """Lists a conversation's messages and notes, oldest first, with their files."""
    return list(
        conversation.messages.select_related("author", "customer", "outbox")
        .prefetch_related("attachments__file")
        .order_by("at", "id")
    )


def heads_of(conversation: Conversation, limit: int) -> Sequence[Head]:
    """Lists the last messages and notes, oldest first, without their texts."""
    columns = ("pk", "at", "direction", "state", "customer__name", "author__name", "author__email")
    rows = conversation.messages.order_by("-at", "-id").values_list(*columns, Left("text", SHORT))
    return [
        Head(pk, at, direction, state, customer if direction == "in" else name or mail or "Zhiji", short)
        for pk, at, direction, state, customer, name, mail, short in rows[:limit]
    ][::-1]


def bodies_of(message_ids: Iterable[int]) -> list[Message]:
    """Reads messages whole, with their files, oldest first."""
    found = Message.objects.filter(pk__in=list(message_ids)).select_related("author", "customer", "outbox")
    return list(found.prefetch_related("attachments__file").order_by("at", "id"))


def small_events_of(conversation: Conversation) -> Iterable[AuditEntry]:
    """Lists when a conversation was assigned, snoozed, closed and opened, oldest first, the last 200."""
    return reversed(history_of(conversation).filter(action__in=SMALL_EVENTS)[:200])


def message_for(actor: Actor, message_id: int) -> Message:
    """Finds one message that the actor may see; raises Message.DoesNotExist for any other."""
    within = Conversation.objects.visible_to(actor)
    return Message.objects.select_related("html", "conversation").get(pk=message_id, conversation__in=within)


def attachment_for(actor: Actor, attachment_id: int) -> MessageAttachment:
    """Finds one attached file that the actor may see; raises MessageAttachment.DoesNotExist for any other."""
    within = Conversation.objects.visible_to(actor)
    return MessageAttachment.objects.select_related("file").get(
        pk=attachment_id, message__conversation__in=within
    )


_message_by_key: Compiled[Message] = Compiled(lambda key: Message.objects.filter(pk=key), int)
_conversation_by_key: Compiled[Conversation] = Compiled(lambda key: Conversation.objects.filter(pk=key), int)


def recorded_message(key: int) -> Message:
    """Reads a message that an event tells of, with its conversation; raises DoesNotExist when it is gone."""
    message = _message_by_key.first(key)
    if message is None:
        raise Message.DoesNotExist(f"message {key} is gone")
    conversation = _conversation_by_key.first(message.conversation_id)
    if conversation is not None:
        message.conversation = conversation
    return message
