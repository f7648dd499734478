from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceConfig(AppConfig):
    """What customers need after they bought: cases, and later units, repair, knowledge and quality."""

    name = "zhiji.service"
    label = "service"

    def ready(self) -> None:
        from zhiji.channels.matters import registering as matters
        from zhiji.kernel.modules.registry import module
        from zhiji.service.cases import privacy, queries, screens

        module("service", _("Service"), _("Cases of customers who need help."), 20)
        everything = {"view": "all", "add": "all", "change": "all", "assign": "all"}
        grants = {
            "manager": everything,
            "service": everything,
            "sales": {"view": "all", "add": "all"},
            "viewer": {"view": "all"},
        }
        matters.register(
            "case",
            module="service",
            icon="lifebuoy",
            names=(_("Case"), _("Cases")),
            given=(_("A case is given to me"), _("%(actor)s gave you the case “%(subject)s”")),
            grants=grants,
            may_hear_of=queries.may_hear_of,
        )
        privacy.register()
        screens.register()
