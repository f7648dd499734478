"""One run over the whole base: from records to groups that are one customer, and pairs that somebody must look at."""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhiji.customers.identity.matching import engine
from zhiji.customers.identity.matching.clustering import Claims, Merge, Weighed, groups_of, grow
from zhiji.customers.identity.matching.parameters import Parameters
from zhiji.customers.identity.matching.records import Kind, MatchRecord
from zhiji.customers.identity.matching.scoring import claims_of, rule_against
from zhiji.customers.identity.matching.thresholds import LOWEST_AUTOMATIC, Thresholds, choose
from zhiji.customers.identity.pairs.rules import zone

# So far below what joins groups stay two who share nothing of their own, in bits.
BELOW = 1.0


@dataclass(frozen=True)
class Found:
    """What a run found. groups: records that are one customer, from the automatic threshold up, two and more each.

    questions: (one, other, weight) for the pairs between groups that reached the lower threshold, best pair of each
    two groups only. merges: all steps of growing, for moving the threshold without a new run. proposed: the thresholds
    that the records speak for, whichever were used.
    """

    parameters: Parameters
    thresholds: Thresholds
    proposed: Thresholds
    groups: list[list[int]]
    questions: list[Weighed]
    merges: list[Merge]
    candidates: int
    weighed: int


def match_all(
    connection: Any,
    kind: Kind,
    records: Any,
    parameters: Parameters | None = None,
    thresholds: Thresholds | None = None,
    *,
    strict: bool = True,
) -> Found:
    """Matches a whole base of records.

    connection: from `engine.open_engine`. records: an Arrow table from `tables.to_arrow`.
    parameters, thresholds: those of an earlier run, or None to learn and choose them from the records.
    strict: persons of different names, and those who share nothing of their own, are never merged, only asked about;
    False for sets whose names are full of slips and in which nobody has relatives.
    """
    engine.take_in(connection, kind, records)
    candidates = engine.find_candidates(connection)
    parameters = parameters or engine.learn_from(connection, kind, strict=strict)
    weighed = engine.weigh(connection, parameters)
    lowest = min(LOWEST_AUTOMATIC, thresholds.automatic if thresholds else LOWEST_AUTOMATIC)
    if strict:
        engine.hold_back(connection, parameters, lowest - BELOW)
    claims = claims_in(connection, kind, strict)
    merges = _grown(connection, lowest, claims)
    proposed = choose(merges)
    chosen = thresholds or proposed
    groups = groups_of(merges, chosen.automatic)
    questions = _questions(groups, _to_ask(connection, kind, claims, chosen))
    return Found(parameters, chosen, proposed, groups, questions, merges, candidates, weighed)


def _grown(connection: Any, lowest: float, claims: Claims) -> list[Merge]:
    # A million small tuples: the collector would walk them again and again and find nothing.
    gc.disable()
    try:
        return grow(engine.linked(connection, lowest), lowest, claims)
    finally:
        gc.enable()


def claims_in(connection: Any, kind: Kind, strict: bool) -> Claims:
    """Reads what each record taken in proves or says to be; strict: as in match_all."""
    given, family = ("given", "family") if strict else ("null", "null")
    rows = connection.execute(
        f"select id, tax, identities, brand, branch, {given}, {family} from records where tax is not null "
        "or identities is not null or brand is not null or given is not null or family is not null"
    ).fetchall()
    known: dict[frozenset[str], frozenset[str]] = {}
    claims = {}
    for number, tax, identities, brand, branch, called, named in rows:
        record = MatchRecord(
            number,
            kind,
            tax=tax,
            identities=identities,
            brand=brand,
            branch=branch,
            given=called,
            family=named,
        )
        said = claims_of(record)
        claims[number] = known.setdefault(said, said)
    return claims


def _to_ask(connection: Any, kind: Kind, claims: Claims, chosen: Thresholds) -> Iterator[Weighed]:
    """Gives the pairs, heaviest first, that are not left apart: by the rule that newcomers are judged by too."""
    nothing = frozenset[str]()
    for one, other, weight, owned, renamed in engine.evident(connection, chosen.ask):
        said = claims.get(one, nothing), claims.get(other, nothing)
        against = rule_against(kind, *said, owned=owned, renamed=renamed)
        if zone(weight, chosen.automatic, chosen.ask, against) != "apart":
            yield one, other, weight


def _questions(groups: list[list[int]], pairs: Iterable[Weighed]) -> list[Weighed]:
    """Picks for each two groups (or single records) the heaviest pair between them that is worth asking about."""
    group_of = {member: members[0] for members in groups for member in members}
    best: dict[tuple[int, int], Weighed] = {}
    for pair in pairs:
        one, other = group_of.get(pair[0], pair[0]), group_of.get(pair[1], pair[1])
        if one != other:
            best.setdefault((min(one, other), max(one, other)), pair)
    return list(best.values())
