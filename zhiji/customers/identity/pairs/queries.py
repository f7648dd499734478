from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhiji.customers.identity.pairs.models import MatchPair, MatchThreshold
from zhiji.customers.identity.pairs.rules import ASK_FROM, MERGE_FROM, Band, bands, zone
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import scope_filter

COUNTED = 1000


@dataclass(frozen=True)
class Zones:
    """From which weights on, in bits, pairs are surely one, and asked; by_itself: what is sure is merged unasked."""

    merge_from: float = MERGE_FROM
    ask_from: float = ASK_FROM
    by_itself: bool = False
    is_moved: bool = False


def zones_of(kind: str) -> Zones:
    """Returns the thresholds for persons or organisations."""
    row = MatchThreshold.objects.filter(kind=kind).first()
    return Zones(row.merge_from, row.ask_from, row.by_itself, row.is_moved) if row else Zones()


def queue(actor: Actor) -> QuerySet[MatchPair]:
    """Lists the pairs that wait for an answer, surest first, those put off at the end; both customers are there."""
    seen = MatchPair.objects.waiting().filter(left__id__isnull=False, right__id__isnull=False)
    for side in ("left__", "right__"):
        seen = seen.filter(scope_filter(actor, "customer.view", side))
    return seen.select_related("left", "right").order_by("-state", "-weight", "id")


def count_waiting(actor: Actor) -> int:
    """Counts the pairs that wait, up to a measure."""
    return len(queue(actor).filter(state=MatchPair.State.OPEN).values_list("pk", flat=True)[:COUNTED])


def counts(actor: Actor) -> dict[str, int]:
    """Counts what waits, what was put off, and what was answered."""
    rows = queue(actor)
    answered = MatchPair.objects.answered()
    return {
        "open": len(rows.filter(state="open").values_list("pk", flat=True)[:COUNTED]),
        "later": len(rows.filter(state="later").values_list("pk", flat=True)[:COUNTED]),
        "yes": len(answered.filter(state="yes").values_list("pk", flat=True)[:COUNTED]),
        "no": len(answered.filter(state="no").values_list("pk", flat=True)[:COUNTED]),
    }


def pair_for(actor: Actor, key: int) -> MatchPair | None:
    """Returns a pair whose customers the actor may see, answered or not."""
    return queue(actor).filter(pk=key).first()


def pairs_with(actor: Actor, customer_id: int) -> list[MatchPair]:
    """Lists the pairs that wait and have this customer on one side."""
    rows = queue(actor)
    sides = rows.filter(left_id=customer_id).order_by() | rows.filter(right_id=customer_id).order_by()
    return list(sides.order_by("-weight")[:10])


def may_be_same_now() -> Exists:
    """Gives a query of customers whether a pair of theirs waits, without another question."""
    sides = Q(left_id=OuterRef("pk")) | Q(right_id=OuterRef("pk"))
    return Exists(MatchPair.objects.waiting().filter(sides))


def answered_bands(kind: str) -> list[Band]:
    """Counts people's answers for persons or organisations by weight."""
    return bands(labels(kind))


def labels(kind: str = "", most: int = 20_000) -> list[tuple[float, bool]]:
    """Lists people's answers, newest first: the weight the pair had, and whether the two were one.

    Pairs against which a hard rule stands tell nothing of thresholds: no weight has them merged.
    """
    answered = MatchPair.objects.answered().filter(proposal=MatchPair.Proposal.SAME, evidence__forbidden="")
    if kind:
        answered = answered.filter(evidence__kind=kind)
    rows = answered.order_by("-answered_at").values_list("weight", "state")[:most]
    return [(weight, state == MatchPair.State.YES) for weight, state in rows]


def labelled_pairs(kind: str, most: int = 20_000) -> list[tuple[int, int, bool, dict[str, Any]]]:
    """Lists people's answers for training: both keys, whether they are one, and the evidence at the time."""
    answered = MatchPair.objects.answered().filter(proposal=MatchPair.Proposal.SAME, evidence__kind=kind)
    rows = answered.order_by("-answered_at").values_list("left_id", "right_id", "state", "evidence")[:most]
    return [(left, right, state == MatchPair.State.YES, evidence) for left, right, state, evidence in rows]


def zone_counts(kind: str, merge_from: float, ask_from: float) -> dict[str, int]:
    """Counts how many of the pairs that wait would fall into each zone, surest first, up to a measure."""
    waiting = MatchPair.objects.open().filter(proposal=MatchPair.Proposal.SAME, evidence__kind=kind)
    found = waiting.order_by("-weight").values_list("weight", "evidence__forbidden")[: COUNTED * 20]
    told = Counter(zone(weight, merge_from, ask_from, forbidden or "") for weight, forbidden in found)
    return {name: told[name] for name in ("merge", "ask", "apart")}


def least_sure(actor: Actor, kind: str, merge_from: float) -> MatchPair | None:
    """Returns the pair of a kind that is nearest above a threshold: the least sure of those it would merge unasked."""
    sure = queue(actor).filter(
        state=MatchPair.State.OPEN,
        proposal=MatchPair.Proposal.SAME,
        evidence__kind=kind,
        evidence__forbidden="",
        weight__gte=merge_from,
    )
    return sure.order_by("weight", "id").first()


def said_no(left: int, right: int) -> bool:
    """Tells whether somebody said that two customers are not one: no machine merges them then."""
    first, second = sorted((left, right))
    return MatchPair.objects.filter(
        left_id=first, right_id=second, proposal=MatchPair.Proposal.SAME, state=MatchPair.State.NO
    ).exists()
