"""The state of a list lives in its address: filters, order, columns, view, place. No session holds any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date

from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.models import SavedView
from zhiji.ui.lists.rules import Place, read_key, write_key
from zhiji.ui.lists.spec import Filter, ListSpec

RANGE_MARK = ".."


@dataclass(frozen=True)
class ListState:
    """What the address says, completed by the saved view and the list's own first order."""

    spec: ListSpec
    filters: Mapping[str, str]
    sort: str
    columns: tuple[str, ...]
    layout: str
    view: str
    place: Place
    is_edited: bool
    saved: SavedView | None = None

    def order(self) -> list[str]:
        """Returns the order with the tie-break by primary key."""
        sign = "-" if self.sort.startswith("-") else ""
        return [self.sort] if self.sort.lstrip("-") == "pk" else [self.sort, sign + "pk"]

    def base(self) -> dict[str, Any]:
        """Returns what the address must say for the same rows in the same order, wherever one is in them."""
        base: dict[str, Any] = {"view": self.view} if self.view else {}
        base |= dict(self.filters)
        if self.view:
            base["edit"] = "1"
        if self.sort != self.spec.sort:
            base["sort"] = self.sort
        if list(self.columns) != default_columns(self.spec):
            base["cols"] = ",".join(self.columns)
        if self.layout != "table" or (self.saved and self.saved.layout == "board"):
            base["layout"] = self.layout
        return base

    def parameters(self) -> dict[str, Any]:
        """Returns what the address must say for this very page of the list."""
        place: dict[str, Any] = {}
        if self.place.after:
            place["after"] = write_key(self.place.after)
        if self.place.before:
            place["before"] = write_key(self.place.before)
        if self.place.last:
            place["last"] = "1"
        if self.place.number > 1:
            place["page"] = str(self.place.number)
        return {**self.base(), **place}

    def query(self, drop: tuple[str, ...] = (), **changes: Any) -> str:
        """Returns the query string with some values changed; a page deeper in the list is left."""
        values = {key: value for key, value in {**self.base(), **changes}.items() if value not in ("", None)}
        return urlencode({key: value for key, value in values.items() if key not in drop})

    @property
    def parameters_query(self) -> str:
        """Returns the query string of this very page of the list."""
        return urlencode(self.parameters())

    @property
    def table_query(self) -> str:
        """Returns the query string that shows the same rows as a table."""
        return self.query(
            drop=() if self.saved and self.saved.layout == "board" else ("layout",), layout="table"
        )

    @property
    def board_query(self) -> str:
        """Returns the query string that shows the same rows as a board."""
        return self.query(layout="board")

    def record_query(self) -> str:
        """Returns the query string that a record's page keeps to find its neighbours and the way back."""
        return urlencode({"from": self.spec.slug, **self.parameters()})


def default_columns(spec: ListSpec) -> list[str]:
    """Lists the columns that are shown when nobody chose others."""
    return [column.key for column in spec.columns if column.default]


def read_state(
    spec: ListSpec, actor: Actor, query: QueryDict, find_view: Callable[[int], SavedView | None]
) -> ListState:
    """Reads the address of a list; what it does not know is ignored, so an old bookmark still opens."""
    view = query.get("view", "")
    saved = find_view(int(view)) if view.isdecimal() else None
    edited = "edit" in query
    start = _start_of(spec, view, saved)
    asked = {item.key: query.get(item.key, "").strip() for item in spec.filters}
    own = {key: value for key, value in asked.items() if value}
    filters = own if edited or own else start["filters"]
    known = set(asked)
    return ListState(
        spec=spec,
        filters={key: value for key, value in filters.items() if key in known},
        sort=_sort(spec, query.get("sort", "") or start["sort"]),
        columns=_columns(spec, query.get("cols", "").split(",") if query.get("cols") else start["columns"]),
        layout=_layout(spec, query.get("layout", "") or start["layout"]),
        view=view if saved or _preset(spec, view) else "",
        place=_place(query),
        is_edited=edited,
        saved=saved,
    )


def _preset(spec: ListSpec, slug: str) -> Any:
    return next((preset for preset in spec.presets if preset.slug == slug), None)


def _start_of(spec: ListSpec, view: str, saved: SavedView | None) -> dict[str, Any]:
    if saved:
        return {
            "filters": saved.filters,
            "sort": saved.sort,
            "columns": saved.columns,
            "layout": saved.layout,
        }
    preset = _preset(spec, view)
    if preset:
        return {"filters": dict(preset.filters), "sort": preset.sort, "columns": [], "layout": ""}
    return {"filters": {}, "sort": "", "columns": [], "layout": ""}


def _sort(spec: ListSpec, asked: str) -> str:
    allowed = {column.sort for column in spec.columns if column.sort} | {"pk", spec.sort.lstrip("-")}
    return asked if asked.lstrip("-") in allowed else spec.sort


def _columns(spec: ListSpec, asked: list[str]) -> tuple[str, ...]:
    known = [key for key in asked if spec.column(key)]
    return tuple(known or default_columns(spec))


def _layout(spec: ListSpec, asked: str) -> str:
    return "board" if asked == "board" and spec.board else "table"


def _place(query: QueryDict) -> Place:
    page = query.get("page", "")
    return Place(
        after=read_key(query.get("after", "")) if query.get("after") else None,
        before=read_key(query.get("before", "")) if query.get("before") else None,
        number=min(max(int(page), 1), 10**7) if page.isdecimal() and len(page) < 9 else 1,
        last="last" in query,
    )


def apply_filters(
    spec: ListSpec, actor: Actor, rows: QuerySet[Any], filters: Mapping[str, str]
) -> QuerySet[Any]:
    """Narrows a queryset by the filters of an address; a value that makes no sense narrows nothing."""
    for item in spec.filters:
        if item.key in filters:
            known, value = read_value(item, filters[item.key], actor)
            rows = item.apply(rows, value) if known else rows
    return rows


def read_value(item: Filter, text: str, actor: Actor) -> tuple[bool, Any]:
    """Turns a filter's text into its value and tells whether it could be read."""
    if item.kind in ("user", "team"):
        own = {"me": actor.user_id, "mine": actor.team_id, "none": None}
        return (
            (True, own[text]) if text in own else (text.isdecimal(), int(text) if text.isdecimal() else None)
        )
    if item.kind == "bool":
        return text in ("yes", "no"), text == "yes"
    if item.kind == "date_range":
        start, _, end = text.partition(RANGE_MARK)
        pair = (_date(start), _date(end))
        return pair != (None, None), pair
    if item.kind == "number_range":
        low, _, high = text.partition(RANGE_MARK)
        bounds = (_number(low), _number(high))
        return bounds != (None, None), bounds
    return True, text


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**18 else None


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
