from django.utils.translation import gettext_lazy as _

from zhiji.ui import nav, palette


def register() -> None:
    """Enters the pages on which Zhiji is set up."""
    nav.register(nav.NavItem("setup", _("Settings"), "setup", "settings", right="setup.view", order=900))
    commands = [
        ("setup", _("Settings"), "setup", "settings", "setup.view"),
        ("setup-staff", _("Staff and teams"), "setup_staff", "users", "setup.view"),
        ("setup-roles", _("Roles and rights"), "setup_roles", "shield-check", "setup.view"),
        ("setup-lines", _("Mail lines"), "setup_lines", "mail", "setup.view"),
        ("setup-audit", _("Who did what"), "setup_audit", "history", "audit.view"),
    ]
    for slug, label, url, icon, right in commands:
        palette.register(palette.Command(slug, label, url, icon, right, order=800))
