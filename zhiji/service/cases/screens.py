"""Cases in the navigation, the palette, the lists, and on other records' pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhiji.channels.matters.forms import AssignForm
from zhiji.channels.matters.lists import each, equal, moved, within_days
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases import panels
from zhiji.service.cases.actions import assign_case, set_case_state
from zhiji.service.cases.models import Case
from zhiji.service.cases.queries import cases_for, unanswered_count
from zhiji.ui import nav, palette
from zhiji.ui import panels as panel_registry
from zhiji.ui.lists import registry
from zhiji.ui.lists.spec import Board, BoardColumn, BulkAction, Column, Filter, ListSpec, Outcome, Preset
from zhiji.ui.panels import Panel

STATE_TONES = {"new": "accent", "open": "info", "waiting": "warn", "closed": ""}
MODULE = "service"


def register() -> None:
    """Registers what cases add to the pages of Zhiji."""
    registry.register(CASES)
    nav.register(
        nav.NavItem(
            "cases",
            _("Cases"),
            "case_list",
            "lifebuoy",
            right="case.view",
            module=MODULE,
            order=40,
            count=unanswered_count,
            key="s",
            topics=("list:cases",),
        )
    )
    palette.register(
        palette.Command(
            "cases", _("Cases"), "case_list", "lifebuoy", "case.view", MODULE, (_("tickets"),), order=40
        )
    )
    palette.register(
        palette.Command(
            "case_new", _("New case"), "case_new", "lifebuoy", "case.add", MODULE, order=41, makes_new=True
        )
    )
    _register_panels()


def _register_panels() -> None:
    at_customer, at_conversation = (
        "service/cases/panel_customer.html",
        "service/cases/panel_conversation.html",
    )
    for panel in (
        Panel(
            "cases", "customer.right", _("Cases"), at_customer, panels.customer_cases, "case.view", MODULE, 20
        ),
        Panel(
            "case",
            "conversation.right",
            _("Case"),
            at_conversation,
            panels.conversation_case,
            "case.view",
            MODULE,
            20,
        ),
    ):
        panel_registry.register(panel)


def _state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """One of the states, or all that are not closed."""
    return (
        rows.filter(state__in=["new", "open", "waiting"])
        if value == "unsettled"
        else rows.filter(state=value)
    )


def _states(actor: Actor) -> list[tuple[str, Any]]:
    return [("unsettled", _("not closed")), *Case.State.choices]


def _board_columns(actor: Actor) -> list[BoardColumn]:
    return [BoardColumn(value, label, STATE_TONES[value]) for value, label in Case.State.choices]


def _move(actor: Actor, case_id: int, state: str) -> Outcome:
    return moved("case", lambda: set_case_state(actor=actor, case_id=case_id, state=state))


def _assign(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    owner, team = data["owner"], data["team"]
    to = {"owner_id": owner.pk if owner else None, "team_id": team.pk if team else None}
    return _each(ids, lambda key: assign_case(actor=actor, case_id=key, **to))


def _close(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    return _each(ids, lambda key: set_case_state(actor=actor, case_id=key, state=Case.State.CLOSED))


def _each(ids: list[int], act: Callable[[int], object]) -> Outcome:
    return each(Case, ids, act, _changed)


def _changed(count: int) -> str:
    return ngettext("%(count)s case changed", "%(count)s cases changed", count) % {"count": count}


CASES = ListSpec(
    slug="cases",
    label=_("Cases"),
    right="case.view",
    url_name="case_list",
    queryset=cases_for,
    columns=(
        Column("subject", _("Subject"), width="grow"),
        Column("number", _("Number"), sort="pk", width="s", phone=False),
        Column("customer", _("Customer"), width="l"),
        Column("state", _("State"), template="service/cases/cell_state.html", sort="state", width="s"),
        Column(
            "priority", _("Priority"), template="service/cases/cell_priority.html", width="s", default=False
        ),
        Column("clock", _("First answer"), template="service/cases/cell_clock.html", width="m"),
        Column("owner", _("Owner"), template="service/cases/cell_owner.html", width="m"),
        Column("kind", _("Kind"), value=lambda case: case.get_kind_display(), width="s", default=False),
        Column("team", _("Team"), width="m", default=False),
        Column(
            "opened_at", _("Opened"), template="service/cases/cell_opened.html", sort="opened_at", width="s"
        ),
    ),
    row_url=lambda case: case.get_absolute_url(),
    filters=(
        Filter("q", _("Subject"), "text", lambda rows, value: rows.filter(subject__icontains=value)),
        Filter("state", _("State"), "choice", _state, choices=_states, quick=True),
        Filter("owner", _("Owner"), "user", equal("owner_id"), quick=True),
        Filter(
            "priority", _("Priority"), "choice", equal("priority"), choices=lambda a: Case.Priority.choices
        ),
        Filter("kind", _("Kind"), "choice", equal("kind"), choices=lambda a: Case.Kind.choices),
        Filter("team", _("Team"), "team", equal("team_id")),
        Filter("opened", _("Opened"), "date_range", within_days("opened_at")),
    ),
    sort="-opened_at",
    bulk=(
        BulkAction("assign", _("Assign"), "case.assign", _assign, form=AssignForm, icon="user-check"),
        BulkAction("close", _("Close case"), "case.change", _close, icon="check"),
    ),
    board=Board("state", _board_columns, _move, "case.change", "service/cases/card.html"),
    presets=(
        Preset("mine", _("Mine"), {"owner": "me", "state": "unsettled"}),
        Preset("unassigned", _("Unassigned"), {"owner": "none", "state": "unsettled"}),
        Preset("waiting", _("Waiting for the customer"), {"state": "waiting"}),
        Preset("open", _("All that are not closed"), {"state": "unsettled"}),
    ),
    preview="service/cases/preview.html",
    new_url=lambda actor: reverse("case_new") if actor.may("case.add") else "",
    new_label=_("New case"),
    empty=_("A case is opened by a message on a support line, or by you."),
    icon="lifebuoy",
    topics=("list:cases",),
    module=MODULE,
)
