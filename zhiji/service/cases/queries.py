from django.db.models import QuerySet

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases.models import Case


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this case."""
    return rest.isdecimal() and Case.objects.visible_to(actor).filter(pk=int(rest)).exists()


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Lists the cases that the actor may see."""
    return Case.objects.visible_to(actor).select_related("customer", "owner", "team")


def cases_of(actor: Actor, customer: Customer) -> QuerySet[Case]:
    """Lists a customer's cases, an organisation's people included, open ones first."""
    people = [customer.pk]
    if not customer.is_person:
        roles = Affiliation.objects.filter(organisation=customer, ended_at=None)
        people += roles.values_list("person_id", flat=True)[:500]
    return cases_for(actor).filter(customer_id__in=people).order_by("closed_at", "-opened_at")
