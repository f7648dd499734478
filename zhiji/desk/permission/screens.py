from django.utils.translation import gettext_lazy as _

from zhiji.desk.permission.queries import permission_panel
from zhiji.ui import palette, panels


def register() -> None:
    """Enters the panel beside a customer, and the page on which the rules are set."""
    panels.register(
        panels.Panel(
            slug="permission",
            place="customer.right",
            label=_("May we write?"),
            template="desk/permission/panel.html",
            context=permission_panel,
            right="permission.view",
            order=60,
        )
    )
    palette.register(
        palette.Command(
            "contact-rules",
            _("Rules for contact"),
            "contact_rules",
            "clock",
            "setup.view",
            keywords=(_("Quiet hours"), _("Holidays"), _("Caps")),
            order=800,
        )
    )
