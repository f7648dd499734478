from django.utils.translation import gettext_lazy as _

from zhiji.desk.privacy.listing import SPEC
from zhiji.desk.privacy.queries import privacy_panel
from zhiji.ui import palette, panels
from zhiji.ui.lists import registry as lists


def register() -> None:
    """Enters the work list of requests, its command, and the panel beside a person."""
    lists.register(SPEC)
    palette.register(
        palette.Command(
            "privacy",
            _("Requests about one's own data"),
            "privacy",
            "shield-lock",
            "privacy.view",
            keywords=(_("Privacy"), _("Erasure")),
            order=700,
        )
    )
    panels.register(
        panels.Panel(
            slug="privacy",
            place="customer.right",
            label=_("Their own data"),
            template="desk/privacy/panel.html",
            context=privacy_panel,
            right="privacy.view",
            order=70,
        )
    )
