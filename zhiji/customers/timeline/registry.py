"""The kinds of timeline entry: each names its icon, its label and the template that shows it."""

from dataclasses import dataclass
from typing import Any

DEFAULT_TEMPLATE = "customers/timeline/plain.html"


@dataclass(frozen=True)
class EntryKind:
    """How one kind of entry looks; module hides its details while that module is off.

    Seldom ones are not offered among the kinds by which a timeline is narrowed.
    """

    slug: str
    label: Any
    icon: str
    template: str = DEFAULT_TEMPLATE
    url: Any = None
    module: str = ""
    is_seldom: bool = False


KINDS: dict[str, EntryKind] = {}


def register(kind: EntryKind) -> None:
    """Enters a kind of timeline entry."""
    KINDS[kind.slug] = kind


def kind_of(slug: str) -> EntryKind:
    """Returns how a kind of entry looks; one that nobody registered is shown plainly."""
    return KINDS.get(slug) or EntryKind(slug, slug, "point")
