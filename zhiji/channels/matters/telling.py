"""What was done to a matter, in people's words."""

from typing import Any

from django.utils.translation import gettext as _

from zhiji.channels.matters.models import Matter
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.users.models import User


def told(line: AuditEntry, model: type[Matter], own: dict[str, Any]) -> str:
    """Says one line of a matter's history; own has the words of acts that only its kind knows."""
    kind = model.access_object
    if line.action == f"assign_{kind}":
        owner = User.objects.filter(pk=line.after.get("owner_id")).first()
        return _("gave it to %(name)s") % {"name": owner} if owner else _("gave it to nobody")
    if "state" in line.after:
        field: Any = model._meta.get_field("state")  # type: ignore[misc]  # a field of the feature's own model
        states = dict(field.choices)
        state = states.get(line.after["state"], line.after["state"])
        reason = line.after.get("reason", "")
        return _("state: %(state)s") % {"state": state} + (f" · {reason}" if reason else "")
    if line.action == f"change_{kind}":
        names = [str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in line.after]
        return _("changed %(fields)s") % {"fields": ", ".join(names)}
    return str(own.get(line.action, line.action))
