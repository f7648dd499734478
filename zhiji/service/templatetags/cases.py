"""Filters for pages that show cases."""

from django import template
from django.utils import timezone

from zhiji.kernel.audit.models import AuditEntry
from zhiji.service.cases import history
from zhiji.service.cases.clock import ShownClock, shown_clock
from zhiji.service.cases.models import Case

register = template.Library()

STATES = {"new": "accent", "open": "info", "waiting": "warn", "closed": ""}
PRIORITIES = {"low": "", "normal": "", "high": "warn", "urgent": "bad"}


@register.filter
def case_clock(case: Case) -> ShownClock:
    """Reads the first-answer clock of a case."""
    return shown_clock(case, timezone.now())


@register.filter
def case_tone(case: Case) -> str:
    """Returns the tone of a case's state."""
    return STATES[case.state]


@register.filter
def case_priority(case: Case) -> str:
    """Returns the tone of a case's priority."""
    return PRIORITIES[case.priority]


@register.filter
def case_told(line: AuditEntry) -> str:
    """Says one line of a case's history."""
    return history.told(line)
