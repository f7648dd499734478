"""A list as a file: the rows that its filters show, with the columns that are shown."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import localize
from django.utils.html import strip_tags

from zhiji.kernel.access.actor import Actor
from zhiji.lib.csv_writing import BYTE_ORDER_MARK, csv_lines
from zhiji.ui.lists.cells import cell_of
from zhiji.ui.lists.order import Order
from zhiji.ui.lists.own import bring_own_values
from zhiji.ui.lists.queries import rows_of
from zhiji.ui.lists.spec import Column, ListSpec
from zhiji.ui.lists.state import ListState

AT_ONCE = 500


def export_lines(spec: ListSpec, actor: Actor, state: ListState) -> Iterator[str]:
    """Gives the lines of a list's CSV file, some rows at a time, however long the list is."""
    columns = [column for key in state.columns if (column := spec.column(key))]
    yield BYTE_ORDER_MARK
    yield from csv_lines([[str(column.label) for column in columns]])
    order, place = Order(rows_of(spec, actor, state), state.sort), None
    while rows := order.walk(AT_ONCE, place):
        bring_own_values(spec, state.columns, rows)
        yield from csv_lines([_text(column, row, actor) for column in columns] for row in rows)
        place = order.key_of(rows[-1])


def _text(column: Column, row: Any, actor: Actor) -> str:
    value = cell_of(column, row, actor)
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(localize(value))
    return " ".join(strip_tags(text).split())
