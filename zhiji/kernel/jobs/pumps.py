"""Queues that the worker empties as soon as something stands in them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from zhiji.kernel.modules.registry import is_on

# After each batch others may write: SQLite has one writer, and who waits looks every millisecond.
GAP_SECONDS = 0.003


def give_way() -> None:
    """Leaves a moment in which others may write, where there is only one writer."""
    if connection.vendor == "sqlite":
        time.sleep(GAP_SECONDS)


@dataclass(frozen=True)
class Pump:
    """A function that does some of the waiting work and returns how much it did."""

    slug: str
    run: Callable[[], int]
    module: str
    lane: str


PUMPS: dict[str, Pump] = {}


def pump(slug: str, run: Callable[[], int], *, module: str = "", lane: str = "prompt") -> None:
    """Registers a queue.

    lane "prompt" is for short database work, "slow" for what talks to other servers, "idle" for what can wait while
    contacts come in; a turn of it should take no longer than 0.2 s.
    """
    PUMPS[slug] = Pump(slug, run, module, lane)


def pumps_of(lane: str) -> list[Pump]:
    """Lists the queues of a lane whose modules are on."""
    return [item for item in PUMPS.values() if item.lane == lane and is_on(item.module)]
