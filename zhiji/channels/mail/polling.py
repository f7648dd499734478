"""Watches the foreign mailboxes of all lines, each in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.utils import timezone
from imap_tools import BaseMailBox

from zhiji.channels.inbox.actions import keep
from zhiji.channels.lines.models import Line
from zhiji.channels.lines.queries import lines_in_use
from zhiji.channels.mail.actions import note_mailbox_error, note_mailbox_seen
from zhiji.channels.mail.keeping import ACTOR, raw_mail
from zhiji.channels.mail.mailbox import Mailbox, mailbox_of, new_mails, open_mailbox, put_away
from zhiji.kernel.files.disk import settle
from zhiji.kernel.modules.registry import is_on
from zhiji.kernel.sealing import unseal

logger = logging.getLogger("zhiji.mail")

SECONDS_TO_LOOK_FOR_LINES = 10
SECONDS_BETWEEN_NOTES = 60
# Servers end an IDLE after 29 minutes (RFC 2177); routers on the way often forget a silent connection sooner.
SECONDS_IN_IDLE = 240


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 5, 10, 20 … at most 300."""
    return min(300.0, 5.0 * float(2 ** min(failures - 1, 10)))


def take_new(mailbox: BaseMailBox, box: Mailbox, place: dict[str, Any]) -> dict[str, Any]:
    """Keeps all new mails of a mailbox, each before the place moves past it, and returns the new place."""
    for mails, following in new_mails(mailbox, box, place):
        place = following
        raws = []
        for number, content in mails.items():
            settle(content)
            meta = {"route": "imap", "uid": number, "mailbox": f"{box.user}@{box.host}/{box.folder}"}
            raws.append(raw_mail(content, box.line_id, meta))
        if raws:
            keep(actor=ACTOR, raws=raws)
            note_mailbox_seen(actor=ACTOR, line_id=box.line_id, at=timezone.now(), place=place)
            put_away(mailbox, box, list(mails))
    return place


class Watcher(threading.Thread):
    """Watches one mailbox until told to stop; comes back after every break, waiting longer each time."""

    def __init__(self, box: Mailbox) -> None:
        super().__init__(name=f"mailbox {box.line_id}", daemon=True)
        self.box = box
        self.stopping = threading.Event()
        self.failures = 0
        self._noted_at = 0.0

    def run(self) -> None:
        """Looks, waits, looks again."""
        while not self.stopping.is_set():
            try:
                self._watch()
            except Exception as error:
                self.failures += 1
                logger.warning("mailbox of line %s: %s: %s", self.box.line_id, type(error).__name__, error)
                self._note_error(f"{type(error).__name__}: {error}"[:500])
                self.stopping.wait(pause_after(self.failures))
        connections.close_all()

    def _watch(self) -> None:
        mailbox = open_mailbox(self.box)
        try:
            place = Line.objects.get(pk=self.box.line_id).state.get("imap", {})
            while not self.stopping.is_set():
                before, place = place, take_new(mailbox, self.box, place)
                self.failures = 0
                self._note_seen(place, changed=before != place)
                connections.close_all()
                self._wait(mailbox)
        finally:
            self._guarded(mailbox.logout)

    def _note_seen(self, place: dict[str, Any], *, changed: bool) -> None:
        if changed or time.monotonic() - self._noted_at > SECONDS_BETWEEN_NOTES:
            note_mailbox_seen(actor=ACTOR, line_id=self.box.line_id, at=timezone.now(), place=place)
            self._noted_at = time.monotonic()

    def _note_error(self, error: str) -> None:
        self._noted_at = 0.0
        self._guarded(lambda: note_mailbox_error(actor=ACTOR, line_id=self.box.line_id, error=error))

    def _wait(self, mailbox: BaseMailBox) -> None:
        """Until the server calls (IDLE), or where it can't, until it is time to look again."""
        if "IDLE" not in mailbox.client.capabilities:
            self.stopping.wait(self.box.every)
            return
        until = time.monotonic() + SECONDS_IN_IDLE
        idle: Any = mailbox.idle
        idle.start()
        try:
            while not self.stopping.is_set() and time.monotonic() < until:
                if idle.poll(timeout=1):
                    break
        finally:
            idle.stop()

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            logger.info("mailbox of line %s: %s", self.box.line_id, error)
            connections.close_all()


class Watch:
    """Keeps one watcher for each line that has a mailbox, as lines come, change and go."""

    def __init__(self) -> None:
        self.watchers: dict[int, Watcher] = {}

    def look_for_lines(self) -> None:
        """Starts and stops watchers so that they fit the lines in use."""
        wanted = wanted_mailboxes() if is_on("channel.mail") else {}
        for line_id, watcher in list(self.watchers.items()):
            if wanted.get(line_id) != watcher.box:
                watcher.stopping.set()
                del self.watchers[line_id]
        for line_id, box in wanted.items():
            if line_id not in self.watchers:
                self.watchers[line_id] = Watcher(box)
                self.watchers[line_id].start()

    def run(self, stopping: threading.Event) -> None:
        """Looks for lines every few seconds until told to stop."""
        while not stopping.is_set():
            try:
                self.look_for_lines()
            except Exception as error:
                logger.warning("lines can't be read: %s", error)
            connections.close_all()
            stopping.wait(SECONDS_TO_LOOK_FOR_LINES)
        for watcher in self.watchers.values():
            watcher.stopping.set()
        for watcher in self.watchers.values():
            watcher.join(timeout=5)


def wanted_mailboxes() -> dict[int, Mailbox]:
    """The mailboxes of all lines in use; a line whose address can't be read gets a note instead."""
    found = {}
    for line in lines_in_use("mail"):
        if not line.imap_url:
            continue
        try:
            found[line.pk] = mailbox_of(line.pk, line.imap_url, unseal(line.imap_secret))
        except ValueError as error:
            note_mailbox_error(actor=ACTOR, line_id=line.pk, error=str(error))
    return found
