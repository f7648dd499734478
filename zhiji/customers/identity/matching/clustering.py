"""From pairs to groups: which records together are one customer.

Joining whatever is linked chains strangers together: one shared switchboard between two firms is enough. So groups grow
by average linkage: two groups become one only while the evidence between all their members, not just between the
two that happen to share a number, speaks for it. A pair that nobody weighed (no key in common, or far too light)
counts as evidence against. The order is by weight, then by key, so the same pairs always give the same groups.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# What each record proves to be, as "scheme:value": a verified tax number, say.
Claims = Mapping[int, frozenset[str]]
Weighed = tuple[int, int, float]
# What a pair that was not weighed counts, in bits.
UNSEEN = -10.0
_NO_CLAIMS: Claims = {}


class Merge(NamedTuple):
    """Two groups becoming one: a member of each, the average weight between them, how many pairs that makes."""

    weight: float
    one: int
    other: int
    pairs: int


@dataclass(slots=True)
class _Group:
    """Size, what its members prove to be, and to each neighbour the sum of weights and the number of weighed pairs."""

    claims: frozenset[str]
    size: int = 1
    links: dict[int, tuple[float, int]] = field(default_factory=dict)


def cluster(pairs: Iterable[Weighed], threshold: float, claims: Claims = _NO_CLAIMS) -> list[list[int]]:
    """Groups records so that within each merge the average weight between the two sides reached the threshold.

    pairs: (one, other, weight in bits), each pair once, in any order. threshold: bits. claims: what records
    prove to be; groups that prove different things of one scheme never meet. Gives the groups of two and more.
    """
    return groups_of(grow(pairs, threshold, claims), threshold)


def grow(pairs: Iterable[Weighed], lowest: float, claims: Claims = _NO_CLAIMS) -> list[Merge]:
    """Finds all merges down to an average weight of `lowest` bits, heaviest first.

    Average linkage never gets heavier again, so what comes before a threshold is just what that threshold allows.
    Source: Sokal and Michener, "A statistical method for evaluating systematic relationships", 1958 (UPGMA).
    """
    weighed = list(pairs)
    component = _components(weighed, lowest)
    parts: dict[int, list[Weighed]] = {}
    for pair in weighed:
        part = component.get(pair[0])
        if part is not None and part == component.get(pair[1]):
            parts.setdefault(part, []).append(pair)
    del weighed
    merges = [merge for part in parts.values() for merge in _grow_one(part, lowest, claims)]
    merges.sort(key=lambda merge: (-merge.weight, merge.one, merge.other))
    return merges


def groups_of(merges: Iterable[Merge], threshold: float) -> list[list[int]]:
    """Returns the groups of two and more that merges make down to a threshold: members in order, first members too."""
    root: dict[int, int] = {}
    for merge in merges:
        if merge.weight >= threshold:
            _unite(root, merge.one, merge.other)
    groups: dict[int, list[int]] = {}
    for member in list(root):
        groups.setdefault(_find(root, member), []).append(member)
    return sorted(sorted(members) for members in groups.values())


def _components(pairs: Iterable[Weighed], lowest: float) -> Mapping[int, int]:
    """Tells for each record that is linked at all by which chain of links; only within one can groups grow."""
    root: dict[int, int] = {}
    for one, other, weight in pairs:
        if weight >= lowest:
            _unite(root, one, other)
    return {member: _find(root, member) for member in list(root)}


def _find(root: dict[int, int], member: int) -> int:
    while root.setdefault(member, member) != member:
        root[member] = root[root[member]]
        member = root[member]
    return member


def _unite(root: dict[int, int], one: int, other: int) -> None:
    first, second = sorted((_find(root, one), _find(root, other)))
    root[second] = first


def _grow_one(pairs: list[Weighed], lowest: float, claims: Claims) -> Iterator[Merge]:
    """Grows the groups of one chain of links."""
    groups = _singles(pairs, claims)
    heap = [(-weight, min(one, other), max(one, other)) for one, other, weight in pairs if weight >= lowest]
    heapq.heapify(heap)
    while heap:
        negative, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or -negative != _average(groups, one, other):
            continue
        if contradict(groups[one].claims, groups[other].claims):
            continue
        yield Merge(-negative, one, other, groups[one].size * groups[other].size)
        _join(groups, one, other, lowest, heap)


def contradict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tells whether two sides prove different things: a scheme that both have, and no value of it in common."""
    if not one or not other:
        return False
    ours, theirs = ({claim.partition(":")[0] for claim in side} for side in (one, other))
    shared = {claim.partition(":")[0] for claim in one & other}
    return bool((ours & theirs) - shared)


def _singles(pairs: Iterable[Weighed], claims: Claims) -> dict[int, _Group]:
    groups: dict[int, _Group] = {}
    for one, other, weight in pairs:
        for here, there in ((one, other), (other, one)):
            if here not in groups:
                groups[here] = _Group(claims.get(here, frozenset()))
            groups[here].links[there] = (weight, 1)
    return groups


def _average(groups: dict[int, _Group], one: int, other: int) -> float:
    total, seen = groups[one].links[other]
    pairs = groups[one].size * groups[other].size
    return (total + (pairs - seen) * UNSEEN) / pairs


def _join(
    groups: dict[int, _Group], one: int, other: int, lowest: float, heap: list[tuple[float, int, int]]
) -> None:
    """Makes one group of two, under the smaller key."""
    kept, gone = groups[one], groups.pop(other)
    kept.size += gone.size
    kept.claims |= gone.claims
    kept.links.pop(other)
    gone.links.pop(one)
    for third, (weight, seen) in gone.links.items():
        before, before_seen = kept.links.get(third, (0.0, 0))
        kept.links[third] = groups[third].links[one] = (before + weight, before_seen + seen)
        groups[third].links.pop(other)
    for third in kept.links:
        average = _average(groups, one, third)
        if average >= lowest:
            heapq.heappush(heap, (-average, min(one, third), max(one, third)))
