"""What merging can't find out by itself: what names a customer without a foreign key, and whose a newcomer is.

Higher floors enter theirs when their app starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiji.customers.identity.merging.parting import Parting


@dataclass(frozen=True)
class Special:
    """Something that is no foreign key: merge(survivor, loser) returns what unmerge(survivor, loser, kept) needs.

    what merge returns is kept as JSON with the merge.
    """

    slug: str
    merge: Callable[[int, int], Any]
    unmerge: Callable[[int, int, Any], None]


# Given the keys of rows that came in between, tells which of them belong to the customer who leaves again.
Side = Callable[["Parting", set[int]], set[int]]

SPECIALS: dict[str, Special] = {}
SIDES: dict[str, Side] = {}
# Rows that make no sense when both their customers have become one.
NEVER_WITH_ONESELF: set[str] = set()
# After a merge or its undoing: what is worked out from the rows of these customers is stale.
RECKONERS: dict[str, Callable[[list[int]], None]] = {}


def special(one: Special) -> None:
    """Enters how something that is no foreign key is merged; the same slug again replaces it."""
    SPECIALS[one.slug] = one


def side(label: str, decide: Side) -> None:
    """Enters how rows named by "app.model.field" that came in between find the side they belong to."""
    SIDES[label] = decide


def never_with_oneself(kind: str) -> None:
    """Enters a model ("app.model") whose rows tie two different customers."""
    NEVER_WITH_ONESELF.add(kind)


def reckoner(slug: str, reckon: Callable[[list[int]], None]) -> None:
    """Enters what works something out anew for customers whose rows have changed hands."""
    RECKONERS[slug] = reckon
