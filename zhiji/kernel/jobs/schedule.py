"""Jobs that come round by themselves; each turn is enqueued once, by whichever worker comes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiji.kernel.jobs.models import Schedule
from zhiji.kernel.jobs.rules import next_turn
from zhiji.kernel.modules.registry import is_on


@dataclass(frozen=True)
class Turn:
    """A repeated job: how often, and at which hour of the day for daily ones."""

    slug: str
    period: timedelta
    task: Any
    module: str
    hour: int | None


TURNS: dict[str, Turn] = {}


def every(slug: str, period: timedelta, task: Any, *, module: str = "", hour: int | None = None) -> None:
    """Registers a task that is enqueued once per period, daily ones at this hour of local time."""
    TURNS[slug] = Turn(slug, period, task, module, hour)


def enqueue_due(now: datetime | None = None) -> int:
    """Enqueues the tasks whose time has come and returns how many."""
    now = now or timezone.now()
    count = 0
    known = dict(Schedule.objects.values_list("slug", "due_at"))
    for turn in TURNS.values():
        if turn.slug not in known:
            due = next_turn(now, turn.period, turn.hour, timezone.get_default_timezone())
            Schedule.objects.get_or_create(slug=turn.slug, defaults={"due_at": due})
        elif known[turn.slug] <= now and is_on(turn.module):
            count += _take_turn(turn, known[turn.slug], now)
    return count


def _take_turn(turn: Turn, due: datetime, now: datetime) -> int:
    with transaction.atomic():
        following = next_turn(now, turn.period, turn.hour, timezone.get_default_timezone())
        taken = Schedule.objects.filter(slug=turn.slug, due_at=due).update(due_at=following, last_at=now)
        if taken:
            turn.task.enqueue()
    return taken
