"""Everything that the template of a list needs, in one place."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.cells import heads_of, table_rows
from zhiji.ui.lists.choices import filter_fields
from zhiji.ui.lists.own import bring_own_values
from zhiji.ui.lists.paging import Page
from zhiji.ui.lists.queries import board_columns, list_rows, may_change_view, views_of
from zhiji.ui.lists.rules import COUNT_LIMIT, page_count, write_key
from zhiji.ui.lists.spec import ListSpec
from zhiji.ui.lists.state import ListState, default_columns

# A longer menu is fetched when it is opened.
MOST_OFFERED = 30


def list_screen(request: HttpRequest, spec: ListSpec, state: ListState) -> dict[str, Any]:
    """Gathers the values for the template of a list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    saved = state.saved
    return {
        "spec": spec,
        "state": state,
        "list_url": reverse(spec.url_name),
        "query": state.query(),
        "views": _tabs(actor, spec, state),
        "view_is_mine": bool(saved and may_change_view(actor, saved)),
        "may_export": state.layout == "table" and actor.may("list.export"),
        "may_save_for_everyone": actor.may("setup.change"),
        "filters": filter_fields(spec, actor, state),
        "bulk_actions": spec.bulk_for(actor),
        "new_url": spec.new_url(actor) if spec.new_url else "",
        **(_board(actor, spec, state) if state.layout == "board" else _table(actor, spec, state)),
    }


def _tabs(actor: Actor, spec: ListSpec, state: ListState) -> list[dict[str, Any]]:
    tabs = [{"label": preset.label, "view": preset.slug} for preset in spec.presets]
    tabs += [{"label": view.name, "view": str(view.pk), "saved": view} for view in views_of(actor, spec)]
    return [{**tab, "current": state.view == tab["view"]} for tab in tabs]


def _table(actor: Actor, spec: ListSpec, state: ListState) -> dict[str, Any]:
    page = list_rows(spec, actor, state)
    bring_own_values(spec, state.columns, page.rows)
    few = len(spec.columns) <= MOST_OFFERED
    return {
        "page": page,
        "rows": table_rows(spec, actor, state, page.rows),
        "heads": heads_of(state),
        **(columns_menu(spec, state) if few else {}),
        "many_columns": not few,
        "pager": _pager(spec, state, page),
    }


def columns_menu(spec: ListSpec, state: ListState) -> dict[str, Any]:
    """Gathers the values for the menu of columns."""
    offered = [
        {"column": column, "shown": column.key in state.columns, "query": _toggled(spec, state, column.key)}
        for column in spec.columns[1:]
    ]
    return {"offered_columns": offered, "list_url": reverse(spec.url_name)}


def _toggled(spec: ListSpec, state: ListState, key: str) -> str:
    """Returns the query string with one column more or less, in the order of the list."""
    shown = set(state.columns) ^ {key}
    wanted = [column.key for column in spec.columns if column.key in shown]
    return (
        state.query(drop=("cols",)) if wanted == default_columns(spec) else state.query(cols=",".join(wanted))
    )


def _pager(spec: ListSpec, state: ListState, page: Page) -> dict[str, Any]:
    """Returns the query strings of the pages around this one; None where there is none."""
    number = page.number
    first = state.query()
    previous = following = None
    if page.has_previous and page.first:
        previous = state.query(before=write_key(page.first), page=number - 1 if number and number > 1 else "")
    if page.has_next and page.last:
        following = state.query(after=write_key(page.last), page=number + 1 if number else "")
    return {
        "first": first if page.has_previous else None,
        "previous": first if number == 2 else previous,
        "next": following,
        "last": state.query(last="1") if page.has_next else None,
        "number": number,
        "pages": None if page.is_capped else page_count(page.total, spec.page_size),
        "total": min(page.total, COUNT_LIMIT),
        "capped": page.is_capped,
    }


def _board(actor: Actor, spec: ListSpec, state: ListState) -> dict[str, Any]:
    query = state.record_query()
    columns = board_columns(spec, actor, state)
    for item in columns:
        item["cards"] = [{"object": obj, "url": f"{spec.row_url(obj)}?{query}"} for obj in item["cards"]]
    board = spec.board
    assert board is not None
    movable = board.move is not None and (not board.right or actor.may(board.right))
    return {"board": board, "board_columns": columns, "board_movable": movable}
