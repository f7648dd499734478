from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.modules.models import ModuleState
from zhiji.kernel.modules.registry import MODULES, is_on


@action
def switch_module(*, actor: Actor, slug: str, on: bool) -> None:
    """Switches a module on or off for everybody; its data stay where they are."""
    actor.require("setup.change")
    if slug not in MODULES:
        raise Refused(_("There is no module “%(slug)s”.") % {"slug": slug})
    before = is_on(slug)
    ModuleState.objects.update_or_create(slug=slug, defaults={"is_on": on})
    record(actor, "switch_module", None, before={slug: before}, after={slug: on})
    forget_rights()
