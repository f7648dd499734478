"""Pages of a list of any length.

The place is a row's sort value and primary key, never an offset, so the thousandth page costs what the first
one costs. Rows without a value come last in either direction.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from zhiji.ui.lists.marks import marks_of
from zhiji.ui.lists.order import Order
from zhiji.ui.lists.rules import COUNT_LIMIT, Key, Place, page_count

REMEMBERED_SECONDS = 120


@dataclass(frozen=True)
class Page:
    """One page: number is None when it can't be told cheaply, total stops at COUNT_LIMIT + 1."""

    rows: list[Any]
    first: Key | None
    last: Key | None
    has_previous: bool
    has_next: bool
    number: int | None
    total: int

    @property
    def is_capped(self) -> bool:
        """Tells whether there are more rows than are counted."""
        return self.total > COUNT_LIMIT


def count_capped(queryset: QuerySet[Any]) -> int:
    """Counts the rows, but no further than COUNT_LIMIT + 1."""
    return queryset.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def page_of(queryset: QuerySet[Any], sort: str, size: int, place: Place) -> Page:
    """Reads one page of a list.

    place.number is believed when place.after or place.before says where the page is; alone it is looked up.
    """
    order = Order(queryset, sort)
    total = _total(order)
    if total > COUNT_LIMIT and place != Place():
        marks_of(order)  # who turns pages may jump next; most only look at the first one
    if place.last:
        return _last_page(order, size, total)
    if place.before is not None:
        rows = order.walk(size + 1, place.before, back=True)
        more = len(rows) > size
        return _page(order, rows[:size][::-1], more, True, place.number if more else 1, total)
    after, inclusive = place.after, False
    if after is None and place.number > 1:
        after, inclusive = _key_of_page(order, place.number, size, total), True
        if after is None:
            return _last_page(order, size, total)
    rows = order.walk(size + 1, after, inclusive=inclusive)
    return _page(order, rows[:size], after is not None, len(rows) > size, place.number, total)


def _total(order: Order) -> int:
    """Counts the rows, and remembers of a long list for a while that it is long.

    With a filter that each row has to be asked for, counting so far takes longer than all else of the page.
    """
    try:
        name = f"{order.rows_name()}:long"
    except EmptyResultSet:  # a filter that nothing can meet: no database is asked
        return 0
    if cache.get(name):
        return COUNT_LIMIT + 1
    total = count_capped(order.queryset)
    if total > COUNT_LIMIT:
        cache.set(name, True, REMEMBERED_SECONDS)
    return total


def _last_page(order: Order, size: int, total: int) -> Page:
    known = total <= COUNT_LIMIT
    left = (total - 1) % size + 1 if known and total else size
    rows = order.walk(left + 1, back=True)
    number = page_count(total, size) if known else None
    return _page(order, rows[:left][::-1], len(rows) > left, False, number, total)


def _page(
    order: Order, rows: list[Any], previous: bool, following: bool, number: int | None, total: int
) -> Page:
    first, last = (order.key_of(rows[0]), order.key_of(rows[-1])) if rows else (None, None)
    return Page(rows, first, last, previous, following, number, total)


def _key_of_page(order: Order, number: int, size: int, total: int) -> Key | None:
    """Finds where a page begins, counting from the nearer end, or from the nearest mark of a very long list."""
    offset = (number - 1) * size
    if total <= COUNT_LIMIT:
        if offset >= total:
            return None
        return order.key_at(total - 1 - offset, back=True) if offset > total // 2 else order.key_at(offset)
    if marks := marks_of(order):
        return marks.key_at(order, offset)
    if offset <= COUNT_LIMIT:
        return order.key_at(offset)
    name = f"{order.memory_name()}:count"
    exact: Any = cache.get_or_set(name, order.queryset.order_by().count, REMEMBERED_SECONDS)
    if offset >= exact:
        return None
    return order.key_at(exact - 1 - offset, back=True) if offset > exact // 2 else order.key_at(offset)


def neighbours(queryset: QuerySet[Any], sort: str, row: Any) -> tuple[Any, Any]:
    """Returns the rows before and after a row in this order; None at an end."""
    # Only where they are is asked, not what a list shows beside them.
    order = Order(queryset.select_related(None).prefetch_related(None), sort)
    key = order.key_of(row)
    before, after = order.walk(1, key, back=True), order.walk(1, key)
    return (before[0] if before else None), (after[0] if after else None)
