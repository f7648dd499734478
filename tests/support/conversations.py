"""What tests of conversations need: people, a line, a channel that reads JSON, a way out that keeps messages."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from zhiji.channels.contact import Bounce, Contact, ContactFile
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.inbox import adapters as door_in
from zhiji.channels.inbox.actions import Raw, keep
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.inbox.pump import process_kept
from zhiji.channels.lines.actions import save_line
from zhiji.channels.outbox import adapters as door_out
from zhiji.channels.outbox.adapters import Receipt
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.outbox.pump import send_due
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.users.actions import add_team, add_user

MACHINE = Actor.machine("test")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class JsonAdapter:
    """Reads a contact that a test wrote as JSON."""

    channel = "test"

    def read(self, raw: bytes, meta: Any) -> Contact:
        """Reads it; {"fails": "…"} can't be read."""
        said = json.loads(raw)
        if fault := said.pop("fails", ""):
            raise RuntimeError(fault)
        bounce = said.pop("bounce", None)
        files = tuple(
            ContactFile(name, kind, content.encode()) for name, kind, content in said.pop("files", ())
        )
        said["references"] = tuple(said.get("references", ()))
        said["recipients"] = tuple(said.get("recipients", ()))
        said.setdefault("data", {"reply_to": said.get("mail", "")})
        contact = Contact(at=None, files=files, **said)
        return replace(contact, bounce=Bounce(**bounce)) if bounce else contact


class Keeping:
    """A way out that keeps what it was given, or raises the fault that a test put in."""

    channel = "mail"

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.fault: Exception | None = None

    def external_id(self, message: Message) -> str:
        """Names a message by its key."""
        return f"{message.key}@ours.example"

    def deliver(self, message: Message) -> Receipt:
        """Keeps the message."""
        if self.fault:
            raise self.fault
        self.messages.append(message)
        return Receipt("kept")


@pytest.fixture(autouse=True)
def fresh_rights():
    """Forget what an earlier test switched or granted."""
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def way_out(monkeypatch) -> Keeping:
    """Give the way out for mail, which keeps messages instead of sending them."""
    keeping = Keeping()
    monkeypatch.setitem(door_out._senders, "mail", keeping)
    return keeping


@pytest.fixture
def line(db, way_out, monkeypatch):
    """A support line of the test channel."""
    monkeypatch.setitem(door_in._adapters, "test", JsonAdapter())
    team = add_team(actor=MACHINE, name="Support")
    values = {"name": "Support", "channel": "test", "address": "support@ours.example", "purpose": "general"}
    return save_line(actor=MACHINE, values={**values, "team_id": team.pk})


@pytest.fixture
def agent(line):
    """A service agent."""
    return add_user(
        actor=MACHINE, email="agent@ours.example", name="Agent", team_id=line.team_id, roles=["service"]
    )


@pytest.fixture
def colleague(line):
    """Another service agent."""
    return add_user(
        actor=MACHINE,
        email="colleague@ours.example",
        name="Colleague",
        team_id=line.team_id,
        roles=["service"],
    )


@pytest.fixture
def viewer(line):
    """Somebody who may look and not touch."""
    return add_user(actor=MACHINE, email="viewer@ours.example", name="Viewer", roles=["viewer"])


@pytest.fixture
def customer(line):
    """A customer with a mail address."""
    return add_customer(actor=MACHINE, kind="person", name="李雷", points=[("mail", "lilei@qq.com")])


@pytest.fixture
def arrive(line) -> Callable[..., InboxItem]:
    """Let something come in and be recorded: arrive("1", mail="…", text="…")."""

    def arrive(external_id: str, **said: Any) -> InboxItem:
        said = {"mail": "lilei@qq.com", "subject": "Board", "text": "Hello", **said}
        said.setdefault("external_id", f"{external_id}@theirs.example")
        said.setdefault("sender", said["mail"])
        keep(actor=MACHINE, raws=[Raw("test", external_id, json.dumps(said).encode(), line.pk)])
        while process_kept():
            pass
        return InboxItem.objects.get(external_id=external_id)

    return arrive


@pytest.fixture
def conversation(customer, arrive) -> Conversation:
    """A conversation that the customer began."""
    return arrive("first").message.conversation


def let_time_pass() -> int:
    """Send what waits, as if its time had come; returns how many were tried."""
    OutboxItem.objects.filter(state=OutboxItem.State.QUEUED).update(next_try_at=LONG_AGO)
    return send_due()
