"""Filters for pages that show leads."""

from django import template

from zhiji.kernel.audit.models import AuditEntry
from zhiji.sales.leads import history
from zhiji.sales.leads.models import Lead

register = template.Library()

STATES = {"new": "accent", "working": "info", "qualified": "good", "lost": ""}


@register.filter
def lead_tone(lead: Lead) -> str:
    """Returns the tone of a lead's state."""
    return STATES[lead.state]


@register.filter
def lead_told(line: AuditEntry) -> str:
    """Says one line of a lead's history."""
    return history.told(line)
