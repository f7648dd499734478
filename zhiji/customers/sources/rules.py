"""Which of several sources' values counts: survivorship, decided from claims and an order of criteria.

Worked tables stand in docs/algorithms/survivorship.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

PEOPLE = "people"
CHANNEL = "channel"

# Fields of one value each, in the order in which screens show them. Fields of one's own are "own:<key>".
PLAIN = (
    "kind", "name", "family_name", "given_name", "parent_id",
    "category", "language", "region", "time_zone",
)  # fmt: skip
POINTS = ("mobile", "phone", "fax", "mail", "address", "wechat", "website", "domain")
# They follow the name, whose own disagreement is shown.
QUIET = frozenset({"family_name", "given_name"})

CRITERIA = ("verified", "people", "works", "trust", "recent", "most_sources", "longest")
DEFAULT_ORDER = ("verified", "people", "trust", "recent")
_OF_NAMES = ("verified", "people", "trust", "recent", "longest")
_OF_NUMBERS = ("works", "verified", "people", "recent", "trust")
ORDERS: Mapping[str, tuple[str, ...]] = {
    "name": _OF_NAMES,
    "family_name": _OF_NAMES,
    "given_name": _OF_NAMES,
    "kind": ("verified", "people", "most_sources", "trust", "recent"),
    "language": ("people", "recent", "trust"),
    "title": ("people", "recent", "trust"),
    "department": ("people", "recent", "trust"),
    "tax_number": ("verified", "people", "most_sources", "trust", "recent"),
    "address": ("works", "verified", "people", "recent", "longest"),
    **dict.fromkeys(("mobile", "phone", "fax", "mail", "wechat", "website", "domain"), _OF_NUMBERS),
}

# How much a kind of source is believed until somebody says otherwise, in percent.
TRUST: Mapping[str, int] = {"people": 90, "system": 70, "department": 50, "file": 40, "channel": 20}


@dataclass(frozen=True)
class Claim:
    """What one source record says of one field.

    form is the comparable form: claims of one form mean the same. kind is the kind of the source and trust how much
    it is believed (0–100); at is since when it says so. works is what trying showed (contact points only).
    """

    value: Any
    form: str
    source: str
    kind: str
    trust: int
    at: datetime
    verified: bool = False
    works: bool | None = None
    record_id: int | None = None
    by: str = ""


@dataclass(frozen=True)
class Choice:
    """The claim that counts for a field, those that say the same, the rivals (one per other form, best first), and why.

    reason is "only", "agreed", the criterion that decided, or "tie" where none did.
    """

    winner: Claim
    backers: tuple[Claim, ...] = ()
    rivals: tuple[Claim, ...] = ()
    is_conflict: bool = False
    reason: str = "only"

    @property
    def value(self) -> Any:
        """The value that counts."""
        return self.winner.value


@dataclass
class _Side:
    """All claims of one form."""

    claims: list[Claim] = field(default_factory=list)

    def since(self) -> datetime:
        return max(claim.at for claim in self.claims)


def order_for(name: str, table: Mapping[str, Sequence[str]] | None = None) -> tuple[str, ...]:
    """Returns the criteria of a field in their order: as the table says, else as Zhiji brings them."""
    own = tuple(table.get(name, ())) if table else ()
    return own or ORDERS.get(name, DEFAULT_ORDER)


def survive(field: str, claims: Iterable[Claim], order: Sequence[str] = ()) -> Choice | None:
    """Chooses which source's value counts for a field, and tells whether a person should look at it.

    Claims of one form stand together. What our own people said counts over all that was said before it; what was
    said since is compared by the criteria in their order, then by the newest claim, at last by the form itself, so
    that the order in which claims come never matters. None if there is no claim.
    """
    sides: dict[str, _Side] = {}
    for claim in claims:
        sides.setdefault(claim.form, _Side()).claims.append(claim)
    if not sides:
        return None
    criteria = tuple(order) or order_for(field)
    open_to_doubt, settled = _parted(sides)
    ranked = [*_ranked(open_to_doubt, criteria), *_ranked(settled, criteria)]
    backers = _best_first(ranked[0].claims, criteria)
    return Choice(
        winner=backers[0],
        backers=tuple(backers[1:]),
        rivals=tuple(_best_first(side.claims, criteria)[0] for side in ranked[1:]),
        is_conflict=_is_conflict(field, ranked[0], ranked[1:]),
        reason=_reason(ranked, criteria, len(open_to_doubt)),
    )


def _parted(sides: Mapping[str, _Side]) -> tuple[dict[str, _Side], dict[str, _Side]]:
    """Parts the sides that our people have decided against, knowing them, from those still to be compared."""
    decisions = [(c.at, c.form) for side in sides.values() for c in side.claims if c.kind == PEOPLE]
    if not decisions:
        return dict(sides), {}
    at, chosen = max(decisions)
    settled = {form: side for form, side in sides.items() if form != chosen and side.since() <= at}
    return {form: side for form, side in sides.items() if form not in settled}, settled


def _ranked(sides: Mapping[str, _Side], criteria: Sequence[str]) -> list[_Side]:
    best_first = sorted(
        sides.items(), key=lambda item: _rank(item[1].claims, criteria, item[0]), reverse=True
    )
    return [side for _form, side in best_first]


def known_order(order: Iterable[str]) -> tuple[str, ...]:
    """Keeps the criteria that are known, each once, in their order."""
    return tuple(dict.fromkeys(name for name in order if name in CRITERIA))


_MEASURES: Mapping[str, Callable[[Sequence[Claim]], Any]] = {
    "verified": lambda claims: any(claim.verified for claim in claims),
    "people": lambda claims: any(claim.kind == PEOPLE for claim in claims),
    "works": lambda claims: max(
        0 if claim.works is None else 1 if claim.works else -1 for claim in claims
    ),
    "trust": lambda claims: max(claim.trust for claim in claims),
    "recent": lambda claims: max(claim.at for claim in claims),
    "most_sources": lambda claims: len({claim.source for claim in claims}),
    "longest": lambda claims: max(len(claim.form) for claim in claims),
}  # fmt: skip


def _rank(claims: Sequence[Claim], criteria: Sequence[str], form: str) -> tuple[Any, ...]:
    measured = tuple(_MEASURES[name](claims) for name in criteria)
    return (*measured, max(claim.at for claim in claims), form)


def _best_first(claims: Sequence[Claim], criteria: Sequence[str]) -> list[Claim]:
    def rank(claim: Claim) -> tuple[Any, ...]:
        return (*_rank([claim], criteria, claim.form), repr(claim))

    return sorted(claims, key=rank, reverse=True)


def _reason(ranked: Sequence[_Side], criteria: Sequence[str], in_doubt: int) -> str:
    if len(ranked) == 1:
        return "only" if len(ranked[0].claims) == 1 else "agreed"
    if in_doubt == 1:
        return PEOPLE
    for name in criteria:
        if _MEASURES[name](ranked[0].claims) != _MEASURES[name](ranked[1].claims):
            return name
    return "tie"


def _is_conflict(field: str, winner: _Side, rivals: Sequence[_Side]) -> bool:
    """Tells whether a rival's word is one that a person should weigh.

    It is not where the winner is verified and the rival is not, where our own people said the winner's value after
    the rival's source said its own, and where the rival's source is believed less than half as much.
    """
    if field in QUIET or field in POINTS:
        return False
    verified, trust = _MEASURES["verified"](winner.claims), _MEASURES["trust"](winner.claims)
    decided = max((claim.at for claim in winner.claims if claim.kind == PEOPLE), default=None)
    for rival in rivals:
        outdone = verified and not _MEASURES["verified"](rival.claims)
        settled = decided is not None and decided >= rival.since()
        unheard = _MEASURES["trust"](rival.claims) * 2 < trust
        if not (outdone or settled or unheard):
            return True
    return False
