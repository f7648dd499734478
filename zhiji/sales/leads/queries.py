from django.db.models import QuerySet

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads.models import Lead


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this lead."""
    return rest.isdecimal() and Lead.objects.visible_to(actor).filter(pk=int(rest)).exists()


def leads_for(actor: Actor) -> QuerySet[Lead]:
    """Lists the leads that the actor may see."""
    return Lead.objects.visible_to(actor).select_related("customer", "owner", "team")


def leads_of(actor: Actor, customer: Customer) -> QuerySet[Lead]:
    """Lists a customer's leads, an organisation's people included, open ones first."""
    people = [customer.pk]
    if not customer.is_person:
        roles = Affiliation.objects.filter(organisation=customer, ended_at=None)
        people += roles.values_list("person_id", flat=True)[:500]
    return leads_for(actor).filter(customer_id__in=people).order_by("closed_at", "-created_at")
