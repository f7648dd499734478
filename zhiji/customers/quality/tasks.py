import time
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from zhiji.customers.quality.actions import keep_quality, move_quality_mark, note_quality_day, note_reached
from zhiji.customers.quality.gathering import scored
from zhiji.customers.quality.queries import concerned, count_customers, due, turn_after
from zhiji.customers.quality.registry import HEARD
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.jobs.pumps import give_way

BLOCK = 1000
# Where people work meanwhile, less is written at once.
SMALL = 200
FACTS_A_TURN = 3000
# A change is followed within seconds, and many changes of one customer at once.
TURN_SECONDS = 10.0
# Those who came in large numbers have their scores by the next morning; until then some a turn.
NEWCOMERS_A_TURN = 100
PAGES_TOLD = 50
ACTOR = Actor.machine("quality")

_next_turn = 0.0


@task()
def reckon_all() -> int:
    """Reckons the quality of all customers who changed or whose score is a week old, then notes the day's means.

    A job that was stopped half-way goes on where it was: who has a new score is not due any more.
    """
    now, after, done, total = timezone.now(), 0, 0, count_customers()
    while ids := due(after, now, BLOCK):
        _reckon(ids)
        after, done = ids[-1], done + len(ids)
        _show(done, total, finished=False)
        give_way()
    note_quality_day(actor=ACTOR, day=timezone.localdate())
    _show(done, done, finished=True)
    return done


def follow_changes() -> int:
    """Reckons anew the quality of customers of whom something changed lately, some at a time."""
    global _next_turn
    if time.monotonic() < _next_turn:
        return 0
    return _follow(timezone.now())


def _follow(now: datetime) -> int:
    global _next_turn
    turn = turn_after(now, FACTS_A_TURN, NEWCOMERS_A_TURN)
    for name, several in turn.facts.items():
        if shows := HEARD[name].shows:
            note_reached(actor=ACTOR, reached=shows(several))
    ids = concerned(turn)
    for start in range(0, len(ids), SMALL):
        news = _reckon(ids[start : start + SMALL])
        if news:
            signal_pages([*(f"customer:{key}" for key in news[:PAGES_TOLD]), "list:questions"])
        give_way()
    if turn.is_news:
        move_quality_mark(actor=ACTOR, last_event=turn.last_event, last_customer=turn.last_customer)
    if not turn.is_more:
        _next_turn = time.monotonic() + TURN_SECONDS
    return len(ids)


def _reckon(ids: Sequence[int]) -> list[int]:
    """Reads and reckons before anything is locked, then writes; once more where a customer went away meanwhile."""
    now = timezone.now()
    try:
        return keep_quality(actor=ACTOR, found=scored(ids, now), now=now)
    except IntegrityError:
        return keep_quality(actor=ACTOR, found=scored(ids, now), now=now)


def _show(done: int, total: int, *, finished: bool) -> None:
    label = _("Quality of customers is reckoned")
    show_progress("reckon-quality", label=label, done=done, total=max(done, total), finished=finished)
