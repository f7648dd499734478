from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceConfig(AppConfig):
    """What customers need after they bought: cases, and later units, repair, knowledge and quality."""

    name = "zhiji.service"
    label = "service"

    def ready(self) -> None:
        from zhiji.customers.timeline.registry import EntryKind
        from zhiji.customers.timeline.registry import register as register_entry
        from zhiji.kernel.access import registry as access
        from zhiji.kernel.live import topics
        from zhiji.kernel.modules.registry import module
        from zhiji.kernel.notifications import registry as notices
        from zhiji.kernel.search import registry as search
        from zhiji.service.cases import privacy, queries, screens

        module("service", _("Service"), _("Cases of customers who need help."), 20)
        everything = {"view": "all", "add": "all", "change": "all", "assign": "all"}
        grants = {
            "manager": everything,
            "service": everything,
            "sales": {"view": "all", "add": "all"},
            "viewer": {"view": "all"},
        }
        access.register("case", ("view", "add", "change", "assign"), grants)
        topics.register("case", queries.may_hear_of)
        register_entry(
            EntryKind("case", _("Case"), "lifebuoy", url=lambda key: f"/cases/{key}", module="service")
        )
        notices.register(
            "case_assigned",
            _("A case is given to me"),
            _("%(actor)s gave you the case “%(subject)s”"),
            "lifebuoy",
        )
        search.register(
            search.SearchKind(
                slug="case",
                label=_("Cases"),
                icon="lifebuoy",
                module="service",
                right="case.view",
                url=lambda key: f"/cases/{key}",
            )
        )
        privacy.register()
        screens.register()
