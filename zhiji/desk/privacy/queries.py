"""What the pages of requests about people's own data show."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import requests_of, subject_of, what_is_held, what_is_kept, what_stays
from zhiji.customers.privacy.registry import HOLDINGS
from zhiji.customers.privacy.rules import urgency
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.models import Progress

URGENCY = {"late": "bad", "soon": "warn", "": ""}


def why_text(code: str) -> str:
    """Says why something is kept in spite of an erasure."""
    return {
        "open": _("it is not settled yet; it goes when it is closed"),
        "list": _("the list is not in yet, and the rest is read from its file; it goes by itself"),
        "claims": _("claims may be brought for three years (Civil Code Art. 188)"),
    }.get(code, code)


def tone_of(asked: PrivacyRequest) -> str:
    """Returns the tone in which a request's due date is shown."""
    if asked.state in {PrivacyRequest.State.DONE, PrivacyRequest.State.REFUSED}:
        return ""
    return URGENCY[urgency(asked.due_at, timezone.now())]


def page_of(actor: Actor, asked: PrivacyRequest) -> dict[str, Any]:
    """Gathers what the page of one request shows: what is held and would be kept, or what was done."""
    is_open = asked.state == PrivacyRequest.State.OPEN
    parts: dict[str, Any] = {
        "asked": asked,
        "tone": tone_of(asked),
        "is_open": is_open,
        # The page of somebody who is being erased must not go on naming them.
        "names_them": asked.customer_id and (is_open or asked.kind != PrivacyRequest.Kind.ERASE),
        "may_act": actor.may("privacy.request"),
        "may_erase": actor.may("privacy.erase"),
        "erased": _erased(asked),
        "kept": [_kept(one) for one in _left(asked.report)],
        "progress": Progress.objects.filter(slug=f"privacy-{asked.pk}", finished_at=None).first(),
    }
    if is_open and asked.customer_id:
        subject = subject_of(asked.customer_id)
        parts["held"] = what_is_held(asked.customer_id)
        parts["would_keep"] = [
            {"what": one.what, "why": why_text(one.why), "until": one.until}
            for one in (*what_is_kept(subject), *what_stays(subject))
        ]
    return parts


def _erased(asked: PrivacyRequest) -> list[tuple[str, int]]:
    counts = asked.report.get("erased", {})
    return [
        (str(HOLDINGS[slug].label) if slug in HOLDINGS else slug, count) for slug, count in counts.items()
    ]


def _left(report: dict[str, Any]) -> list[dict[str, Any]]:
    """What an erasure left, as its report says: kept by a law or a contract, and what stays for a while."""
    return [*report.get("kept", ()), *report.get("stays", ())]


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    until: datetime | None = parse_datetime(told["until"]) if told["until"] else None
    return {"what": told["what"], "why": why_text(told["why"]), "until": until}


def privacy_panel(actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Gives the panel beside a person their requests; organisations have none."""
    if not customer.is_person:
        return None
    asked = requests_of(actor, customer) if getattr(customer, "has_requests", True) else []
    return {
        "requests": [(one, tone_of(one)) for one in asked],
        "may_ask": actor.may("privacy.request"),
    }
