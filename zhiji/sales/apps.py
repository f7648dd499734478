from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    """How interest becomes an order: leads, and later opportunities, quotes and orders."""

    name = "zhiji.sales"
    label = "sales"

    def ready(self) -> None:
        from zhiji.customers.timeline.registry import EntryKind
        from zhiji.customers.timeline.registry import register as register_entry
        from zhiji.kernel.access import registry as access
        from zhiji.kernel.live import topics
        from zhiji.kernel.modules.registry import module
        from zhiji.kernel.notifications import registry as notices
        from zhiji.kernel.search import registry as search
        from zhiji.sales.leads import privacy, queries, screens

        module("sales", _("Sales"), _("Leads from every channel."), 10)
        everything = {"view": "all", "add": "all", "change": "all", "assign": "all"}
        grants = {
            "manager": everything,
            "sales": {"view": "tree", "add": "all", "change": "tree", "assign": "tree"},
            "service": {"view": "all", "add": "all"},
            "viewer": {"view": "all"},
        }
        access.register("lead", ("view", "add", "change", "assign"), grants)
        topics.register("lead", queries.may_hear_of)
        register_entry(
            EntryKind("lead", _("Lead"), "target", url=lambda key: f"/leads/{key}", module="sales")
        )
        notices.register(
            "lead_assigned",
            _("A lead is given to me"),
            _("%(actor)s gave you the lead “%(subject)s”"),
            "target",
        )
        search.register(
            search.SearchKind(
                slug="lead",
                label=_("Leads"),
                icon="target",
                module="sales",
                right="lead.view",
                url=lambda key: f"/leads/{key}",
            )
        )
        privacy.register()
        screens.register()
