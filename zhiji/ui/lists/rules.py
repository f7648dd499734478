"""How a place in a long list is written into an address, and arithmetic of pages."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

COUNT_LIMIT = 10_000

_WRITE: dict[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("t", datetime.isoformat),
    date: ("d", date.isoformat),
    Decimal: ("n", str),
    UUID: ("u", str),
}
_READ: dict[str, Callable[[str], Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
    "u": UUID,
}


@dataclass(frozen=True)
class Key:
    """A row's place: the value that the list is sorted by, and the primary key that settles ties."""

    value: Any
    pk: Any


@dataclass(frozen=True)
class Place:
    """Which page is wanted: after or before a row, by its number, or the last one."""

    after: Key | None = None
    before: Key | None = None
    number: int = 1
    last: bool = False


def write_key(key: Key) -> str:
    """Writes a place as text that fits into an address."""
    text = json.dumps([_plain(key.value), _plain(key.pk)], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(text: str) -> Key | None:
    """Reads a place back; None when the text was not written by write_key."""
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Key(_rich(value), _rich(pk))
    except (ValueError, TypeError, KeyError, ArithmeticError, binascii.Error):
        return None


def _plain(value: Any) -> Any:
    if type(value) in _WRITE:
        mark, write = _WRITE[type(value)]
        return {mark: write(value)}
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, dict):
        ((mark, text),) = value.items()
        return _READ[mark](text)
    if isinstance(value, list):
        raise TypeError
    return value


def page_count(total: int, size: int) -> int:
    """Counts the pages of a list; an empty list has one."""
    return max(1, -(-total // size))
