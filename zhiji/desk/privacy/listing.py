"""The work list of requests about people's own data."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import OPEN, requests_for
from zhiji.desk.privacy.queries import tone_of
from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.spec import Column, Filter, ListSpec, Preset
from zhiji.ui.templatetags.zhiji import ago


def _equal(field: str) -> Callable[[QuerySet[Any], Any], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{field: value})


def _state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """One of the states, all that are not settled, or those that are late."""
    if value == "unsettled":
        return rows.filter(state__in=OPEN)
    if value == "late":
        return rows.filter(state__in=OPEN, due_at__lt=timezone.now())
    return rows.filter(state=value)


def _states(actor: Any) -> list[tuple[str, Any]]:
    return [("unsettled", _("not settled")), ("late", _("late")), *PrivacyRequest.State.choices]


def _state_shown(one: PrivacyRequest) -> SafeString:
    tone = tone_of(one) or {"done": "good", "refused": "warn"}.get(one.state, "info")
    is_late = tone == "bad"
    return format_html(
        '<span class="badge badge-{}">{}</span>', tone, _now("late") if is_late else one.get_state_display()
    )


def _due_shown(one: PrivacyRequest) -> SafeString:
    """Until when it waits for us, in the colour of its haste; of what is settled, when it was."""
    css = {"bad": "text-danger", "warn": "text-warning"}.get(tone_of(one), "")
    if one.state not in OPEN:
        css = "text-muted"
    return format_html(
        '<span class="{}">{}</span>', css, ago(one.due_at if one.state in OPEN else one.done_at)
    )


def _rows(actor: Actor) -> QuerySet[PrivacyRequest]:
    """The requests with the day until which each still waits for us; what is settled has none and comes last."""
    return requests_for(actor).annotate(waits_until=Case(When(state__in=OPEN, then="due_at")))


SPEC = ListSpec(
    slug="privacy",
    label=_("Requests about one's own data"),
    right="privacy.view",
    url_name="privacy",
    queryset=_rows,
    columns=(
        Column("number", _("Number"), sort="pk", width="s"),
        Column("kind", _("Asks for"), value=lambda one: capfirst(one.get_kind_display()), width="m"),
        Column("customer", _("Who"), value=lambda one: one.customer or one.customer_number, width="grow"),
        Column("state", _("State"), value=_state_shown, sort="state", width="m"),
        Column("due_at", _("Due"), value=_due_shown, sort="waits_until", width="m"),
        Column("law", _("Law"), value=lambda one: one.get_law_display(), width="m", phone=False),
        Column("owner", _("Owner"), width="m", phone=False),
    ),
    row_url=lambda one: one.get_absolute_url(),
    filters=(
        Filter("state", _("State"), "choice", _state, choices=_states, quick=True),
        Filter(
            "kind", _("Asks for"), "choice", _equal("kind"), choices=lambda actor: PrivacyRequest.Kind.choices
        ),
        Filter("owner", _("Owner"), "user", _equal("owner_id")),
    ),
    sort="waits_until",
    presets=(
        Preset("open", _("Not settled"), {"state": "unsettled"}, "waits_until"),
        Preset("late", _("Late"), {"state": "late"}, "waits_until"),
    ),
    empty=_(
        "Nobody has asked about their own data. When somebody does, begin on their customer page: “Copy, correction,"
        " erasure…”."
    ),
    icon="shield-lock",
    topics=("list:privacy",),
)
