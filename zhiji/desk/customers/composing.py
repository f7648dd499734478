"""The forms of the composer: one that was sent keeps what was typed, the others are fresh."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from zhiji.channels.outbox.addressing import refusal_text
from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.registry import PURPOSES
from zhiji.desk.customers.forms import MailForm, NoteForm, ReplyForm, new_key
from zhiji.desk.customers.queries import composer_of
from zhiji.kernel.access.actor import Actor

MODES = ("reply", "mail", "note")


def composer_forms(
    actor: Actor, customer: Customer, mode: str = "", sent: forms.Form | None = None
) -> dict[str, Any]:
    """Gathers the composer; mode is the tab that was used last, sent the form with what was typed."""
    offer = composer_of(actor, customer)
    shown = _modes(offer)
    fresh: dict[str, forms.Form] = {
        "reply": ReplyForm(initial={"key": new_key()}),
        "mail": MailForm(initial={"key": new_key()}),
        "note": NoteForm(initial={"key": new_key()}),
    }
    forms_by_mode = fresh | ({mode: sent} if sent else {})
    return {
        **offer,
        "refusal": _refusal(offer["reasons"]),
        "purposes": _purposes(offer["reasons"]),
        "forms": forms_by_mode,
        "modes": shown,
        "mode": mode if mode in shown else next(iter(shown), ""),
    }


def _refusal(reasons: dict[str, str]) -> str:
    """Says why neither an answer nor a letter of ours may go, or why no letter may."""
    if reasons.get("answer"):
        return refusal_text(reasons["answer"])
    return refusal_text(reasons["service"]) if reasons and _letters_are_shut(reasons) else ""


def _letters_are_shut(reasons: dict[str, str]) -> bool:
    return all(reasons[slug] for slug in PURPOSES)


def _purposes(reasons: dict[str, str]) -> list[tuple[str, str, str]]:
    """Lists what a letter may be for: key, name, and why it may not go."""
    return [
        (slug, capfirst(str(one.label)), refusal_text(reasons[slug]) if reasons[slug] else "")
        for slug, one in PURPOSES.items()
        if reasons
    ]


def _modes(offer: dict[str, Any]) -> list[str]:
    open_to = {
        "reply": offer["may_send"] and offer["replies"] and not offer["reasons"]["answer"],
        "mail": offer["may_send"] and offer["lines"] and not _letters_are_shut(offer["reasons"]),
        "note": offer["may_note"],
    }
    return [mode for mode in MODES if open_to[mode]]
