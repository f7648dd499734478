"""The one way in which a machine merges: whatever found the two, the same things speak against it."""

from collections.abc import Mapping
from typing import Any

from zhiji.customers.identity.merging.actions import merge_customers
from zhiji.customers.identity.merging.deadlocks import past_deadlocks
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.queries import survivor_between, survivors_of
from zhiji.customers.identity.pairs.queries import said_no
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused


def unite(
    first: int,
    other: int,
    *,
    actor: Actor,
    evidence: Mapping[str, Any],
    weight: float,
    run_id: int | None = None,
) -> int | None:
    """Merges two customers, whoever holds them by now; returns who stays, None where that may not be.

    weight is the evidence's, in bits. Two whom somebody told apart, or who are proven to be two, are left as they are.
    """
    if said_no(first, other):
        return None
    now = survivors_of((first, other))
    first, other = now.get(first, first), now.get(other, other)
    if first == other:
        return first
    survivor = survivor_between(first, other)
    loser = other if survivor == first else first
    try:
        past_deadlocks(
            lambda: merge_customers(
                actor=actor,
                survivor_id=survivor,
                loser_id=loser,
                reason=Merge.Reason.MACHINE,
                evidence=evidence,
                score=weight,
                run_id=run_id,
            )
        )
    except Refused:
        return None
    return survivor
