"""Says in people's language why a column is taken for a field."""

from django.utils.translation import gettext as _


def reason_text(reason: str) -> str:
    """Says why a column was proposed for a field, or for none."""
    return {
        "name": _("By the name of the column"),
        "content": _("By what the column holds"),
        "name_and_content": _("By name and content"),
        "content_not_name": _("By what it holds; the name says otherwise"),
        "consent": _("Seems to tell who agreed; say what each word means"),
        "dates": _("Holds dates; kept as it is"),
        "taken": _("Another column fits better; kept as it is"),
        "unknown": _("Not known; kept as it is"),
    }[reason]
