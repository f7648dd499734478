"""The entries of the navigation; each domain registers its own, an actor sees those that are open to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.registry import is_on


@dataclass(frozen=True)
class NavItem:
    """One entry: label is a translated text, key the letter after g, topics what makes its count change."""

    slug: str
    label: Any
    url_name: str
    icon: str
    right: str | None = None
    module: str = ""
    order: int = 100
    count: Callable[[Actor], int] | None = None
    key: str = ""
    topics: tuple[str, ...] = ()

    @property
    def has_count(self) -> bool:
        """Tells whether something can be counted behind the entry."""
        return self.count is not None

    @property
    def url(self) -> str:
        """Returns the address of the page."""
        return reverse(self.url_name)


_items: dict[str, NavItem] = {}


def register(item: NavItem) -> None:
    """Adds an entry; a second one of the same slug replaces the first."""
    _items[item.slug] = item


def items_for(actor: Actor) -> list[NavItem]:
    """Lists the entries that the actor may open now, in their order."""
    return sorted(
        (item for item in _items.values() if _open_to(actor, item.right, item.module)),
        key=lambda item: (item.order, item.slug),
    )


def counts_for(actor: Actor) -> dict[str, int]:
    """Counts what waits behind each entry that has a count."""
    return {item.slug: item.count(actor) for item in items_for(actor) if item.count}


def _open_to(actor: Actor, right: str | None, module: str) -> bool:
    return is_on(module) and (right is None or actor.may(right))
