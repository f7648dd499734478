"""What the desk shows of customers: menu entry, commands, list, panel."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiji.customers.parties.models import Customer
from zhiji.desk.customers.listing import SPEC
from zhiji.desk.customers.queries import conversations_panel
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.live import topics
from zhiji.kernel.notifications import registry as notices
from zhiji.ui import nav, palette, panels
from zhiji.ui.lists import registry as lists


def register() -> None:
    """Enters the pages of customers."""
    nav.register(
        nav.NavItem(
            "customers", _("Customers"), "customers", "users", right="customer.view", order=30, key="c"
        )
    )
    # A record's page asks only for its neighbours in the list, without what the list shows of them.
    lists.register(replace(SPEC, queryset=Customer.objects.visible_to))
    topics.register("list", may_hear_of_list)
    notices.register(
        "bulk_done",
        _("A change of very many customers is done"),
        _("%(count)s customers were changed. “My day” can take it back."),
        "circle-check",
    )
    panels.register(
        panels.Panel(
            slug="conversations",
            place="customer.right",
            label=_("Conversations"),
            template="desk/customers/_conversations.html",
            context=conversations_panel,
            right="conversation.view",
            order=10,
        )
    )
    _register_commands()


def may_hear_of_list(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that a list changed: whoever may open it."""
    spec = lists.find(rest)
    return spec is not None and actor.may(spec.right)


def _register_commands() -> None:
    kinds = (("person", _("New person"), "user-plus"), ("organisation", _("New organisation"), "building"))
    for kind, label, icon in kinds:
        palette.register(
            palette.Command(
                slug=f"new-{kind}",
                label=label,
                url=lambda kind=kind: f"{reverse('new_customer')}?kind={kind}",
                icon=icon,
                right="customer.add",
                keywords=(_("New customer"),),
                order=40,
                makes_new=True,
            )
        )
    views = (("mine", _("My customers"), "user-check"), ("team", _("My team's customers"), "users-group"))
    for view, label, icon in views:
        palette.register(
            palette.Command(
                slug=f"customers-{view}",
                label=label,
                url=lambda view=view: f"{reverse('customers')}?view={view}",
                icon=icon,
                right="customer.view",
                order=31,
            )
        )
    palette.register(
        palette.Command("customers", _("Customers"), "customers", "users", "customer.view", order=30)
    )
