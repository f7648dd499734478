"""How long customers wait for their first answer, and when that is too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# What a customer may expect until agreements of their own exist.
FIRST_ANSWER = {
    "urgent": timedelta(hours=1),
    "high": timedelta(hours=4),
    "normal": timedelta(hours=8),
    "low": timedelta(hours=24),
}


@dataclass(frozen=True)
class Clock:
    """The first-answer clock of a case; tone is good, warn or bad, or "" once it no longer matters."""

    waited: timedelta
    is_running: bool
    tone: str


def first_answer_clock(
    *,
    priority: str,
    opened_at: datetime,
    first_answer_at: datetime | None,
    closed_at: datetime | None,
    now: datetime,
) -> Clock:
    """Reads the first-answer clock: it runs from the opening to the first answer, or to the closing.

    While it runs, the second half of the allowed time is a warning, and beyond it is bad. Times are aware.
    """
    limit = FIRST_ANSWER.get(priority, FIRST_ANSWER["normal"])
    end = first_answer_at or closed_at
    waited = max((end or now) - opened_at, timedelta(0))
    if end:
        return Clock(waited, is_running=False, tone="bad" if first_answer_at and waited > limit else "")
    if waited > limit:
        return Clock(waited, is_running=True, tone="bad")
    return Clock(waited, is_running=True, tone="warn" if waited * 2 > limit else "good")
