"""How far rows that keep coming may be followed: by their keys, up to a mark behind which nobody looks again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, TypeVar

Row = TypeVar("Row", bound=tuple[Any, ...])

# A row has its key and its time before its transaction ends; so long is waited for those that end later.
SETTLED = timedelta(seconds=5)
# A time further ahead than this was told by a clock that went wrong, and holds nobody up.
FURTHEST = timedelta(hours=1)


def settled(rows: Iterable[Row], now: datetime) -> list[Row]:
    """Keeps what may be followed by now: rows in the order of their keys, each with its time last.

    It ends before the first that is too young, though one behind it may bear an earlier time: between the two a row may
    still come to light, and the mark would have passed it.
    """
    return list(takewhile(lambda row: not now - SETTLED <= row[-1] < now + FURTHEST, rows))
