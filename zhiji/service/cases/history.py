"""What was done to a case, in people's words."""

from django.utils.translation import gettext as _

from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.users.models import User
from zhiji.service.cases.models import Case


def told(line: AuditEntry) -> str:
    """Says one line of a case's history."""
    if line.action == "assign_case":
        owner = User.objects.filter(pk=line.after.get("owner_id")).first()
        return _("gave it to %(name)s") % {"name": owner} if owner else _("gave it to nobody")
    if "state" in line.after:
        states = dict(Case.State.choices)
        return _("state: %(state)s") % {"state": states.get(line.after["state"], line.after["state"])}
    if line.action == "change_case":
        names = [str(getattr(Case._meta.get_field(name), "verbose_name", name)) for name in line.after]
        return _("changed %(fields)s") % {"fields": ", ".join(names)}
    return _("opened the case") if line.action == "open_case" else line.action
