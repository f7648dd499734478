"""Processes are killed at any moment while mails come in: every mail confirmed is on a timeline, and none twice."""

import contextlib
import random
import signal
import smtplib
import threading
import time
from email.message import EmailMessage

import psutil

MAILS = 1000
KILLS = 100
SENDERS = 4
ADDRESS = "help@ours.example"
SECONDS_TO_SETTLE = 240

LINE = f"""
from zhiji.channels.lines.actions import save_line
from zhiji.kernel.access.actor import Actor
line = {{"name": "Help", "channel": "mail", "address": "{ADDRESS}", "purpose": "support"}}
save_line(actor=Actor.machine("test"), values=line)
"""
COUNTS = """
import json
from django.db.models import Count
from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.models import InboxItem
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.service.cases.models import Case
print(json.dumps({
    "kept": InboxItem.objects.count(),
    "waiting": InboxItem.objects.exclude(state="recorded").count(),
    "messages": Message.objects.filter(direction="in").count(),
    "subjects": Message.objects.values("subject").distinct().count(),
    "entries": TimelineEntry.objects.filter(kind="message").count(),
    "cases": Case.objects.count(),
    "events": EventRecord.objects.pending().count(),
    "failures": list(Delivery.objects.values_list("error", flat=True)[:5]),
}))
"""


class Sender(threading.Thread):
    """A mail server that tries each of its mails until it is told that it arrived, as mail servers do."""

    def __init__(self, port: int, numbers: range) -> None:
        super().__init__(daemon=True)
        self.port, self.numbers = port, numbers

    def run(self) -> None:
        for number in self.numbers:
            while not self._sent(number):
                time.sleep(0.2)

    def _sent(self, number: int) -> bool:
        mail = EmailMessage()
        mail["From"] = f"Customer {number} <c{number}@firm{number % 40}.example>"
        mail["To"], mail["Subject"], mail["Message-ID"] = (
            ADDRESS,
            f"Mail {number}",
            f"<{number}@firm.example>",
        )
        mail.set_content(f"This is mail {number}.")
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as server:
                server.send_message(mail)
            return True
        except (OSError, smtplib.SMTPException):
            return False


def kill_one(server, dice: random.Random) -> bool:
    """Kill one process of the installation, now and then the supervisor itself, which then is started again."""
    family = server.processes()
    if len(family) < 2:
        return False
    victim = family[0] if dice.random() < 0.03 else dice.choice(family[1:])
    with contextlib.suppress(psutil.NoSuchProcess):
        victim.send_signal(signal.SIGKILL)
    if victim is family[0]:
        _, left = psutil.wait_procs(family, timeout=20)
        assert not left, "the supervisor was killed and these processes did not leave"
        server.process.wait()
        server.start()
    return True


def test_a_thousand_mails_survive_a_hundred_kills(start_server):
    server = start_server()
    server.python(LINE)
    step = MAILS // SENDERS
    senders = [Sender(server.smtp_port, range(first, first + step)) for first in range(0, MAILS, step)]
    for sender in senders:
        sender.start()
    dice, kills = random.Random(7), 0
    while kills < KILLS:
        time.sleep(dice.uniform(0.05, 1.2))
        kills += kill_one(server, dice)
    for sender in senders:
        sender.join(SECONDS_TO_SETTLE)
        assert not sender.is_alive(), "some mails were never accepted"
    counts = settled(server)
    assert counts == {
        "kept": MAILS, "waiting": 0, "messages": MAILS, "subjects": MAILS, "entries": MAILS, "cases": MAILS,
        "events": 0, "failures": [],
    }  # fmt: skip


def settled(server) -> dict:
    """Wait until nothing waits any more; gives the counts."""
    import json

    until = time.monotonic() + SECONDS_TO_SETTLE
    while True:
        counts = json.loads(server.python(COUNTS))
        if (counts["waiting"] == 0 and counts["events"] == 0) or time.monotonic() > until:
            return counts
        time.sleep(1)
