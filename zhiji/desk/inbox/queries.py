"""What the pages of the inbox show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from zhiji.channels.conversations.models import Conversation, Presence
from zhiji.channels.conversations.presence import present_in
from zhiji.channels.conversations.queries import COUNT_LIMIT, FOLDERS, folder_counts, page_of_folder
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.lines.models import Line
from zhiji.channels.outbox.models import OutboxItem
from zhiji.desk.inbox.rules import waiting_tone
from zhiji.desk.inbox.words import FOLDERS as FOLDER_WORDS
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import Delivery
from zhiji.kernel.users.models import Team, User
from zhiji.kernel.users.queries import active_users, all_teams
from zhiji.ui.templatetags.zhiji import ago

PAGE = 40
MOST_SHOWN = 300
PEOPLE = 12


@dataclass(frozen=True)
class Place:
    """Where in the inbox somebody stands: the folder, and the line if only one is wanted."""

    folder: str
    line_id: int | None = None

    @property
    def query(self) -> str:
        """Returns the place as the end of an address."""
        return f"?folder={self.folder}" + (f"&line={self.line_id}" if self.line_id else "")


@dataclass(frozen=True)
class Folder:
    """One folder of the inbox as the page names it."""

    slug: str
    label: Any
    icon: str
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """One conversation in the list."""

    key: str
    url: str
    conversation: Conversation
    present: list[Presence]
    waiting_tone: str
    when: str
    waits: str


@dataclass(frozen=True)
class Inbox:
    """The left side of the inbox: folders, lines, and the conversations of the chosen folder."""

    place: Place
    folders: list[Folder]
    lines: list[Line]
    rows: list[Row]
    older: str
    failed: int

    @property
    def folder(self) -> Folder:
        """Returns the folder that is open."""
        return next(folder for folder in self.folders if folder.is_current)


def read_place(folder: str, line: str) -> Place:
    """Reads where somebody stands from an address; what is unknown counts as all open conversations."""
    known = folder if folder in FOLDERS else "all"
    return Place(known, int(line) if line.isdecimal() and len(line) < 18 else None)


def read_inbox(actor: Actor, place: Place, now: datetime, *, shown: int = PAGE) -> Inbox:
    """Reads the left side of the inbox; shown is how many conversations the page has already."""
    rows, older = read_rows(actor, place, now, limit=max(PAGE, min(shown, MOST_SHOWN)))
    counts = folder_counts(actor, place.line_id, place.folder)
    folders = [
        Folder(
            slug=slug,
            label=label,
            icon=icon,
            count=_shown_count(counts.get(slug, 0)),
            url=reverse("inbox") + Place(slug, place.line_id).query,
            is_current=slug == place.folder,
        )
        for slug, (label, icon) in FOLDER_WORDS.items()
    ]
    lines = list(Line.objects.filter(is_active=True).order_by("name")[:50])
    return Inbox(place, folders, lines, rows, older, failed_count(actor))


def read_rows(
    actor: Actor, place: Place, now: datetime, *, before: str = "", limit: int = PAGE
) -> tuple[list[Row], str]:
    """Reads some conversations of a place, and where the next older ones begin."""
    page = page_of_folder(actor, place.folder, line_id=place.line_id, before=before, limit=limit)
    present = present_in([conversation.pk for conversation in page.conversations], actor, now)
    rows = [
        _row(conversation, place, present.get(conversation.pk, []), now)
        for conversation in page.conversations
    ]
    return rows, page.older


def _row(conversation: Conversation, place: Place, present: list[Presence], now: datetime) -> Row:
    """Makes a row ready: fifty of them on a page make what is done in the template felt."""
    when, since = ago(conversation.last_at), conversation.waiting_since
    return Row(
        key=str(conversation.pk),
        url=conversation.get_absolute_url() + place.query,
        conversation=conversation,
        present=present,
        waiting_tone=waiting_tone(now - since) if since else "",
        when=when,
        waits=(when if since == conversation.last_at else ago(since)) if since else "",
    )


def _shown_count(count: int) -> str:
    if not count:
        return ""
    return f"{COUNT_LIMIT}+" if count > COUNT_LIMIT else str(count)


def people_for(actor: Actor, typed: str) -> tuple[list[User], list[Team]]:
    """Lists the colleagues and teams whose name has the typed text, the actor's own team first."""
    users, teams = active_users().exclude(pk=actor.user_id or 0), all_teams()
    if typed := typed.strip():
        users, teams = users.filter(name__icontains=typed), teams.filter(name__icontains=typed)
    found = list(users.select_related("team")[:200])
    found.sort(key=lambda user: user.team_id != actor.team_id)
    return found[:PEOPLE], list(teams[:PEOPLE])


def failed_count(actor: Actor) -> int:
    """Counts what came in and could not be read, for those who may do something about it."""
    if not actor.may("inbox_item.view"):
        return 0
    return InboxItem.objects.filter(state=InboxItem.State.FAILED).order_by()[: COUNT_LIMIT + 1].count()


def kept_items(actor: Actor, state: str, limit: int = 200) -> list[InboxItem]:
    """Lists what came in and failed, or was set aside, newest first."""
    actor.require("inbox_item.view")
    return list(InboxItem.objects.filter(state=state).select_related("line", "file").order_by("-id")[:limit])


def kept_item(actor: Actor, item_id: int) -> InboxItem:
    """Finds one kept thing; raises InboxItem.DoesNotExist where there is none."""
    actor.require("inbox_item.view")
    return InboxItem.objects.select_related("file").get(pk=item_id)


def failed_deliveries(actor: Actor, limit: int = 200) -> list[Delivery]:
    """Lists the handlers that failed on an event, newest first."""
    actor.require("job.view")
    return list(Delivery.objects.select_related("event").order_by("-id")[:limit])


def outgoing(actor: Actor, limit: int = 200) -> tuple[list[OutboxItem], list[OutboxItem]]:
    """Lists the messages that could not be delivered, newest first, and those that wait, the next one first."""
    within = Conversation.objects.visible_to(actor)
    items = _with_message(OutboxItem.objects.filter(message__conversation__in=within))
    stuck = items.filter(state__in=(OutboxItem.State.FAILED, OutboxItem.State.REFUSED)).order_by("-id")
    waiting = items.filter(state__in=(OutboxItem.State.QUEUED, OutboxItem.State.SENDING)).order_by(
        "next_try_at"
    )
    return list(stuck[:limit]), list(waiting[:limit])


def _with_message(items: QuerySet[OutboxItem]) -> QuerySet[OutboxItem]:
    return items.select_related("message__conversation", "message__customer", "message__author")


def raw_of(actor: Actor, message_id: int) -> InboxItem:
    """Finds the raw thing that a message was read from; raises InboxItem.DoesNotExist where there is none."""
    within = Conversation.objects.visible_to(actor)
    items = InboxItem.objects.select_related("file").filter(
        message_id=message_id, message__conversation__in=within
    )
    return items.order_by("id")[:1].get()
