"""Permission at the door out: asked before a message is written, and once more before it goes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiji.channels.outbox.addressing import refusal_text
from zhiji.customers.permission.queries import why_not
from zhiji.kernel.errors import Refused
from zhiji.ui.shown import exact_time


@dataclass(frozen=True)
class Aim:
    """What a message is for, and whether it answers what the customer asked."""

    purpose: str
    is_answer: bool


def ask_permission(customer_id: int, addresses: Collection[str], aim: Aim) -> None:
    """Raises Refused with the reason where a mail may not go to these addresses."""
    reason = why_not(customer_id, "mail", aim.purpose, addresses=addresses, is_answer=aim.is_answer)
    if reason:
        raise Refused(refusal_text(reason))


def held_text(reason: str, until: object) -> str:
    """Says in people's language until when a message waits, and why."""
    why = {
        "quiet_hours": _("quiet hours where the customer is"),
        "holiday": _("a holiday"),
        "weekday": _("no day for such messages"),
        "cap_day": _("the customer has had enough messages today"),
        "cap_week": _("the customer has had enough messages this week"),
        "cap_month": _("the customer has had enough messages this month"),
    }.get(reason, reason)
    when = exact_time(until)  # type: ignore[arg-type]
    return _("Held until %(when)s: %(why)s") % {"when": when, "why": why}
