"""The rows that measure streams: mails coming in, and events reaching open pages."""

import asyncio
import http.client
import json
import threading
import time
import uuid

from django.db import connection

from zhiji.bench import samples
from zhiji.bench.figures import Figure, p95
from zhiji.bench.rows import ONE_ROW, row
from zhiji.bench.site import Browser, Site
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.events.models import EventRecord

MAILS = 2000
SENDERS = 8
PAGES = 100
EVENTS = 90


@row
def mail_in(site: Site) -> list[Figure]:
    """Mails accepted by SMTP until all are on timelines; half from known customers, half from new ones."""
    line = Line.objects.filter(channel="mail", is_active=True).order_by("pk").first()
    if line is None:
        raise RuntimeError("The demo company has no mail line.")
    known = [point.value for point in samples.points(("mail",), 200)]
    mark = uuid.uuid4().hex[:10]
    mails = [_mail(number, mark, known, line.address) for number in range(MAILS)]
    before = InboxItem.objects.count()
    start = time.perf_counter()
    asyncio.run(_send_all(site.smtp_port, mails, line.address))
    accepted = time.perf_counter() - start
    until = time.perf_counter() + 300
    while _recorded(before) < MAILS and time.perf_counter() < until:
        time.sleep(0.05)
    seconds = time.perf_counter() - start
    arrived = TimelineEntry.objects.filter(kind="message", title__contains=mark).count()
    while EventRecord.objects.pending().exists() and time.perf_counter() < until:
        time.sleep(0.5)  # what follows from the mails must not disturb the next row
    lost = (
        f"{MAILS - arrived} lost" if arrived != MAILS else f"none lost, accepted at {MAILS / accepted:,.0f}/s"
    )
    floor = _floor()
    return [
        Figure(
            "mail_in", site.vendor, arrived / seconds, "mails/s", floor, 100, more_is_better=True, note=lost
        )
    ]


def _recorded(before: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM channels_inboxitem WHERE state = 'recorded'")
        done: int = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM channels_inboxitem")
        total: int = cursor.fetchone()[0]
    return done - before if total >= before else 0


def _floor() -> float:
    """How many bare rows a second the database takes, each in a transaction of its own."""
    with connection.cursor() as cursor:
        start = time.perf_counter()
        for _ in range(500):
            cursor.execute(ONE_ROW, [False])
        seconds = time.perf_counter() - start
        cursor.execute("DELETE FROM kernel_eventrecord WHERE name = 'bench'")
    return 500 / seconds


def _mail(number: int, mark: str, known: list[str], to: str) -> tuple[str, bytes]:
    new = f"person{number}.{mark}@firm{number % 97}-{mark}.example"
    sender = known[number % len(known)] if known and number % 2 else new
    subject = f"Question {number} {mark}"
    text = f"Hello,\n\nour board {number} does not start since this morning. 请帮忙看一下。\n\nKind regards\n"
    head = [
        f"From: Person {number} <{sender}>",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <{number}.{mark}@bench.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return sender, "\r\n".join([*head, "", *(text * 8).split("\n")]).encode()


async def _send_all(port: int, mails: list[tuple[str, bytes]], to: str) -> None:
    parts = [mails[number::SENDERS] for number in range(SENDERS)]
    await asyncio.gather(*(_send(port, part, to) for part in parts))


async def _send(port: int, mails: list[tuple[str, bytes]], to: str) -> None:
    """Speaks just enough SMTP to hand over mails on one connection, so that the sender costs little."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def answer(expected: bytes) -> None:
        line = await reader.readline()
        while line[3:4] == b"-":
            line = await reader.readline()
        if not line.startswith(expected):
            raise RuntimeError(f"SMTP answered {line!r}")

    await answer(b"220")
    writer.write(b"EHLO bench.example\r\n")
    await answer(b"250")
    for sender, raw in mails:
        for command, expected in (
            (f"MAIL FROM:<{sender}>\r\n".encode(), b"250"),
            (f"RCPT TO:<{to}>\r\n".encode(), b"250"),
            (b"DATA\r\n", b"354"),
            (raw + b"\r\n.\r\n", b"250"),
        ):
            writer.write(command)
            await answer(expected)
    writer.write(b"QUIT\r\n")
    await writer.drain()
    writer.close()


@row
def live(site: Site) -> list[Figure]:
    """An event until it has reached each of 100 open pages."""
    browser = site.browser()
    seen: dict[str, list[float]] = {}
    ready = threading.Barrier(PAGES + 1, timeout=60)
    names = [
        f"customer:{key}" for key in Customer.objects.order_by("pk").values_list("pk", flat=True)[:EVENTS]
    ]
    topics = ",".join(["inbox", *names])
    threads = [
        threading.Thread(target=_listen, args=(browser, topics, ready, seen), daemon=True)
        for _ in range(PAGES)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    time.sleep(0.5)
    sent: dict[str, float] = {}
    for name in names:
        sent[name] = time.perf_counter()
        signal_pages([name, "inbox"])
        time.sleep(0.05)
    time.sleep(1.5)
    delays = [at - sent[name] for name, times in seen.items() for at in times if name in sent]
    complete = len(delays) == PAGES * EVENTS
    note = "every event on every page" if complete else f"{PAGES * EVENTS - len(delays)} missing"
    value = p95(delays) if complete else float("inf")
    return [Figure("live", site.vendor, value, "ms p95", _bare_poll(), 200, note=note)]


def _bare_poll() -> float:
    from zhiji.kernel.live.tail import POLL_SECONDS

    return POLL_SECONDS * 1000 if connection.vendor == "sqlite" else 1.0


def _listen(browser: Browser, topics: str, ready: threading.Barrier, seen: dict[str, list[float]]) -> None:
    page = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
    jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    page.request("GET", f"/live?topics={topics}", headers={"Cookie": jar})
    stream = page.getresponse()
    ready.wait()
    while line := stream.readline():
        if line.startswith(b'data: {"id"'):
            at = time.perf_counter()
            for topic in json.loads(line[6:])["topics"]:
                if topic != "inbox":
                    seen.setdefault(topic, []).append(at)
