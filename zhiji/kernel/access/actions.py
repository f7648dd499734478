from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.access.models import Grant, Role
from zhiji.kernel.access.registry import OBJECTS
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused


@action
def set_grants(*, actor: Actor, role_id: int, scopes: Mapping[str, str]) -> Role:
    """Sets how far each right of a role reaches; a right that is not named, or "none", is taken away.

    Administrators keep the right to set Zhiji up: nobody can lock everybody out.
    """
    actor.require("setup.change")
    role = Role.objects.select_for_update().get(pk=role_id)
    known = {f"{item.slug}.{verb}" for item in OBJECTS.values() for verb in item.verbs}
    wanted = {
        right: scope for right, scope in scopes.items() if right in known and scope in Grant.Scope.values
    }
    if role.slug == "admin" and wanted.get("setup.change") != Grant.Scope.ALL:
        raise Refused(_("Administrators must keep the right to set Zhiji up."))
    before = dict(role.grants.values_list("right", "scope"))
    role.grants.all().delete()
    Grant.objects.bulk_create(Grant(role=role, right=right, scope=scope) for right, scope in wanted.items())
    record(actor, "set_grants", role, before=before, after=wanted)
    forget_rights()
    return role


@action
def add_role(*, actor: Actor, name: str, slug: str) -> Role:
    """Adds a role without any right."""
    actor.require("setup.change")
    if Role.objects.filter(slug=slug).exists():
        raise Refused(_("There is a role with this short name already. Choose another."))
    role = Role.objects.create(slug=slug, name=name)
    record(actor, "add_role", role, after={"name": name})
    return role
