"""What codes and acts are called on the pages of the inbox."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhiji.desk.inbox.rules import error_code

FOLDERS: dict[str, tuple[Any, str]] = {
    "mine": (gettext_lazy("Mine"), "user"),
    "team": (gettext_lazy("My team's"), "users"),
    "unassigned": (gettext_lazy("Unassigned"), "user-question"),
    "all": (gettext_lazy("All open"), "inbox"),
    "snoozed": (gettext_lazy("Snoozed"), "clock-pause"),
    "closed": (pgettext_lazy("folder", "Closed"), "archive"),
}


def snooze_label(code: str) -> str:
    """Names a time to come back to something."""
    return {"later": _("Later today"), "tomorrow": _("Tomorrow morning"), "monday": _("Next Monday")}[code]


def failure_text(error: str) -> str:
    """Says in plain words why a kept thing could not be read."""
    return {
        "unknown_channel": _("No part of Zhiji reads this channel. Perhaps it is switched off."),
        "file_gone": _("The kept file is not in its place. Bring it back from a backup, then try again."),
        "file_locked": _(
            "The kept file may not be read. Mend the rights of the data folder, then try again."
        ),
        "too_big": _("It is too big for the memory of this machine."),
        "too_deep": _("Its parts lie too deep within each other."),
        "unreadable": _("Its content is damaged and could not be read."),
        "does_not_fit": _("A part of it does not fit into the database."),
        "record_gone": _("A record that it belongs to does not exist any more."),
    }.get(error_code(error), _("Zhiji could not read it. The technical details say more."))


def event_text(action: str, before: dict[str, Any], after: dict[str, Any], names: dict[int, str]) -> str:
    """Says what happened with a conversation, without its actor."""
    if action == "assign_conversation":
        owner = after.get("owner_id")
        return (
            _("gave it to %(name)s") % {"name": names.get(owner, "?")}
            if owner
            else _("gave it back to the team")
        )
    return {
        "snooze_conversation": _("snoozed it"),
        "close_conversation": _("closed it"),
        "reopen_conversation": _("opened it again"),
        "put_back": _("undid the last change"),
        "wake_snoozed": _("Back from snooze"),
    }.get(action, action)
