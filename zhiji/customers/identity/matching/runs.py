"""Runs over all customers of a kind, from their beginning to whatever end: done, failed, or stopped from outside."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from zhiji.customers.identity.matching.models import MatchRun
from zhiji.customers.identity.matching.records import Kind
from zhiji.kernel.jobs.living import lives

State = MatchRun.State
# Whether a process of another machine still lives can't be asked; no run takes so long.
LONGEST = timedelta(hours=12)


@contextmanager
def kept_run(kind: Kind) -> Iterator[MatchRun]:
    """Keeps a run as running while it goes on, and then how it ended; raises whatever went wrong."""
    stop_dead_runs()
    run = MatchRun.objects.create(kind=kind, started_at=timezone.now(), host=_host(), pid=os.getpid())
    try:
        yield run
    except BaseException:
        _end(run, State.FAILED)
        raise
    _end(run, State.DONE)


def _end(run: MatchRun, state: str) -> None:
    run.state, run.ended_at = state, timezone.now()
    run.save(update_fields=["state", "ended_at"])


def stop_dead_runs() -> int:
    """Notes of runs whose process is gone that they were stopped; returns how many."""
    now = timezone.now()
    running = MatchRun.objects.filter(state=State.RUNNING)
    dead = [pk for pk, pid in running.filter(host=_host()).values_list("pk", "pid") if not lives(pid)]
    gone = running.filter(Q(pk__in=dead) | Q(host="") | Q(started_at__lt=now - LONGEST))
    return gone.update(state=State.STOPPED, ended_at=now)


def goes_on() -> bool:
    """Tells whether a run goes on, as far as is known."""
    return MatchRun.objects.filter(state=State.RUNNING).exists()


def _host() -> str:
    return socket.gethostname()[:100]
