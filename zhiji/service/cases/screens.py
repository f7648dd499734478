"""Cases in the navigation, the palette, the lists, and on other records' pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.service.cases import panels
from zhiji.service.cases.actions import assign_case, set_case_state
from zhiji.service.cases.forms import AssignForm
from zhiji.service.cases.models import Case
from zhiji.service.cases.queries import cases_for, last_act, unanswered_count
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


def _equal(field: str) -> Callable[[QuerySet[Any], Any], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{field: value})


def _state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """One of the states, or all that are not closed."""
    return (
        rows.filter(state__in=["new", "open", "waiting"])
        if value == "unsettled"
        else rows.filter(state=value)
    )


def _opened(rows: QuerySet[Any], pair: tuple[date | None, date | None]) -> QuerySet[Any]:
    start, end = pair
    if start:
        rows = rows.filter(opened_at__gte=_begin_of(start))
    return rows.filter(opened_at__lt=_begin_of(end + timedelta(days=1))) if end else rows


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _states(actor: Actor) -> list[tuple[str, Any]]:
    return [("unsettled", _("not closed")), *Case.State.choices]


def _board_columns(actor: Actor) -> list[BoardColumn]:
    return [BoardColumn(value, label, STATE_TONES[value]) for value, label in Case.State.choices]


def _move(actor: Actor, case_id: int, state: str) -> Outcome:
    mark = last_act()
    case = set_case_state(actor=actor, case_id=case_id, state=state)
    said = {"number": case.number, "state": case.get_state_display()}
    return Outcome(gettext("%(number)s: %(state)s") % said, undo_url(mark))


def _assign(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    owner, team = data["owner"], data["team"]
    return each(
        ids,
        lambda pk: assign_case(
            actor=actor, case_id=pk, owner_id=owner.pk if owner else None, team_id=team.pk if team else None
        ),
    )


def _close(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    return each(ids, lambda pk: set_case_state(actor=actor, case_id=pk, state=Case.State.CLOSED))


def each(ids: list[int], act: Callable[[int], object]) -> Outcome:
    """Does one act on each case; what may not be done is left out and counted; all of it can be undone."""
    mark, refused = last_act(), 0
    for pk in ids:
        try:
            act(pk)
        except Refused:
            refused += 1
    done = len(ids) - refused
    text = ngettext("%(count)s case changed", "%(count)s cases changed", done) % {"count": done}
    if refused:
        left = ngettext("%(count)s left as it was", "%(count)s left as they were", refused) % {
            "count": refused
        }
        text = f"{text} · {left}"
    return Outcome(text, undo_url(mark) if done else "", "warning" if refused else "success")


def undo_url(mark: int) -> str:
    """Returns the address that takes back everything the person did since a mark."""
    return f"{reverse('case_undo')}?after={mark}&until={last_act()}"


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
        Filter("owner", _("Owner"), "user", _equal("owner_id"), quick=True),
        Filter(
            "priority", _("Priority"), "choice", _equal("priority"), choices=lambda a: Case.Priority.choices
        ),
        Filter("kind", _("Kind"), "choice", _equal("kind"), choices=lambda a: Case.Kind.choices),
        Filter("team", _("Team"), "team", _equal("team_id")),
        Filter("opened", _("Opened"), "date_range", _opened),
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
