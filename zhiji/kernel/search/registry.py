"""Kinds of things that can be found; higher floors enter theirs when their app starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SearchKind:
    """One kind: its translated label, icon, module, the right to see such things, and where their page is."""

    slug: str
    label: Any
    icon: str
    module: str
    right: str
    url: Callable[[int], str]


KINDS: dict[str, SearchKind] = {}


def register(kind: SearchKind) -> SearchKind:
    """Enters a kind; entering the same slug again replaces it. Raises ValueError for an unfit slug."""
    if not (kind.slug.isascii() and kind.slug.replace("_", "").isalnum() and kind.slug == kind.slug.lower()):
        raise ValueError(f"A kind of search is named by small letters and digits, not {kind.slug!r}.")
    KINDS[kind.slug] = kind
    return kind
