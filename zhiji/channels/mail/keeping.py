"""Keeps mails as they come in, many in one transaction; none is confirmed before it is on disk."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connections

from zhiji.channels.inbox.actions import Raw, keep
from zhiji.channels.lines.queries import lines_in_use
from zhiji.channels.mail.content_key import content_key
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.durable import durable
from zhiji.kernel.files.disk import settle
from zhiji.kernel.modules.registry import is_on

logger = logging.getLogger("zhiji.mail")

ACTOR = Actor.machine("mail")
MOST_AT_ONCE = 50
MOST_BYTES_AT_ONCE = 64_000_000
WRITERS = 8
LINES_ARE_FRESH = 2.0


def raw_mail(content: bytes, line_id: int, meta: Mapping[str, Any]) -> Raw:
    """A mail as the door in takes it: the same mail on the same line is one, whichever way it came."""
    return Raw("mail", f"{content_key(content)}:{line_id}", content, line_id, meta)


@dataclass
class _Job:
    work: Callable[[], Any] | list[Raw]
    done: "Future[Any]"

    @property
    def size(self) -> int:
        return sum(len(raw.content) for raw in self.work) if isinstance(self.work, list) else 0


def _running_future() -> "Future[Any]":
    """A future that a client who goes away can't cancel under the hands of the thread that writes."""
    done: Future[Any] = Future()
    done.set_running_or_notify_cancel()
    return done


class Keeper:
    """One thread that writes for all connections; what comes in meanwhile goes into its next turn."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._disk = ThreadPoolExecutor(WRITERS, "mail-disk")
        self._thread = threading.Thread(target=self._run, name="mail-keeper", daemon=True)
        self._lines: dict[str, int] = {}
        self._lines_at = 0.0
        self._thread.start()

    def keep(self, content: bytes, line_ids: list[int], meta: Mapping[str, Any]) -> "Future[None]":
        """Keeps a mail, once for each line it came to; the future ends when it is durable."""
        done = _running_future()
        self._disk.submit(self._settle, content, line_ids, meta, done)
        return done

    def lines(self, *, fresh: bool = False) -> "Future[dict[str, int]]":
        """The lines that take mail: address → number. Fails with DatabaseError when nobody can say.

        Arguments: fresh, whether one that was added a moment ago must be among them.
        """
        done = _running_future()
        if not fresh and time.monotonic() - self._lines_at < LINES_ARE_FRESH:
            done.set_result(self._lines)
        else:
            self._jobs.put(_Job(self._read_lines, done))
        return done

    def stop(self) -> None:
        """Lets the writing that has begun end."""
        self._disk.shutdown()
        self._jobs.put(None)
        self._thread.join(timeout=20)

    def _settle(
        self, content: bytes, line_ids: list[int], meta: Mapping[str, Any], done: "Future[None]"
    ) -> None:
        try:
            settle(content)
            raws = [raw_mail(content, line_id, meta) for line_id in line_ids]
        except Exception as error:
            done.set_exception(error)
            return
        self._jobs.put(_Job(raws, done))

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            mails: list[_Job] = []
            while job is not None:
                if isinstance(job.work, list):
                    mails.append(job)
                else:
                    _answer(job, job.work)
                if len(mails) >= MOST_AT_ONCE or sum(one.size for one in mails) >= MOST_BYTES_AT_ONCE:
                    break
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
            _keep_together(mails)
            if job is None:
                break
        connections.close_all()

    def _read_lines(self) -> dict[str, int]:
        if not is_on("channel.mail"):
            raise DatabaseError("mail is switched off")
        self._lines = {line.address: line.pk for line in lines_in_use("mail")}
        self._lines_at = time.monotonic()
        return self._lines


def _keep_together(jobs: list[_Job]) -> None:
    """Writes all in one transaction; where that fails, each alone: one must not hold up others."""
    if not jobs:
        return
    try:
        _keep([raw for job in jobs for raw in _raws(job)])
    except Exception as error:
        if len(jobs) == 1:
            logger.exception("a mail could not be kept; its sender will try again")
            jobs[0].done.set_exception(error)
            return
        for job in jobs:
            _keep_together([job])
        return
    for job in jobs:
        job.done.set_result(None)


def _raws(job: _Job) -> list[Raw]:
    return job.work if isinstance(job.work, list) else []


def _keep(raws: list[Raw]) -> None:
    try:
        with durable():
            keep(actor=ACTOR, raws=raws)
    except DatabaseError:
        connections.close_all()
        raise


def _answer(job: _Job, work: Callable[[], Any]) -> None:
    try:
        job.done.set_result(work())
    except Exception as error:
        connections.close_all()
        job.done.set_exception(error)
