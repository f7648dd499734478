"""Whether a customer who is new may be one who was there already; looked at beside all other work, never within it.

The mail path only makes the customer. A pump of the idle lane looks at new ones soon after, a few at a time; where very
many came at once, as by an import, the next run over the whole base finds them.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from zhiji.customers.identity.pairs.actions import Candidate, move_arrival_mark, propose_pairs
from zhiji.customers.identity.pairs.models import ArrivalMark, MatchPair
from zhiji.customers.identity.pairs.queries import zones_of
from zhiji.customers.identity.pairs.rules import zone
from zhiji.customers.identity.relating.queries import are_related, near, parties
from zhiji.customers.identity.relating.rules import Party, Proposed, propose
from zhiji.customers.identity.uniting import unite
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor

ACTOR = Actor.machine("matching")
TURN_SECONDS = 0.2
AT_ONCE = 20
TOO_MANY = 5_000
# A customer's key may be older than the commit that made them.
SETTLED = timedelta(seconds=5)


@dataclass(frozen=True)
class Found:
    """Somebody whom a customer may be: weight in bits, evidence as {"kind", "steps", "forbidden"}."""

    customer_id: int
    weight: float
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def forbidden(self) -> str:
        """The hard rule that stands against it, or ""."""
        return str(self.evidence.get("forbidden", ""))


Finder = Callable[[int], Iterable[Found]]

_finders: list[Finder] = []


def register_finder(find: Finder) -> None:
    """Enters who finds, by a customer's key, those whom they may be: one look-up, at most 150 ms."""
    _finders.append(find)


def look_at_arrivals() -> int:
    """Looks at some customers who are new and returns how many; the idle lane's pump."""
    last = ArrivalMark.objects.values_list("last_id", flat=True).first()
    fresh = Customer.objects.filter(pk__gt=last or 0, created_at__lt=timezone.now() - SETTLED)
    waiting = list(fresh.order_by("pk").values_list("pk", flat=True)[: TOO_MANY + 1])
    if not waiting:
        return 0
    if last is None or len(waiting) > TOO_MANY:
        newest = Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        move_arrival_mark(actor=ACTOR, last_id=newest)
        return 0
    until, looked = time.monotonic() + TURN_SECONDS, 0
    for key in waiting[:AT_ONCE]:
        look_for_matches([key])
        move_arrival_mark(actor=ACTOR, last_id=key)
        looked += 1
        if time.monotonic() > until:
            break
    return looked


def look_for_matches(customer_ids: Iterable[int]) -> dict[str, int]:
    """Compares new customers with those who are there, and merges, asks, or leaves them apart by the thresholds.

    Returns how many were merged by themselves and how many pairs are newly asked, relations included.
    """
    merged = asked = 0
    for key in customer_ids:
        customer = Customer.objects.filter(pk=key).first()
        if customer is None:
            continue
        found = [one for find in _finders for one in find(key) if one.customer_id != key]
        gone, candidates = _sort(customer, found)
        merged += gone
        if not gone:
            candidates += _relations(key, {one.customer_id for one in found})
        # A relation explains two alike names better than that they are one.
        related = {one.key[:2] for one in candidates if one.proposal != MatchPair.Proposal.SAME}
        candidates = [one for one in candidates if one.proposal != "same" or one.key[:2] not in related]
        asked += propose_pairs(actor=ACTOR, candidates=candidates) if candidates else 0
    return {"merged": merged, "asked": asked}


def _sort(customer: Customer, found: Iterable[Found]) -> tuple[int, list[Candidate]]:
    """Merges the customer into the surest of those found if that may be; returns how many, and whom to ask about.

    Until somebody has switched merging by itself on, what is sure is asked like the rest.
    """
    zones, ask = zones_of(customer.kind), []
    for one in sorted(found, key=lambda one: -one.weight):
        verdict = zone(one.weight, zones.merge_from, zones.ask_from, one.forbidden)
        may = verdict == "merge" and zones.by_itself
        if may and unite(customer.pk, one.customer_id, actor=ACTOR, evidence=one.evidence, weight=one.weight):
            return 1, []
        if verdict != "apart":
            ask.append(Candidate(customer.pk, one.customer_id, one.weight, one.evidence))
    return 0, ask


def _relations(key: int, found: set[int]) -> list[Candidate]:
    me = parties([key]).get(key)
    if me is None:
        return []
    others = parties({*found, *near(me)} - {key}).values()
    return [one for other in others if (one := related_pair(me, other)) is not None]


def related_pair(left: Party, right: Party) -> Candidate | None:
    """Proposes how two customers belong together, if they do and it is not known yet."""
    proposed = propose(left, right)
    if proposed is None or are_related(left.customer_id, right.customer_id):
        return None
    return _relation(left, right, proposed)


def _relation(me: Party, other: Party, one: Proposed) -> Candidate:
    first, second = sorted((me, other), key=lambda party: party.customer_id)
    turned = first is not me
    steps = [
        {
            "field": sign.field,
            "grade": sign.grade,
            "left": sign.right if turned else sign.left,
            "right": sign.left if turned else sign.right,
            "weight": sign.weight,
        }
        for sign in one.signs
    ]
    kind = "person" if me.is_person else "organisation"
    evidence = {"kind": kind, "steps": steps, "forbidden": ""}
    return Candidate(first.customer_id, second.customer_id, one.weight, evidence, one.kind, one.above_id)
