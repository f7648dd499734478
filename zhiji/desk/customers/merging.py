"""Two customers chosen in the list become one."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiji.customers.identity.merging.actions import NeedsConfirmation, merge_customers
from zhiji.customers.identity.merging.deadlocks import past_deadlocks
from zhiji.customers.identity.merging.queries import survivor_between
from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.ui.lists.spec import Outcome


def merge_two(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    """Merges the two chosen customers; the one that is better known stays."""
    if len(ids) != 2:
        raise Refused(_("Choose exactly two customers to merge."))
    if Customer.objects.visible_to(actor).filter(pk__in=ids).count() < 2:
        raise Refused(_("One of these two is no longer there. Somebody has merged or removed them."))
    survivor = survivor_between(*ids)
    loser = ids[0] if survivor == ids[1] else ids[1]
    try:
        merge = past_deadlocks(lambda: merge_customers(actor=actor, survivor_id=survivor, loser_id=loser))
    except NeedsConfirmation as error:
        kind = Customer.objects.values_list("kind", flat=True).get(pk=survivor)
        evidence = {"kind": kind, "steps": [], "forbidden": "tax"}
        propose_pairs(actor=actor, candidates=[Candidate(*ids, 0.0, evidence)])
        return Outcome(f"{error} " + _("They wait under Duplicates, where you can say so."), level="warning")
    text = _("%(loser)s is now part of %(survivor)s.")
    names = {"loser": merge.loser_name, "survivor": merge.survivor.name}
    return Outcome(text % names, reverse("undo_merge", args=[merge.pk]))
