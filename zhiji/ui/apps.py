from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Layout, navigation, palette, panels and lists."""

    name = "zhiji.ui"
    label = "ui"
    verbose_name = _("Interface")

    def ready(self) -> None:
        from zhiji.kernel.access import registry as access

        access.register("list", ("export",), {"manager": {"export": "all"}})
