"""The work list of requests about people's own data."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import OPEN, requests_for
from zhiji.ui.lists.spec import Column, Filter, ListSpec, Preset


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


SPEC = ListSpec(
    slug="privacy",
    label=_("Requests about one's own data"),
    right="privacy.view",
    url_name="privacy",
    queryset=requests_for,
    columns=(
        Column("number", _("Number"), sort="pk", width="s"),
        Column("kind", _("Asks for"), value=lambda one: one.get_kind_display(), width="m"),
        Column("customer", _("Who"), value=lambda one: one.customer or one.customer_number, width="grow"),
        Column("state", _("State"), value=lambda one: one.get_state_display(), sort="state", width="m"),
        Column("due_at", _("Due"), template="desk/privacy/cell_due.html", sort="due_at", width="m"),
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
    sort="due_at",
    presets=(
        Preset("open", _("Not settled"), {"state": "unsettled"}, "due_at"),
        Preset("late", _("Late"), {"state": "late"}, "due_at"),
    ),
    empty=_("Nobody has asked about their own data."),
    icon="shield-lock",
    topics=("list:privacy",),
)
