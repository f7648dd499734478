"""For what customers may be written to; each domain registers its own purposes, an administrator may be stricter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ANSWERS = "service"


@dataclass(frozen=True)
class Purpose:
    """One purpose; needs_grant says that nothing goes before the customer agreed.

    is_free says that neither caps nor quiet hours hold it back: only answers to a customer's own question are.
    """

    slug: str
    label: Any
    about: Any
    needs_grant: bool = True
    is_free: bool = False


PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Enters a purpose."""
    PURPOSES[purpose.slug] = purpose


def purpose_of(slug: str) -> Purpose:
    """Returns a purpose; one that nobody registered needs a grant."""
    return PURPOSES.get(slug) or Purpose(slug, slug, "")


register(
    Purpose(
        ANSWERS,
        _("answers and service"),
        _("Answers to what customers ask."),
        needs_grant=False,
        is_free=True,
    )
)
register(
    Purpose(
        "contract",
        _("orders and contracts"),
        _("What a contract needs: dates, delivery, invoices."),
        needs_grant=False,
    )
)
register(Purpose("marketing", _("offers and news"), _("Advertising of any kind, newsletters included.")))
register(Purpose("survey", _("surveys"), _("Questions about how satisfied customers are.")))
register(Purpose("event", _("invitations"), _("Invitations to fairs, open days and courses.")))

CHANNEL_LABELS: Mapping[str, Any] = {
    "mail": _("mail"),
    "phone": _("phone"),
    "sms": _("text message"),
    "wechat": _("WeChat"),
    "fax": _("fax"),
    "post": _("post"),
}
