"""What was done to a lead, in people's words."""

from django.utils.translation import gettext as _

from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.users.models import User
from zhiji.sales.leads.models import Lead


def told(line: AuditEntry) -> str:
    """Says one line of a lead's history."""
    if line.action == "assign_lead":
        owner = User.objects.filter(pk=line.after.get("owner_id")).first()
        return _("gave it to %(name)s") % {"name": owner} if owner else _("gave it to nobody")
    if "state" in line.after:
        states = dict(Lead.State.choices)
        state = states.get(line.after["state"], line.after["state"])
        reason = line.after.get("reason", "")
        return _("state: %(state)s") % {"state": state} + (f" · {reason}" if reason else "")
    if line.action == "change_lead":
        names = [str(getattr(Lead._meta.get_field(name), "verbose_name", name)) for name in line.after]
        return _("changed %(fields)s") % {"fields": ", ".join(names)}
    return _("added the lead") if line.action == "add_lead" else line.action
