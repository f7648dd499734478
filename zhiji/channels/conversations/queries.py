from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from zhiji.channels.conversations.models import Conversation, Message, Presence
from zhiji.kernel.access.actor import Actor

PRESENT = timedelta(seconds=40)
FOLDERS = ("mine", "team", "unassigned", "all", "snoozed", "closed")


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened in this conversation."""
    return rest.isdecimal() and Conversation.objects.visible_to(actor).filter(pk=int(rest)).exists()


def conversations_in(actor: Actor, folder: str) -> QuerySet[Conversation]:
    """Lists the conversations of a folder of the shared inbox, newest first."""
    visible = Conversation.objects.visible_to(actor).select_related("customer", "owner", "team", "line")
    return visible.filter(_folder(actor, folder)).order_by("-last_at", "-id")


def _folder(actor: Actor, folder: str) -> Q:
    is_open = Q(state=Conversation.State.OPEN)
    teams = sorted(actor.team_tree)
    return {
        "mine": is_open & Q(owner_id=actor.user_id),
        "team": is_open & Q(team_id__in=teams),
        "unassigned": is_open & Q(owner=None),
        "snoozed": Q(state=Conversation.State.SNOOZED),
        "closed": Q(state=Conversation.State.CLOSED),
    }.get(folder, is_open)


def folder_counts(actor: Actor) -> dict[str, int]:
    """Counts the open conversations of mine, of my team and of nobody."""
    open_ones = Conversation.objects.visible_to(actor).open()
    return open_ones.aggregate(
        **{name: Count("pk", filter=_folder(actor, name)) for name in ("mine", "team", "unassigned", "all")}
    )


def messages_of(conversation: Conversation) -> list[Message]:
    """Lists a conversation's messages and notes, oldest first, with their files."""
    return list(
        conversation.messages.select_related("author", "customer").prefetch_related("attachments").order_by("at", "id")
    )


def present_in(conversation: Conversation, actor: Actor, now: datetime) -> list[Presence]:
    """Lists the others who look at a conversation just now."""
    others = Presence.objects.filter(conversation=conversation, seen_at__gt=now - PRESENT)
    return list(others.exclude(user_id=actor.user_id).select_related("user"))
