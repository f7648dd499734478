"""The number of a customer who was merged goes on being found, and leads to the survivor."""

from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.actions import index_object, unindex_object

KIND = "former_customer"


def find_by_old_number(actor: Actor, merge: Merge, survivor: Customer) -> None:
    """Makes the loser's number findable; it shows whom it leads to."""
    number = human_number(Customer.prefix, merge.loser_id)
    index_object(
        actor=actor,
        kind=KIND,
        object_id=merge.loser_id,
        title=number,
        subtitle=f"{merge.loser_name} → {survivor.number} {survivor.name}",
        numbers=(number,),
        owner_id=survivor.owner_id,
        team_id=survivor.team_id,
    )


def forget_old_number(actor: Actor, loser: Customer) -> None:
    """Lets the number lead to its own customer again."""
    unindex_object(actor=actor, kind=KIND, object_id=loser.pk)
