"""What was done to a lead, in people's words."""

from django.utils.translation import gettext as _

from zhiji.channels.matters import telling
from zhiji.kernel.audit.models import AuditEntry
from zhiji.sales.leads.models import Lead


def told(line: AuditEntry) -> str:
    """Says one line of a lead's history."""
    return telling.told(line, Lead, {"add_lead": _("added the lead")})
