from django.utils.translation import gettext_lazy as _

from zhiji.ui import palette


def register() -> None:
    """Enters the pages about oneself into the palette."""
    palette.register(palette.Command("my-settings", _("My settings"), "profile", "user-circle", order=900))
    palette.register(palette.Command("my-notices", _("Notifications"), "notifications", "bell", order=901))
    palette.register(
        palette.Command("my-choices", _("What I hear of"), "notification_choices", "bell-off", order=902)
    )
    palette.register(
        palette.Command("my-security", _("Password and second factor"), "mfa_index", "shield-lock", order=903)
    )
