from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from zhiji.customers.identity.rules import Candidate, choose
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES, Point, normal_point, organisation_domain, stranger
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.compiled import Compiled
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
    met_at: datetime | None = None,
) -> Known:
    """Finds the customer behind a contact's mail address or telephone number, or adds a new one.

    Somebody unknown becomes a new person, at the organisation that their mail domain or their own words name; two
    records are never merged here. With neither address nor number a new person is made from the name alone. met_at
    is the time of the contact, for the record of a new person.
    """
    typed = [("mail", mail)] * bool(mail) + [("phone", phone)] * bool(phone)
    points = [_normal(*point) for point in typed]
    domain = _company_domain(mail)
    # Held before looking: two messages of the same stranger may be read at the same moment by two workers.
    hold(*(stranger(point.kind, point.value) for point in points), stranger("domain", domain))
    for point in points:
        if found := _known(point, name):
            return found
    firm = _organisation_of(actor, domain, organisation, source)
    values = {"language": language, "last_contact_at": met_at}
    person = add_customer(
        actor=actor,
        kind=Customer.Kind.PERSON,
        name=name.strip() or mail.partition("@")[0] or phone or "?",
        points=typed,
        organisation_id=firm.pk if firm else None,
        organisation_name=firm.name if firm else None,
        source=source,
        values={key: value for key, value in values.items() if value},
    )
    return Known(person, "new", is_new=True, organisation_id=firm.pk if firm else None)


_by_number: Compiled[Customer] = Compiled(
    lambda value: Customer.objects.filter(
        pk__in=ContactPoint.objects.current()
        .filter(value=value, kind__in=sorted(PHONES))
        .values("customer_id")
    ).order_by("id")[:50],
    str,
)
_by_point: Compiled[Customer] = Compiled(
    lambda kind, value: Customer.objects.filter(
        pk__in=ContactPoint.objects.current().filter(value=value, kind=kind).values("customer_id")
    ).order_by("id")[:50],
    str,
    str,
)


def _normal(kind: str, typed: str) -> Point:
    return normal_point(kind, typed, region=settings.PHONE_REGION, area_code=settings.AREA_CODE)


def _known(point: Point, name: str) -> Known | None:
    found = _by_number.all(point.value) if point.kind in PHONES else _by_point.all(point.kind, point.value)
    people = {customer.pk: customer for customer in found}
    candidates = [
        Candidate(pk, not customer.is_person, customer.name, customer.last_contact_at)
        for pk, customer in people.items()
    ]
    chosen, reason = choose(candidates, name)
    return Known(people[chosen], reason) if chosen else None


def _company_domain(mail: str) -> str:
    """Returns the domain by which a company is known; free-mail domains stand for none."""
    domain = domain_of(mail)
    return organisation_domain(mail) if domain and not is_free_mail(domain) else ""


def _organisation_of(actor: Actor, domain: str, said: str, source: str) -> Customer | None:
    if not domain:
        return None
    if known := _by_point.first("domain", domain):
        return known
    return add_customer(
        actor=actor,
        kind=Customer.Kind.ORGANISATION,
        name=said.strip() or domain,
        points=[("domain", domain)],
        source=source,
    )
