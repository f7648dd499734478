"""Marks along a list of a million rows: where every two-thousandth row stands.

A database counts rows only by walking them. Once somebody looks at a very long list, its marks are taken in the
background, one walk for all of it; from then on page 9,000 is as near as page 9.
"""

import logging
import threading
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import Mod, RowNumber

from zhiji.ui.lists.order import Order
from zhiji.ui.lists.rules import Key

log = logging.getLogger("zhiji.lists")

STEP = 2_000
KEPT_SECONDS = 900
_taking: set[str] = set()
_lock = threading.Lock()
_walking = threading.Lock()  # one walk at a time leaves the other cores to the pages


@dataclass(frozen=True)
class Marks:
    """Of each part of an order: how many rows it has, and the keys of its rows 0, STEP, 2 × STEP …"""

    parts: dict[str, tuple[int, list[Key]]]

    @property
    def total(self) -> int:
        """The rows of the whole list, when the marks were taken."""
        return sum(count for count, _keys in self.parts.values())

    def key_at(self, order: Order, offset: int) -> Key | None:
        """Finds the place of the row that has so many rows before it, from the nearest mark on."""
        for part, (count, keys) in self.parts.items():
            if offset < count:
                return order.step(part, keys[offset // STEP], offset % STEP)
            offset -= count
        return None


def marks_of(order: Order) -> Marks | None:
    """Returns the marks of a long list, if they have been taken lately; else has them taken."""
    name = f"{order.memory_name()}:marks"
    found: Marks | None = cache.get(name)
    if found is None:
        with _lock:
            begin = name not in _taking
            _taking.add(name)
        if begin:
            threading.Thread(target=_take_aside, args=(name, order), daemon=True).start()
    return found


def take_marks(order: Order) -> Marks:
    """Walks a list once and returns its marks."""
    return Marks({part: _take_part(order, part) for part in order.parts()})


def _take_part(order: Order, part: str) -> tuple[int, list[Key]]:
    names = order.names(part)
    ways = [F(name.lstrip("-")).desc() if name.startswith("-") else F(name).asc() for name in names]
    rows = order.part(part).order_by().select_related(None)
    numbered = rows.annotate(nth=Window(RowNumber(), order_by=ways))
    marked: Any = numbered.annotate(rest=Mod(F("nth"), STEP)).filter(rest=1).order_by("nth")
    keys = [order.key_from(part, found) for found in marked.values_list(*order.columns())]
    if not keys:
        return 0, []
    return (len(keys) - 1) * STEP + order.count_from(part, keys[-1]), keys


def _take_aside(name: str, order: Order) -> None:
    try:
        with _walking:
            cache.set(name, take_marks(order), KEPT_SECONDS)
    except Exception:
        # The list works without them; far pages are only slower.
        log.exception("Marks of a list could not be taken")
    finally:
        with _lock:
            _taking.discard(name)
        connection.close()
