from django.utils.translation import gettext_lazy as _

from zhiji.ui import palette


def register() -> None:
    """Enters the page of all findings."""
    palette.register(palette.Command("search", _("Search"), "search", "search", keys="/", order=900))
