from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    """How interest becomes an order: leads, and later opportunities, quotes and orders."""

    name = "zhiji.sales"
    label = "sales"

    def ready(self) -> None:
        from zhiji.channels.matters import registering as matters
        from zhiji.kernel.modules.registry import module
        from zhiji.sales.leads import privacy, queries, screens

        module("sales", _("Sales"), _("Leads from every channel."), 10)
        everything = {"view": "all", "add": "all", "change": "all", "assign": "all"}
        grants = {
            "manager": everything,
            "sales": {"view": "tree", "add": "all", "change": "tree", "assign": "tree"},
            "service": {"view": "all", "add": "all"},
            "viewer": {"view": "all"},
        }
        matters.register(
            "lead",
            module="sales",
            icon="target",
            names=(_("Lead"), _("Leads")),
            given=(_("A lead is given to me"), _("%(actor)s gave you the lead “%(subject)s”")),
            grants=grants,
            may_hear_of=queries.may_hear_of,
        )
        privacy.register()
        screens.register()
