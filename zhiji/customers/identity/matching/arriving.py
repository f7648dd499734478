"""One new record against a base of any size: without a database engine, by a handful of look-ups.

The keys of the new record lead to those who share one; keys that too many hold lead nowhere and are left out, their
finer sisters still find the pair. What the base knows of a value (by how many it is held) is counted among those found:
who else holds this number is among them by that very number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zhiji.customers.identity.matching.blocking import HOT, keys_of
from zhiji.customers.identity.matching.holders import FEW, OWN
from zhiji.customers.identity.matching.parameters import Parameters
from zhiji.customers.identity.matching.records import MatchRecord
from zhiji.customers.identity.matching.scoring import Evidence, score_pair

# A name or number whose key is hot is held by so many that counting them is needless.
MANY = 1_000
# So many are read and compared at most; each costs about a third of a millisecond.
MOST = 150


@dataclass(frozen=True)
class Likeness:
    """Somebody whom the new record may mean, with the evidence."""

    id: int
    evidence: Evidence


HoldersOf = Callable[[list[str], int], Mapping[str, list[int]]]
RecordsOf = Callable[[Iterable[int]], list[MatchRecord]]


def match_one(
    record: MatchRecord,
    parameters: Parameters,
    holders_of: HoldersOf,
    records_of: RecordsOf,
    lowest: float,
) -> list[Likeness]:
    """Finds whom a new record may mean, likeliest first, from `lowest` bits up.

    holders_of(keys, most): which records hold each key, at most `most` of each. records_of(ids): those records as they
    are compared. Both may ask a database; each is called once.
    """
    ids, hot = _followed(holders_of(keys_of(record), HOT + 1))
    ids.discard(record.id)
    others = records_of(sorted(ids))
    know([record, *others], hot)
    found = [Likeness(other.id, score_pair(record, other, parameters)) for other in others]
    kept = [one for one in found if one.evidence.weight >= lowest]
    return sorted(kept, key=lambda one: (-one.evidence.weight, one.id))


def _followed(holders: Mapping[str, list[int]]) -> tuple[set[int], set[str]]:
    """Follows keys from the rarest on until enough are found; gives those found, and the keys too many hold."""
    ids: set[int] = set()
    hot: set[str] = set()
    for key, found in sorted(holders.items(), key=lambda held: (len(held[1]), held[0])):
        if len(found) > HOT or len(ids | set(found)) > MOST:
            hot.add(key)
        else:
            ids.update(found)
    return ids, hot


def know(records: list[MatchRecord], hot: Iterable[str] = ()) -> None:
    """Fills in what the base knows of the records' values, as holders.py does for the whole base.

    hot: keys that too many hold; their values count as shared by many.
    """
    shared = set(hot)
    _know_numbers(records, shared)
    _know_names(records, shared)
    _know_houses(records, shared)


def _holder(record: MatchRecord) -> tuple[str | None, str | None]:
    if record.kind == "organisation":
        return _firm(record)
    return record.name_sound, record.born


def _different(holders: Iterable[tuple[str | None, str | None]]) -> int:
    """Counts different holders. Where the second part is unknown it tells nobody apart."""
    several = list(holders)
    names = {name for name, _ in several if name is not None}
    both = {(name, more) for name, more in several if more is not None}
    return max(1, len(names), len(both))


def _know_numbers(records: list[MatchRecord], hot: set[str]) -> None:
    for column, letter in (("phones", "p"), ("mails", "m"), ("domains", "d")):
        holders: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
        for record in records:
            for value in getattr(record, column) or ():
                holders[value].append(_holder(record))
        spread = {
            value: MANY if f"{letter}:{value}" in hot else _different(held) for value, held in holders.items()
        }
        for record in records:
            values = getattr(record, column) or ()
            own = [value for value in values if spread[value] <= OWN]
            few = [value for value in values if OWN < spread[value] <= FEW]
            setattr(record, f"own_{column}", own or None)
            setattr(record, f"few_{column}", few or None)


# Column made, what is counted, over which equal columns, the key that is hot where they are beyond counting.
_SPREADS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("cell_spread", (), ("brand_sound", "trade", "city"), "nct:{brand_sound}|{city}|{trade}"),
    ("core_spread", ("city",), ("brand_sound", "trade"), "nt:{brand_sound}|{trade}"),
    ("brand_spread", ("city", "trade"), ("brand_sound",), "n:{brand_sound}"),
    ("town_spread", ("trade",), ("brand_sound", "city"), "nc:{brand_sound}|{city}"),
)


def _know_names(records: list[MatchRecord], hot: set[str]) -> None:
    for made, counted, columns, key in _SPREADS:
        groups = _grouped(records, columns)
        for values, members in groups.items():
            is_hot = key.format(**dict(zip(columns, values, strict=True))) in hot
            spread = MANY if is_hot else _spread(members, counted)
            for member in members:
                setattr(member, made, spread)
    for name, members in _grouped(records, ("name",)).items():
        is_hot = name[0] is not None and f"n:{members[0].name_sound}" in hot
        for member in members:
            member.person_spread = MANY if is_hot else _different(map(_firm, members))


def _know_houses(records: list[MatchRecord], hot: set[str]) -> None:
    houses: dict[str, list[MatchRecord]] = defaultdict(list)
    for record in records:
        if record.street and record.number:
            houses[f"a:{record.street}|{record.number}|{record.district or ''}"].append(record)
    for key, members in houses.items():
        spread = MANY if key in hot else _different(map(_firm, members))
        for member in members:
            member.house_spread = spread


def _firm(record: MatchRecord) -> tuple[str | None, str | None]:
    return record.brand_sound, record.city


def _grouped(
    records: list[MatchRecord], columns: tuple[str, ...]
) -> dict[tuple[str, ...], list[MatchRecord]]:
    groups: dict[tuple[str, ...], list[MatchRecord]] = defaultdict(list)
    for record in records:
        values = tuple(getattr(record, column) for column in columns)
        if None not in values:
            groups[values].append(record)
    return groups


def _spread(members: list[MatchRecord], counted: tuple[str, ...]) -> int:
    """At least so many bear this name: by towns or trades, by houses, by mail domains."""
    told = {tuple(getattr(one, column) for column in counted) for one in members} if counted else set()
    houses = {(one.street, one.number) for one in members if one.street and one.number}
    domains = {one.domains[0] for one in members if one.domains}
    return max(1, len({values for values in told if None not in values}), len(houses), len(domains))
