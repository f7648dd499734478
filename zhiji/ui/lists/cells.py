"""A list's rows made ready for its template."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.spec import Column, ListSpec
from zhiji.ui.lists.state import ListState


def cell_of(column: Column, obj: Any, actor: Actor) -> Any:
    """Returns what a cell shows: from the column's template, its function, or the attribute of its key."""
    if column.template:
        return render_to_string(column.template, {"object": obj, "actor": actor, "column": column})
    return column.value(obj) if column.value else getattr(obj, column.key)


def heads_of(state: ListState) -> list[dict[str, Any]]:
    """Lists the shown columns with the address that sorts by each; a second press turns the order round."""
    heads = []
    for key in state.columns:
        column = state.spec.column(key)
        assert column is not None
        up, down = state.sort == column.sort, state.sort == "-" + column.sort
        turned = "-" + column.sort if up else column.sort
        direction = "ascending" if up else "descending" if down else ""
        query = state.query(sort=turned) if column.sort else ""
        heads.append({"column": column, "direction": direction if column.sort else "", "query": query})
    return heads


def table_rows(spec: ListSpec, actor: Actor, state: ListState, objects: list[Any]) -> list[dict[str, Any]]:
    """Lists the rows with their drawn cells and what a screen reader says of their controls."""
    columns = [column for key in state.columns if (column := spec.column(key))]
    classes = [_classes(number, column) for number, column in enumerate(columns)]
    query, select, preview = state.record_query(), _("Select %(name)s"), _("Preview %(name)s")
    rows = []
    for obj in objects:
        said = {"name": spec.title(obj)}
        values = [cell_of(column, obj, actor) for column in columns]
        cells = draw_cells(classes, values, f"{spec.row_url(obj)}?{query}")
        rows.append(
            {"object": obj, "cells": cells, "select_label": select % said, "preview_label": preview % said}
        )
    return rows


def _classes(number: int, column: Column) -> str:
    named = (("main", not number), ("end", column.end), ("no-phone", not column.phone))
    return " ".join(name for name, on in named if on)


def draw_cells(classes: list[str], values: list[Any], url: str) -> SafeString:
    """Draws a row's cells, each with its classes, the first as the link to the record.

    In Python and not by a template: a list has hundreds of cells, and half of a page's time went into them.
    """
    drawn = []
    for number, (css, value) in enumerate(zip(classes, values, strict=True)):
        shown = "" if value is None else value if isinstance(value, str) else localize(value)
        text = (
            format_html('<a href="{}" data-open>{}</a>', url, shown)
            if not number
            else conditional_escape(shown)
        )
        drawn.append(f'<td class="{css}">{text}</td>')
    return mark_safe("".join(drawn))  # noqa: S308  each part was escaped above
