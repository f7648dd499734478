"""What becomes of what a run over the whole base found: groups are merged, questions are put before people."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from types import MappingProxyType
from typing import Any

from zhiji.customers.identity.arrival import ACTOR, related_pair, unsettled
from zhiji.customers.identity.merging.queries import survivors_of
from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs
from zhiji.customers.identity.relating.queries import parties
from zhiji.customers.identity.uniting import unite

log = logging.getLogger("zhiji.matching")

Explain = Callable[[int, int], Any]
PORTION = 500
# So many of a group are compared with each further one.
COMPARED = 8


def evidence_json(evidence: Any, kind: str) -> dict[str, Any]:
    """Writes the evidence of a pair as it is kept: kind, steps with field, grade, both values and weight, hard rule."""
    steps = [asdict(step) if is_dataclass(step) else dict(step) for step in evidence.steps]  # type: ignore[arg-type]
    return {"kind": kind, "steps": steps, "forbidden": evidence.forbidden}


def merge_groups(
    kind: str,
    groups: Iterable[Iterable[int]],
    *,
    run_id: int | None = None,
    explain: Explain | None = None,
) -> dict[str, int]:
    """Merges each group of customers into the best known of it, one act each, and returns how many were merged.

    A pair that somebody told apart, or that a hard rule forbids, is asked about instead; so is one whose merge fails
    ("failed" in what is returned), and the others go on. Merging the same groups again changes nothing.
    explain(left, right) gives the evidence that is kept with each merge.
    """
    counts, ask = {"merged": 0, "failed": 0}, []
    for group in groups:
        first, *rest = sorted(group)
        for other in rest:
            question = _question(kind, first, other, 0.0, explain)
            survivor = _united(first, other, question, run_id, counts)
            if survivor is None:
                ask.append(question)
            else:
                counts["merged"], first = counts["merged"] + 1, survivor
    asked = propose_pairs(actor=ACTOR, candidates=ask, run_id=run_id) if ask else 0
    return {**counts, "asked": asked}


def ask_about_groups(
    kind: str,
    groups: Iterable[Iterable[int]],
    *,
    run_id: int | None = None,
    explain: Explain | None = None,
) -> int:
    """Asks about what would be merged if merging by itself were on; returns how many pairs are newly asked.

    Each member of a group is asked about once, beside the one of the group that it resembles most.
    """
    pairs = [pair for group in groups for pair in _tree(sorted(group), explain)]
    return ask_about(kind, pairs, run_id=run_id, explain=explain)


def _tree(group: list[int], explain: Explain | None) -> list[tuple[int, int, float]]:
    if len(group) == 2 or explain is None:
        return [(group[0], other, 0.0) for other in group[1:]]
    found = []
    for place, other in enumerate(group[1:], 1):
        weights = {one: float(explain(one, other).weight) for one in group[:place][:COMPARED]}
        nearest = max(weights, key=lambda one: weights[one])
        found.append((nearest, other, weights[nearest]))
    return found


def _united(
    first: int, other: int, found: Candidate, run_id: int | None, counts: dict[str, int]
) -> int | None:
    try:
        return unite(first, other, actor=ACTOR, evidence=found.evidence, weight=found.weight, run_id=run_id)
    except Exception:
        log.exception("Customers %s and %s could not be merged; somebody is asked about them", first, other)
        counts["failed"] += 1
        return None


def ask_about(
    kind: str,
    questions: Iterable[tuple[int, int, float]],
    *,
    run_id: int | None = None,
    explain: Explain | None = None,
) -> int:
    """Puts pairs (left, right, weight in bits) before people and returns how many are newly asked.

    Where two belong together rather than being one (a firm and its branch), that is what is asked.
    """
    asked, waiting = 0, list(questions)
    for at in range(0, len(waiting), PORTION):
        part = waiting[at : at + PORTION]
        keys = {key for left, right, _weight in part for key in (left, right)}
        # Whose things somebody else holds since a merge, is asked about under who holds them.
        now = {key: key for key in keys} | survivors_of(keys)
        known = parties(set(now.values()))
        candidates = [
            related_pair(known[now[left]], known[now[right]])
            or _question(kind, left, right, weight, explain, now)
            for left, right, weight in part
            if now[left] != now[right] and now[left] in known and now[right] in known
        ]
        asked += propose_pairs(actor=ACTOR, candidates=unsettled(candidates), run_id=run_id)
    return asked


def _question(
    kind: str,
    left: int,
    right: int,
    weight: float,
    explain: Explain | None,
    now: Mapping[int, int] = MappingProxyType({}),
) -> Candidate:
    left, right = sorted((left, right), key=lambda key: now.get(key, key))
    evidence = explain(left, right) if explain else None
    weight = weight or (float(evidence.weight) if evidence else 0.0)
    kept = evidence_json(evidence, kind) if evidence else {"kind": kind, "steps": [], "forbidden": ""}
    return Candidate(now.get(left, left), now.get(right, right), weight, kept)
