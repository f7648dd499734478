"""Whether a customer who is new may be one who was there already; looked at beside all other work, never within it.

The mail path only makes the customer. A pump of the idle lane looks at new ones soon after, a few at a time. Those who
came singly (by mail, by hand, by a form) go first, and each of them is looked at, whatever lists come in. Those of a
list follow; where very many came at once the next run over the whole base finds them.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
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
from zhiji.customers.sources.models import SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.settling import settled

ACTOR = Actor.machine("matching")
TURN_SECONDS = 0.2
AT_ONCE = 20
# So many newcomers are sorted by how they came at once: a few milliseconds.
AT_A_GLANCE = 1_000
TOO_MANY = 5_000
# What two count who have nothing in common by which they are found, in bits: as in a run over the whole base.
UNSEEN = -10.0


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
    mark = ArrivalMark.objects.first()
    if mark is None:
        newest = _newest()
        move_arrival_mark(actor=ACTOR, last_id=newest, single_id=newest)
        return 0
    until = time.monotonic() + TURN_SECONDS
    # A base from before there were two marks goes on where its one mark stood.
    single_id = mark.last_id if mark.single_id is None else mark.single_id
    return _look_at_single(single_id, until) or _look_at_listed(mark.last_id, until)


def _newest() -> int:
    return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _waiting(after: int, most: int) -> list[int]:
    """Lists who came after a customer, oldest first."""
    rows = Customer.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "created_at")
    return [key for key, _at in settled(rows[:most], timezone.now())]


def _of_lists(keys: list[int]) -> set[int]:
    """Tells which of these customers a list brought in."""
    made = SourceRecord.objects.filter(customer__in=keys, of_import__isnull=False, outcome="new")
    return set(made.values_list("customer_id", flat=True))


def _look_at_single(after: int, until: float) -> int:
    """Looks at those who came singly, and goes past those of lists quickly, however many; returns how many it saw."""
    looked = 0
    while keys := _waiting(after, AT_A_GLANCE):
        listed = _of_lists(keys)
        for key in keys:
            if key not in listed:
                look_for_matches([key])
                move_arrival_mark(actor=ACTOR, single_id=key)
                looked += 1
                if looked >= AT_ONCE or time.monotonic() > until:
                    return looked
        after = keys[-1]
        move_arrival_mark(actor=ACTOR, single_id=after)
        if time.monotonic() > until:
            break
    return looked


def _look_at_listed(after: int, until: float) -> int:
    """Looks at those whom lists brought in; where too many wait, leaves them to the next run over the whole base."""
    waiting = _waiting(after, TOO_MANY + 1)
    if len(waiting) > TOO_MANY:
        move_arrival_mark(actor=ACTOR, last_id=_newest())
        return 0
    turn = waiting[:AT_A_GLANCE]
    listed, looked = _of_lists(turn), 0
    for key in turn:
        if key in listed:
            look_for_matches([key])
            looked += 1
            if looked >= AT_ONCE or time.monotonic() > until:
                move_arrival_mark(actor=ACTOR, last_id=key)
                return looked
    if turn:
        move_arrival_mark(actor=ACTOR, last_id=turn[-1])
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
        candidates = unsettled(candidates)
        asked += propose_pairs(actor=ACTOR, candidates=candidates) if candidates else 0
    return {"merged": merged, "asked": asked}


def _sort(customer: Customer, found: Iterable[Found]) -> tuple[int, list[Candidate]]:
    """Merges the customer into the one found who is surely meant; returns how many, and whom to ask about.

    Until somebody has switched merging by itself on, what is sure is asked like the rest.
    """
    zones, ask, found = zones_of(customer.kind), [], list(found)
    for one in sorted(found, key=lambda one: -one.weight):
        verdict = zone(one.weight, zones.merge_from, zones.ask_from, one.forbidden)
        may = verdict == "merge" and zones.by_itself and _fits(customer.pk, one, found, zones.merge_from)
        if may and unite(customer.pk, one.customer_id, actor=ACTOR, evidence=one.evidence, weight=one.weight):
            return 1, []
        if verdict != "apart":
            ask.append(Candidate(customer.pk, one.customer_id, one.weight, one.evidence))
    return 0, ask


def _fits(key: int, one: Found, found: Iterable[Found], merge_from: float) -> bool:
    """Tells whether a run over the whole base would join a new customer and the one found as well.

    It would not where the new one resembles others who are sure to be somebody else, nor where all of those with whom
    the one found is one weigh less on average than the threshold; who was not found among them counts as unlike.
    """
    mine = {other.customer_id: other for other in found}
    theirs = [other for find in _finders for other in find(one.customer_id) if other.customer_id != key]
    group = {other.customer_id for other in theirs if other.weight >= merge_from and not other.forbidden}
    group.add(one.customer_id)
    if any(other.weight >= merge_from for pk, other in mine.items() if pk not in group):
        return False
    weights = [mine[pk].weight if pk in mine else UNSEEN for pk in group]
    barred = any(mine[pk].forbidden for pk in group if pk in mine)
    return not barred and sum(weights) / len(weights) >= merge_from


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


def unsettled(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Leaves out pairs of which nothing is left to ask: a hard rule says that they are two, and their firm is known."""
    asked = list(candidates)
    barred = [one for one in asked if one.evidence.get("forbidden")]
    known = parties({key for one in barred for key in (one.left_id, one.right_id)})
    settled_ones = {one.key for one in barred if _are_of_one_firm(known, *one.key[:2])}
    return [one for one in asked if one.key not in settled_ones]


def _are_of_one_firm(known: Mapping[int, Party], left: int, right: int) -> bool:
    """Tells whether one is noted as a part of the other, or both as parts of a third."""
    above = [known[key].parent_id if key in known else None for key in (left, right)]
    return above[0] == right or above[1] == left or (above[0] is not None and above[0] == above[1])


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
