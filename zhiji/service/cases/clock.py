"""The first-answer clock in people's words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiji.service.cases.models import Case
from zhiji.service.cases.rules import first_answer_clock


@dataclass(frozen=True)
class ShownClock:
    """A clock as a page shows it: a sentence, the same short for a column, and its tone."""

    text: str
    short: str
    tone: str
    is_running: bool


def duration(span: timedelta) -> str:
    """Writes a length of time in its largest unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


def shown_clock(case: Case, now: datetime) -> ShownClock:
    """Says how long the customer waits for a first answer, or waited."""
    clock = first_answer_clock(
        priority=case.priority,
        opened_at=case.opened_at,
        first_answer_at=case.first_answer_at,
        closed_at=case.closed_at,
        now=now,
    )
    span = {"time": duration(clock.waited)}
    if clock.is_running:
        return ShownClock(_("waiting for %(time)s") % span, span["time"], clock.tone, True)
    if case.first_answer_at:
        short = _("at once") if clock.waited < timedelta(minutes=1) else _("after %(time)s") % span
        return ShownClock(_("answered after %(time)s") % span, short, clock.tone, False)
    return ShownClock(_("closed without an answer"), _("none"), "", False)
