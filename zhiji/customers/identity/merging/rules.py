"""When two customers may become one, which of them stays, and what it takes over from the other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# What the survivor takes from the other where it has nothing itself, as far as no source speaks of it.
FILLED = ("category", "language", "region", "time_zone")
# Tax numbers of several countries may belong to one firm: only those of one country speak against each other.
PER_COUNTRY = frozenset({"vat", "tin"})


@dataclass(frozen=True)
class Proof:
    """A number of a customer by which an authority or another system knows it."""

    scheme: str
    value: str
    is_verified: bool


@dataclass(frozen=True)
class Standing:
    """What speaks for one of two customers as the one that stays."""

    customer_id: int
    verified: int
    entries: int
    owned: bool
    created_at: datetime


def clashing_proofs(left: Iterable[Proof], right: Iterable[Proof]) -> list[tuple[Proof, Proof]]:
    """Lists verified numbers of one kind that differ between two customers: proof that they are two.

    Two customers who share at least one verified number of that kind do not clash by a further one.
    """
    mine, theirs = _verified(left), _verified(right)
    found = []
    for kind in sorted(mine.keys() & theirs.keys()):
        if not mine[kind].keys() & theirs[kind].keys():
            first, second = min(mine[kind]), min(theirs[kind])
            found.append((mine[kind][first], theirs[kind][second]))
    return found


def _verified(proofs: Iterable[Proof]) -> dict[tuple[str, str], dict[str, Proof]]:
    found: dict[tuple[str, str], dict[str, Proof]] = {}
    for proof in proofs:
        if proof.is_verified:
            country = proof.value[:2].upper() if proof.scheme in PER_COUNTRY else ""
            found.setdefault((proof.scheme, country), {})[proof.value.upper()] = proof
    return found


def choose_survivor(left: Standing, right: Standing) -> int:
    """Chooses which of two customers stays: the one with more verified numbers, the looked after, the more talked to.

    Among equals the older one stays, for its number is known longest.
    """

    def weight(one: Standing) -> tuple[int, bool, int]:
        return one.verified, one.owned, one.entries

    if weight(left) != weight(right):
        return max(left, right, key=weight).customer_id
    return min(left, right, key=lambda one: (one.created_at, one.customer_id)).customer_id


def filled(survivor: Mapping[str, Any], loser: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Returns {field: [before, after]} of what the survivor takes over from the other.

    Owner and team go together and only where the survivor has neither; the last contact is the later of the two.
    """
    found = {name: [survivor[name], loser[name]] for name in FILLED if not survivor[name] and loser.get(name)}
    owners = ("owner_id", "team_id")
    if not any(survivor[name] for name in owners):
        found |= {name: [None, loser[name]] for name in owners if loser.get(name)}
    later = loser.get("last_contact_at")
    if later and (survivor["last_contact_at"] is None or later > survivor["last_contact_at"]):
        found["last_contact_at"] = [survivor["last_contact_at"], later]
    return found


def parent_after(
    survivor_id: int,
    survivor_parent: int | None,
    loser_id: int,
    loser_parent: int | None,
    above: Collection[int],
    above_loser: Collection[int],
) -> int | None:
    """Returns the parent of the survivor after the merge, so that nothing stands above itself.

    above are all that stand above the survivor, above_loser all above the other, nearest first. A survivor below the
    loser goes below what the loser stood under; one without parent takes the loser's, unless that is below itself.
    """
    if loser_id in above:
        return loser_parent if loser_parent != survivor_id else None
    if survivor_parent is None and loser_parent != survivor_id and survivor_id not in above_loser:
        return loser_parent
    return survivor_parent


def newcomers(
    levels: Iterable[tuple[Collection[int], int]], brought: Collection[int], current: Collection[int]
) -> set[int]:
    """Returns the keys of the rows that came in between a merge and its undoing, and still lie with the survivor.

    levels lists, from the merge upwards, (keys that lay with the survivor of that level when it was merged on, or lie
    there now; the greatest key at the time of that level's merge). brought are keys that other merges brought.
    """
    found: set[int] = set()
    for keys, mark in levels:
        found |= {key for key in keys if key > mark}
    return (found - set(brought)) & set(current)


def taken_back(changed: Mapping[str, list[Any]], now: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values that the survivor had before the merge, of those fields that nobody changed since."""
    return {name: before for name, (before, after) in changed.items() if now.get(name) == after}
