import os
import subprocess
import sys
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from zhiji.customers.identity.matching.extra import is_installed
from zhiji.customers.identity.matching.queries import has_changed
from zhiji.customers.identity.matching.records import Kind
from zhiji.customers.identity.matching.runs import goes_on, stop_dead_runs
from zhiji.customers.identity.matching.telling import progress_now, told_stopped

KINDS: tuple[Kind, ...] = ("organisation", "person")


@task()
def look_through_all() -> int:
    """Looks through all customers for those who are one; returns the exit code of the process that did it."""
    return _look_through(KINDS) if is_installed() else 0


@task()
def look_through_changed() -> int:
    """Does the same at night, for persons or organisations of whom one changed since the last time."""
    changed = [kind for kind in KINDS if has_changed(kind)]
    return _look_through(changed) if changed and is_installed() else 0


@task()
def tidy_runs() -> int:
    """Notes of runs that were killed that they stopped, so that no page waits for them; returns how many."""
    stopped, shown = stop_dead_runs(), progress_now()
    if shown and shown.finished_at is None and not (goes_on() or _is_waiting()):
        told_stopped(_("It was stopped before its end."))
    return stopped


def _is_waiting() -> bool:
    """Tells whether somebody has asked for a look through all that is not over; one of a dead worker begins again."""
    paths = [one.module_path for one in (look_through_all, look_through_changed)]
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path__in=paths, status__in=unfinished).exists()


def _look_through(kinds: Sequence[Kind]) -> int:
    """Runs `zhiji match` as a process of its own, whose gigabytes go with it; it leaves when this one does."""
    lifeline, held = os.pipe()
    command = [sys.executable, "-m", "zhiji", "match", *kinds]
    environ = {**os.environ, "ZHIJI_LIFELINE": str(lifeline)}
    try:
        code = subprocess.call(command, env=environ, pass_fds=[lifeline], stdin=subprocess.DEVNULL)
    finally:
        os.close(held)
        os.close(lifeline)
    stop_dead_runs()
    shown = progress_now()
    if code and not (shown and shown.error):
        told_stopped(_("It stopped. The worker's log says why."))
    return code
