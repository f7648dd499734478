from django.utils.translation import gettext_lazy as _

from zhiji.ui import nav, palette


def register() -> None:
    """Enters my day as the first page."""
    nav.register(nav.NavItem("day", _("My day"), "day", "sun", order=10, key="d"))
    palette.register(palette.Command("day", _("My day"), "day", "sun", order=10))
