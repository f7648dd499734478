"""What a yes to "these two belong together" writes down, and how it is taken back."""

from typing import Any

from django.utils import timezone

from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.models import Customer, Relation
from zhiji.customers.sources.actions import change_customer
from zhiji.kernel.access.actor import Actor

WITH_PARENT = (MatchPair.Proposal.BRANCH, MatchPair.Proposal.DEPARTMENT)


def let_belong(actor: Actor, pair: MatchPair) -> dict[str, Any]:
    """Notes the relation that was proposed; returns what is needed to take it back."""
    above = pair.above_id or pair.right_id
    below = pair.other_than(above)
    undo: dict[str, Any] = {}
    if pair.proposal in WITH_PARENT:
        undo["parent_id"] = Customer.objects.values_list("parent_id", flat=True).get(pk=below)
        change_customer(actor=actor, customer_id=below, version=None, values={"parent_id": above})
    if pair.proposal != MatchPair.Proposal.BRANCH:
        kind = Relation.Kind(pair.proposal)
        row, _made = Relation.objects.get_or_create(left_id=below, right_id=above, kind=kind, ended_at=None)
        undo["relation"] = row.pk
    return undo


def end_belonging(actor: Actor, pair: MatchPair, undo: dict[str, Any]) -> None:
    """Takes the relation back."""
    if "relation" in undo:
        Relation.objects.filter(pk=undo["relation"]).update(ended_at=timezone.now())
    if "parent_id" in undo:
        below = pair.other_than(pair.above_id or pair.right_id)
        values = {"parent_id": undo["parent_id"]}
        change_customer(actor=actor, customer_id=below, version=None, values=values)
