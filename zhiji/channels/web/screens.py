"""Where web forms stand in the palette and in the schedule."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhiji.channels.web.tasks import forget_traffic_now
from zhiji.kernel.jobs.schedule import every
from zhiji.ui import palette


def register() -> None:
    """Registers the commands and the daily work of the web channel."""
    palette.register(
        palette.Command(
            "web_forms", _("Web forms"), "web_forms", "world-www", "setup.view", "channel.web", order=910
        )
    )
    every("forget_web_form_traffic", timedelta(days=1), forget_traffic_now, hour=3)
