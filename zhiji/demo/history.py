"""Turn stories into rows: conversations, messages, timeline entries; see matters.py for cases and leads."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from zhiji.channels.conversations.models import Conversation as ConversationRow
from zhiji.channels.conversations.models import Message as MessageRow
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.demo import company
from zhiji.demo.facts import Contact, Conversation, Family, Party, Plot
from zhiji.demo.matters import Matters
from zhiji.demo.staffing import Firm
from zhiji.kernel.search.tokens import SearchDocument
from zhiji.kernel.tables import Table

_PREVIEW = 200


def last_contacts(plots: Iterable[Plot]) -> dict[str, datetime]:
    """When each person and organisation was last in touch with us."""
    found: dict[str, datetime] = {}
    for plot in plots:
        for conversation in plot.conversations:
            at = conversation.contacts[-1].at
            for key in (conversation.person, conversation.organisation):
                if key and found.get(key, at) <= at:
                    found[key] = at
    return found


class History:
    """Writes the stories of some families whose customers are in the database already."""

    def __init__(self, firm: Firm, families: list[Family], plots: list[Plot], keys: dict[str, int]) -> None:
        self.firm = firm
        self.plots = plots
        self.keys = keys
        self.parties: dict[str, Party] = {party.key: party for family in families for party in family.parties}
        self.conversations: dict[str, int] = {}
        self.entries: list[tuple[Any, ...]] = []
        self.found: list[SearchDocument] = []

    def write(self) -> int:
        """Write everything; return how many contacts (mails, calls, forms) there were."""
        self._write_conversations()
        count = self._write_messages() + self._note_calls()
        self.found = Matters(self).write()
        self._write_timeline()
        return count

    def documents(self) -> Iterator[SearchDocument]:
        """What search knows of these cases and leads."""
        yield from self.found

    def _written(self) -> Iterator[Conversation]:
        for plot in self.plots:
            yield from (one for one in plot.conversations if one.channel != "call")

    def user(self, staff: str | None) -> int | None:
        return self.firm.users[staff] if staff else None

    def _write_conversations(self) -> None:
        table = Table(
            ConversationRow,
            "id",
            "subject",
            "channel",
            "line_id",
            "customer_id",
            "state",
            "owner_id",
            "team_id",
            "snoozed_until",
            "created_at",
            "last_at",
            "last_direction",
            "preview",
            "message_count",
            "waiting_since",
            "is_unread",
        )
        conversations = list(self._written())
        ids = table.take_ids(len(conversations))
        self.conversations = {one.key: key for one, key in zip(conversations, ids, strict=True)}
        table.write(self._conversation(one) for one in conversations)

    def _conversation(self, one: Conversation) -> tuple[Any, ...]:
        first, last = one.contacts[0], one.contacts[-1]
        channel = _channel(one.channel)
        team = self.team_of(one)
        waiting = _waiting_since(one) if one.state != "closed" else None
        return (
            self.conversations[one.key],
            one.subject[:300],
            channel,
            self.firm.lines[one.line],
            self.keys[one.person],
            one.state,
            self.user(one.owner),
            team,
            one.snoozed_until,
            first.at,
            last.at,
            last.direction,
            " ".join(last.text.split())[:_PREVIEW],
            len(one.contacts),
            waiting,
            one.unread,
        )

    def team_of(self, one: Conversation) -> int:
        """The team of whoever deals with a conversation, else the one that should take it."""
        if one.owner:
            return self.firm.user_teams[one.owner]
        line = company.LINES_BY_KEY[one.line]
        return self.firm.teams[self.parties[one.person].team if line.purpose == "sales" else line.team]

    def _write_messages(self) -> int:
        table = Table(
            MessageRow,
            "id",
            "conversation_id",
            "customer_id",
            "direction",
            "channel",
            "external_id",
            "references",
            "sender",
            "recipients",
            "subject",
            "text",
            "quoted",
            "author_id",
            "at",
            "state",
            "data",
            "key",
        )
        pairs = [(one, contact) for one in self._written() for contact in one.contacts]
        ids = table.take_ids(len(pairs))
        table.write(self._message(key, *pair) for key, pair in zip(ids, pairs, strict=True))
        for key, (one, contact) in zip(ids, pairs, strict=True):
            data = {"conversation": self.conversations[one.key], "auto": ""}
            self._enter_contact(contact, "message", f"message:{key}", ("message", key), data)
        return len(pairs)

    def _message(self, key: int, one: Conversation, contact: Contact) -> tuple[Any, ...]:
        inward = contact.direction == "in"
        channel = _channel(contact.channel)
        address = _address(self.parties[contact.person])
        line = company.LINES_BY_KEY[one.line].mail
        name = self.parties[contact.person].name
        sender = f"{name} <{address}>" if channel == "mail" and inward else address if inward else line
        before = [_external_id(earlier) for earlier in one.contacts[: one.contacts.index(contact)][-20:]]
        folded = "\n\n".join(part for part in (contact.signature, contact.quoted) if part)
        return (
            key,
            self.conversations[one.key],
            self.keys[contact.person],
            contact.direction,
            channel,
            _external_id(contact),
            [mail for mail in before if mail],
            sender,
            [line if inward else address],
            contact.subject[:300],
            contact.text,
            folded,
            self.user(contact.staff),
            contact.at,
            "received" if inward else "sent",
            {"reply_to": address} if inward else {},
            f"demo:{contact.key}",
        )

    def _note_calls(self) -> int:
        calls = [
            one.contacts[0] for plot in self.plots for one in plot.conversations if one.channel == "call"
        ]
        for contact in calls:
            self._enter_contact(contact, "call", f"demo:{contact.key}", None, {"seconds": contact.seconds})
        return len(calls)

    def _enter_contact(
        self, contact: Contact, kind: str, key: str, ref: tuple[str, int] | None, data: dict[str, Any]
    ) -> None:
        inward = contact.direction == "in" and kind != "call"
        who = self.parties[contact.person].name if inward else company.BY_KEY[contact.staff or ""].name
        channel = "phone" if kind == "call" else _channel(contact.channel)
        self.enter(
            contact.person,
            contact.at,
            kind,
            channel,
            contact.direction,
            who,
            contact.subject,
            contact.text,
            ref,
            data,
            key,
        )

    def enter(
        self,
        person: str,
        at: datetime,
        kind: str,
        channel: str,
        direction: str,
        who: str,
        title: str,
        text: str,
        ref: tuple[str, int] | None,
        data: dict[str, Any],
        key: str,
    ) -> None:
        employer = self.parties[person].parent
        self.entries.append(
            (
                self.keys[person],
                self.keys[employer] if employer else None,
                at,
                kind,
                channel,
                direction,
                who,
                title[:300],
                text[:4000],
                ref[0] if ref else "",
                ref[1] if ref else None,
                data,
                key,
            )
        )

    def _write_timeline(self) -> None:
        table = Table(
            TimelineEntry,
            "id",
            "customer_id",
            "organisation_id",
            "at",
            "kind",
            "channel",
            "direction",
            "who",
            "title",
            "text",
            "ref_kind",
            "ref_id",
            "data",
            "key",
        )
        ids = table.take_ids(len(self.entries))
        self.entries.sort(key=lambda entry: entry[2])
        table.write((key, *entry) for key, entry in zip(ids, self.entries, strict=True))


def _channel(said: str) -> str:
    return "web" if said == "form" else "mail"


def _address(party: Party) -> str:
    return next((point.value for point in party.points if point.kind == "mail"), "")


def _external_id(contact: Contact) -> str:
    return f"{contact.key}.{contact.at:%Y%m%d}@{company.DOMAIN}" if contact.channel == "mail" else ""


def _waiting_since(one: Conversation) -> datetime | None:
    """When the customer's first message came that nobody has answered since."""
    since = None
    for contact in reversed(one.contacts):
        if contact.direction == "out":
            break
        since = contact.at
    return since
