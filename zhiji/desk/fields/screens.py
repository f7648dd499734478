"""What the desk shows of fields of one's own: where they are defined, and a panel on the customer's page."""

from django.utils.translation import gettext_lazy as _

from zhiji.desk.fields.panels import own_panel
from zhiji.ui import palette, panels


def register() -> None:
    """Enters the page of fields and the panel with their values."""
    palette.register(
        palette.Command(
            "own-fields",
            _("Fields of one's own"),
            "own_fields",
            "forms",
            "setup.view",
            keywords=(_("Custom fields"),),
            order=800,
        )
    )
    panels.register(
        panels.Panel(
            slug="own_fields",
            place="customer.right",
            label=_("More about them"),
            template="desk/fields/panel.html",
            context=own_panel,
            order=40,
        )
    )
