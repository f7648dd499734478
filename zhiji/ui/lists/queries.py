from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists import registry
from zhiji.ui.lists.models import SavedView
from zhiji.ui.lists.own import spec_for
from zhiji.ui.lists.paging import Page, neighbours, page_of
from zhiji.ui.lists.spec import ListSpec
from zhiji.ui.lists.state import ListState, apply_filters, read_state

BULK_LIMIT = 10_000


@dataclass(frozen=True)
class Neighbours:
    """What stands around a record in the list it was opened from; an empty address means an end."""

    list_label: Any
    list_url: str
    previous_url: str
    next_url: str


def views_of(actor: Actor, spec: ListSpec) -> list[SavedView]:
    """Lists the saved views of a list that the actor sees."""
    return list(SavedView.objects.of_list(spec.slug).seen_by(actor))


def may_change_view(actor: Actor, view: SavedView) -> bool:
    """Tells whether a saved view is the actor's own, their team's, or theirs to set for everyone."""
    if view.everyone:
        return actor.may("setup.change")
    return view.user_id == actor.user_id if view.user_id else view.team_id == actor.team_id


def rows_of(spec: ListSpec, actor: Actor, state: ListState) -> QuerySet[Any]:
    """Returns what the list holds for the actor under the filters of its address."""
    return apply_filters(spec, actor, spec.queryset(actor), state.filters)


def list_rows(spec: ListSpec, actor: Actor, state: ListState) -> Page:
    """Reads the page of the list that the address names."""
    return page_of(rows_of(spec, actor, state), state.sort, spec.page_size, state.place)


def board_columns(spec: ListSpec, actor: Actor, state: ListState) -> list[dict[str, Any]]:
    """Reads the columns of the list's board, each with its first cards."""
    assert spec.board is not None
    rows = rows_of(spec, actor, state)
    found = []
    for column in spec.board.columns(actor):
        cards = list(
            rows.filter(**{spec.board.field: column.key}).order_by(*state.order())[: spec.board.limit + 1]
        )
        more = len(cards) > spec.board.limit
        found.append({"column": column, "cards": cards[: spec.board.limit], "more": more})
    return found


def chosen_ids(spec: ListSpec, actor: Actor, state: ListState, ids: list[str], whole: bool) -> list[int]:
    """Lists the rows that a bulk action is meant for: those ticked, or all that the filters show.

    Only rows that the actor sees are taken, and no more than BULK_LIMIT.
    """
    if whole:
        rows = rows_of(spec, actor, state)
    else:
        rows = spec.queryset(actor).filter(pk__in=[int(text) for text in ids if text.isdecimal()])
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BULK_LIMIT])


def neighbours_of(request: HttpRequest, obj: Any) -> Neighbours | None:
    """Finds the records before and after this one in the list that the address says it was opened from."""
    spec = registry.find(request.GET.get("from", ""))
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if spec is None or not actor.may(spec.right) or not isinstance(obj, spec.queryset(actor).model):
        return None
    spec = spec_for(actor, spec)
    state = read_state(spec, actor, request.GET, _finder(actor, spec))
    before, after = neighbours(rows_of(spec, actor, state), state.sort, obj)
    query = state.record_query()
    return Neighbours(
        list_label=spec.label,
        list_url=f"{reverse(spec.url_name)}?{urlencode(state.parameters(), doseq=True)}",
        previous_url=f"{spec.row_url(before)}?{query}" if before else "",
        next_url=f"{spec.row_url(after)}?{query}" if after else "",
    )


def _finder(actor: Actor, spec: ListSpec) -> Callable[[int], SavedView | None]:
    return lambda pk: SavedView.objects.of_list(spec.slug).seen_by(actor).filter(pk=pk).first()


def state_from(request: HttpRequest, spec: ListSpec) -> ListState:
    """Reads the state of a list from the address of its page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return read_state(spec, actor, request.GET, _finder(actor, spec))
