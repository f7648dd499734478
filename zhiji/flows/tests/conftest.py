"""Lines, mails, and the pumps that carry a mail its whole way."""

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.actions import Raw, keep
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.inbox.pump import process_kept
from zhiji.channels.lines.models import Line
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.events.dispatch import dispatch_events

MACHINE = Actor.machine("test")


@pytest.fixture(autouse=True)
def fresh_rights():
    """Forget what an earlier test switched or granted."""
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def lines(db):
    """One mail line of each purpose, by purpose."""
    purposes = ("support", "sales", "complaints", "general")
    return {
        purpose: Line.objects.create(
            name=purpose, channel="mail", address=f"{purpose}@ours.example", purpose=purpose
        )
        for purpose in purposes
    }


@pytest.fixture
def mail_in(lines) -> Callable[..., Message | None]:
    """Let a mail come in on a line and go its whole way; gives its message."""

    def come(
        purpose: str = "support",
        sender: str = "Li Lei <lilei@bluesky.example>",
        text: str = "The board does not start.",
        subject: str = "Board CM-20",
        **headers: str,
    ) -> Message | None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, f"{purpose}@ours.example", subject
        mail["Message-ID"] = make_msgid(domain="bluesky.example")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        raw = Raw("mail", str(mail["Message-ID"]), bytes(mail), lines[purpose].pk, {})
        keep(actor=MACHINE, raws=[raw])
        run_pumps()
        return InboxItem.objects.get(external_id=str(mail["Message-ID"])).message

    return come


def run_pumps() -> None:
    """Do all that waits: what is kept, then what follows from it."""
    while process_kept() or dispatch_events():
        pass
