"""What was done to a case, in people's words."""

from django.utils.translation import gettext as _

from zhiji.channels.matters import telling
from zhiji.kernel.audit.models import AuditEntry
from zhiji.service.cases.models import Case


def told(line: AuditEntry) -> str:
    """Says one line of a case's history."""
    return telling.told(line, Case, {"open_case": _("opened the case")})
