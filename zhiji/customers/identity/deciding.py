"""What becomes of what a run over the whole base found: groups are merged, questions are put before people."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from typing import Any

from zhiji.customers.identity.arrival import ACTOR, related_pair
from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs
from zhiji.customers.identity.relating.queries import parties
from zhiji.customers.identity.uniting import unite

log = logging.getLogger("zhiji.matching")

Explain = Callable[[int, int], Any]
PORTION = 500


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
        known = parties({key for left, right, _weight in part for key in (left, right)})
        candidates = [
            related_pair(known[left], known[right]) or _question(kind, left, right, weight, explain)
            for left, right, weight in part
            if left in known and right in known
        ]
        asked += propose_pairs(actor=ACTOR, candidates=candidates, run_id=run_id)
    return asked


def _question(kind: str, left: int, right: int, weight: float, explain: Explain | None) -> Candidate:
    left, right = min(left, right), max(left, right)
    evidence = explain(left, right) if explain else None
    weight = weight or (float(evidence.weight) if evidence else 0.0)
    kept = evidence_json(evidence, kind) if evidence else {"kind": kind, "steps": [], "forbidden": ""}
    return Candidate(left, right, weight, kept)
