from django.conf import settings
from django.db.models import QuerySet

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import normal_point
from zhiji.kernel.access.actor import Actor


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this customer."""
    return rest.isdecimal() and Customer.objects.visible_to(actor).filter(pk=int(rest)).exists()


def customers_for(actor: Actor) -> QuerySet[Customer]:
    """Lists the customers whom the actor may see."""
    return Customer.objects.visible_to(actor).select_related("owner", "team")


def lookup(actor: Actor, kind: str, typed: str) -> list[Customer]:
    """Finds the customers who are reached by a telephone number or an address, as a caller's number comes in.

    kind is "phone" for any kind of number, else a kind of contact point.
    """
    point = normal_point(kind, typed, region=settings.PHONE_REGION, area_code=settings.AREA_CODE)
    kinds = ("mobile", "phone", "fax") if kind == "phone" else (point.kind,)
    ids = ContactPoint.objects.current().filter(value=point.value, kind__in=kinds).values("customer_id")
    return list(Customer.objects.visible_to(actor).filter(pk__in=ids).order_by("-last_contact_at", "id")[:20])


def points_of(customer: Customer) -> list[ContactPoint]:
    """Lists how a customer is reached, preferred ways first."""
    return list(ContactPoint.objects.current().filter(customer=customer).order_by("kind", "-is_primary", "id"))


def roles_of(customer: Customer) -> list[Affiliation]:
    """Lists for a person their organisations, for an organisation its people, main roles first."""
    column = "person" if customer.is_person else "organisation"
    roles = Affiliation.objects.filter(**{column: customer}, ended_at=None)
    return list(roles.select_related("person", "organisation").order_by("-is_primary", "id")[:50])


def branches_of(customer: Customer) -> list[Customer]:
    """Lists the organisations that stand below this one."""
    return list(customer.branches.order_by("sort_name")[:50])
