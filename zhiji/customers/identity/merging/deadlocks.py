"""A merge touches rows that a mail coming in may hold at this moment, while the mail waits for the customer.

PostgreSQL notices and lets one of the two go back. A mail is tried again by its queue, a merge by this.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

T = TypeVar("T")
TRIES = 3


def past_deadlocks(act: Callable[[], T]) -> T:
    """Does an act again when it and another had waited for each other; not to be used inside a transaction."""
    for left in reversed(range(TRIES)):
        try:
            return act()
        except OperationalError as error:
            if not left or "deadlock" not in str(error):
                raise
    raise AssertionError("unreachable")
