from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Layout, navigation, palette, panels and lists."""

    name = "zhiji.ui"
    label = "ui"
    verbose_name = _("Interface")
