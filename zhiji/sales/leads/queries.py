from django.db.models import QuerySet

from zhiji.channels.conversations.models import Conversation
from zhiji.channels.matters import queries as matters
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads.models import Lead


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this lead."""
    return matters.may_hear_of(actor, Lead, rest)


def leads_for(actor: Actor) -> QuerySet[Lead]:
    """Lists the leads that the actor may see."""
    return matters.visible(actor, Lead)


def lead_for(actor: Actor, lead_id: int) -> Lead:
    """Finds one lead that the actor may see; raises Http404 for any other."""
    return matters.find(actor, Lead, lead_id)


def leads_of(actor: Actor, customer: Customer, limit: int) -> list[Lead]:
    """Lists some of a customer's leads, an organisation's people included, open ones first."""
    return matters.of_customer(actor, Lead, customer, limit)


def lead_of_conversation(actor: Actor, conversation: Conversation) -> Lead | None:
    """Finds the lead that a conversation is about: the open one, else the newest."""
    return matters.of_conversation(actor, Lead, conversation.pk)


def new_count(actor: Actor) -> int:
    """Counts the leads that nobody has begun to work on and that the actor is to take."""
    return Lead.objects.visible_to(actor).filter(owner_id=actor.user_id, state="new").count()
