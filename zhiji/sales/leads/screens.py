"""Leads in the navigation, the palette, the lists, and on other records' pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhiji.channels.matters.forms import AssignForm
from zhiji.channels.matters.lists import each, equal, moved, within_days
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads import panels
from zhiji.sales.leads.actions import assign_lead, move_lead
from zhiji.sales.leads.forms import SOURCES, GiveUpForm
from zhiji.sales.leads.models import Lead
from zhiji.sales.leads.queries import leads_for, new_count
from zhiji.ui import nav, palette
from zhiji.ui import panels as panel_registry
from zhiji.ui.lists import registry
from zhiji.ui.lists.spec import Board, BoardColumn, BulkAction, Column, Filter, ListSpec, Outcome, Preset
from zhiji.ui.panels import Panel

STATE_TONES = {"new": "accent", "working": "info", "qualified": "good", "lost": ""}
MODULE = "sales"


def register() -> None:
    """Registers what leads add to the pages of Zhiji."""
    registry.register(LEADS)
    nav.register(
        nav.NavItem(
            "leads",
            _("Leads"),
            "lead_list",
            "target",
            right="lead.view",
            module=MODULE,
            order=30,
            count=new_count,
            key="l",
            topics=("list:leads",),
        )
    )
    palette.register(
        palette.Command(
            "leads", _("Leads"), "lead_list", "target", "lead.view", MODULE, (_("enquiries"),), order=30
        )
    )
    palette.register(
        palette.Command(
            "lead_new", _("New lead"), "lead_new", "target", "lead.add", MODULE, order=31, makes_new=True
        )
    )
    _register_panels()


def _register_panels() -> None:
    at_customer, at_conversation = "sales/leads/panel_customer.html", "sales/leads/panel_conversation.html"
    for panel in (
        Panel(
            "leads", "customer.right", _("Leads"), at_customer, panels.customer_leads, "lead.view", MODULE, 10
        ),
        Panel(
            "lead",
            "conversation.right",
            _("Lead"),
            at_conversation,
            panels.conversation_lead,
            "lead.view",
            MODULE,
            10,
        ),
    ):
        panel_registry.register(panel)


def source_label(lead: Lead) -> Any:
    """Names where a lead came from."""
    return dict(SOURCES).get(lead.source, lead.source)


def _state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """One of the states, or all that are still alive."""
    return rows.filter(state__in=Lead.OPEN) if value == "alive" else rows.filter(state=value)


def _states(actor: Actor) -> list[tuple[str, Any]]:
    return [("alive", _("not given up")), *Lead.State.choices]


def _board_columns(actor: Actor) -> list[BoardColumn]:
    return [BoardColumn(value, label, STATE_TONES[value]) for value, label in Lead.State.choices]


def _move(actor: Actor, lead_id: int, state: str) -> Outcome:
    return moved("lead", lambda: move_lead(actor=actor, lead_id=lead_id, state=state))


def _assign(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    owner, team = data["owner"], data["team"]
    to = {"owner_id": owner.pk if owner else None, "team_id": team.pk if team else None}
    return _each(ids, lambda key: assign_lead(actor=actor, lead_id=key, **to))


def _give_up(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    reason = data["reason"]
    return _each(ids, lambda key: move_lead(actor=actor, lead_id=key, state=Lead.State.LOST, reason=reason))


def _each(ids: list[int], act: Callable[[int], object]) -> Outcome:
    return each(Lead, ids, act, _changed)


def _changed(count: int) -> str:
    return ngettext("%(count)s lead changed", "%(count)s leads changed", count) % {"count": count}


LEADS = ListSpec(
    slug="leads",
    label=_("Leads"),
    right="lead.view",
    url_name="lead_list",
    queryset=leads_for,
    columns=(
        Column("subject", _("Interest"), width="grow"),
        Column("number", _("Number"), sort="pk", width="s", phone=False),
        Column("customer", _("Customer"), width="l"),
        Column("state", _("State"), template="sales/leads/cell_state.html", sort="state", width="s"),
        Column("source", _("Source"), value=source_label, width="s"),
        Column("owner", _("Owner"), template="sales/leads/cell_owner.html", width="m"),
        Column("team", _("Team"), width="m", default=False),
        Column("lost_reason", _("Why given up"), width="l", default=False),
        Column(
            "created_at", _("Added"), template="sales/leads/cell_created.html", sort="created_at", width="s"
        ),
    ),
    row_url=lambda lead: lead.get_absolute_url(),
    filters=(
        Filter("q", _("Interest"), "text", lambda rows, value: rows.filter(subject__icontains=value)),
        Filter("state", _("State"), "choice", _state, choices=_states, quick=True),
        Filter("owner", _("Owner"), "user", equal("owner_id"), quick=True),
        Filter("source", _("Source"), "choice", equal("source"), choices=lambda actor: SOURCES),
        Filter("team", _("Team"), "team", equal("team_id")),
        Filter("created", _("Added"), "date_range", within_days("created_at")),
    ),
    sort="-created_at",
    bulk=(
        BulkAction("assign", _("Assign"), "lead.assign", _assign, form=AssignForm, icon="user-check"),
        BulkAction("give_up", _("Give up"), "lead.change", _give_up, form=GiveUpForm, icon="x"),
    ),
    board=Board("state", _board_columns, _move, "lead.change", "sales/leads/card.html"),
    presets=(
        Preset("mine", _("Mine"), {"owner": "me", "state": "alive"}),
        Preset("unassigned", _("Unassigned"), {"owner": "none", "state": "alive"}),
        Preset("qualified", _("Qualified"), {"state": "qualified"}),
        Preset("open", _("All that are not given up"), {"state": "alive"}),
    ),
    preview="sales/leads/preview.html",
    new_url=lambda actor: reverse("lead_new") if actor.may("lead.add") else "",
    new_label=_("New lead"),
    empty=_("A lead is added by a message on a sales line, or by you."),
    icon="target",
    topics=("list:leads",),
    module=MODULE,
)
