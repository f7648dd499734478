from dataclasses import dataclass

from django.conf import settings

from zhiji.customers.identity.rules import Candidate, choose
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES, normal_point, organisation_domain
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.locks import hold
from zhiji.lib.mailaddress import domain_of, is_free_mail


@dataclass(frozen=True)
class Known:
    """The customer behind a contact, why it is them, and whether they are new (then with their organisation)."""

    customer: Customer
    reason: str
    is_new: bool = False
    organisation_id: int | None = None


@action
def know_customer(
    *,
    actor: Actor,
    mail: str = "",
    phone: str = "",
    name: str = "",
    organisation: str = "",
    source: str,
    language: str = "",
) -> Known:
    """Finds the customer behind a contact's mail address or telephone number, or adds a new one.

    Somebody unknown becomes a new person, at the organisation that their mail domain or their own words name; two
    records are never merged here. With neither address nor number a new person is made from the name alone.
    """
    points = [("mail", mail)] * bool(mail) + [("phone", phone)] * bool(phone)
    for kind, typed in points:
        if found := _known(kind, typed, name):
            return found
    # Two messages of the same stranger may be read at the same moment by two workers.
    for kind, typed in points:
        if hold(f"know {kind} {typed.lower()}") and (found := _known(kind, typed, name)):
            return found
    organisation_id = _organisation_of(actor, mail, organisation, source)
    person = add_customer(
        actor=actor,
        kind=Customer.Kind.PERSON,
        name=name.strip() or mail.partition("@")[0] or phone or "?",
        points=points,
        organisation_id=organisation_id,
        source=source,
        values={"language": language} if language else None,
    )
    return Known(person, "new", is_new=True, organisation_id=organisation_id)


def _known(kind: str, typed: str, name: str) -> Known | None:
    point = normal_point(kind, typed, region=settings.PHONE_REGION, area_code=settings.AREA_CODE)
    kinds = PHONES if kind == "phone" else {kind}
    rows = list(
        ContactPoint.objects.current()
        .filter(value=point.value, kind__in=kinds)
        .select_related("customer")
        .order_by("customer_id")[:50]
    )
    people = {row.customer_id: row.customer for row in rows}
    candidates = [
        Candidate(pk, not customer.is_person, customer.name, customer.last_contact_at)
        for pk, customer in people.items()
    ]
    chosen, reason = choose(candidates, name)
    return Known(people[chosen], reason) if chosen else None


def _organisation_of(actor: Actor, mail: str, said: str, source: str) -> int | None:
    """Finds or adds the organisation that a company's mail domain stands for; free-mail domains stand for none."""
    domain = (
        organisation_domain(mail) if mail and domain_of(mail) and not is_free_mail(domain_of(mail)) else ""
    )
    if not domain:
        return None
    hold(f"know domain {domain}")
    known = ContactPoint.objects.current().filter(kind="domain", value=domain).order_by("id").first()
    if known:
        return known.customer_id
    name = said.strip() or domain
    added = add_customer(
        actor=actor, kind=Customer.Kind.ORGANISATION, name=name, points=[("domain", domain)], source=source
    )
    return added.pk
