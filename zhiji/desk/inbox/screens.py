"""The inbox in the navigation and the palette."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiji.channels.conversations.queries import waiting_for
from zhiji.ui import nav, palette

RIGHT = "conversation.view"


def register() -> None:
    """Registers the inbox in the navigation and the palette."""
    nav.register(
        nav.NavItem(
            "inbox",
            _("Inbox"),
            "inbox",
            "inbox",
            RIGHT,
            order=20,
            count=waiting_for,
            key="i",
            topics=("inbox",),
        )
    )
    for slug, label, url, icon, right, keywords in (
        ("inbox", _("Inbox"), "inbox", "inbox", RIGHT, (_("mail"), _("messages"))),
        ("inbox-mine", _("Inbox: mine"), _folder("mine"), "user", RIGHT, ()),
        ("inbox-team", _("Inbox: my team's"), _folder("team"), "users", RIGHT, ()),
        ("inbox-unassigned", _("Inbox: unassigned"), _folder("unassigned"), "user-question", RIGHT, ()),
        ("inbox-all", _("Inbox: all open"), _folder("all"), "inbox", RIGHT, ()),
        ("inbox-snoozed", _("Inbox: snoozed"), _folder("snoozed"), "clock-pause", RIGHT, ()),
        ("inbox-closed", _("Inbox: closed"), _folder("closed"), "archive", RIGHT, ()),
        ("inbox-outgoing", _("Outgoing messages"), "inbox_outgoing", "send", RIGHT, (_("not delivered"),)),
        (
            "inbox-failed",
            _("What could not be read"),
            "inbox_failed",
            "mail-x",
            "inbox_item.view",
            (_("failed"),),
        ),
        ("inbox-handlers", _("Processes that failed"), "inbox_handlers", "bolt", "job.view", (_("failed"),)),
    ):
        palette.register(palette.Command(slug, label, url, icon, right, keywords=keywords, order=20))


def _folder(slug: str) -> Callable[[], str]:
    return lambda: f"{reverse('inbox')}?folder={slug}"
