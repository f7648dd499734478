from django.db.models import QuerySet

from zhiji.channels.conversations.models import Conversation
from zhiji.channels.matters import queries as matters
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases.models import Case


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this case."""
    return matters.may_hear_of(actor, Case, rest)


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Lists the cases that the actor may see."""
    return matters.visible(actor, Case)


def case_for(actor: Actor, case_id: int) -> Case:
    """Finds one case that the actor may see; raises Http404 for any other."""
    return matters.find(actor, Case, case_id)


def cases_of(actor: Actor, customer: Customer, limit: int) -> list[Case]:
    """Lists some of a customer's cases, an organisation's people included, open ones first."""
    return matters.of_customer(actor, Case, customer, limit)


def case_of_conversation(actor: Actor, conversation: Conversation) -> Case | None:
    """Finds the case that a conversation is about: the open one, else the newest."""
    return matters.of_conversation(actor, Case, conversation.pk)


def unanswered_count(actor: Actor) -> int:
    """Counts the actor's own open cases that are not waiting for the customer."""
    return Case.objects.visible_to(actor).filter(owner_id=actor.user_id, state__in=["new", "open"]).count()
