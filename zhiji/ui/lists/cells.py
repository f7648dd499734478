"""A list's rows made ready for its template."""

from typing import Any

from django.template.loader import render_to_string

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
    """Lists the rows with their cells and addresses."""
    columns = [column for key in state.columns if (column := spec.column(key))]
    query = state.record_query()
    return [
        {
            "object": obj,
            "url": f"{spec.row_url(obj)}?{query}",
            "title": spec.title(obj),
            "cells": [{"column": column, "value": cell_of(column, obj, actor)} for column in columns],
        }
        for obj in objects
    ]
