from django.conf import settings

from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.rules import normal_point
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.search.queries import Hit, search

MOST = 8


def customers_like(actor: Actor, text: str) -> list[Hit]:
    """Finds the customers that a form offers for what was typed so far."""
    return list(search(actor, text, kinds=["customer"], limit=MOST).hits) if text.strip() else []


def chosen_customer(actor: Actor, customer_id: int) -> Customer | None:
    """Finds a customer whom the actor may see."""
    found: Customer | None = Customer.objects.visible_to(actor).filter(pk=customer_id).first()
    return found


def point_fault(kind: str, typed: str) -> str:
    """Returns the code of what is wrong with a typed number or address, "" if nothing is."""
    if not typed:
        return ""
    return normal_point(kind, typed, region=settings.PHONE_REGION, area_code=settings.AREA_CODE).fault
