"""What search knows of a customer."""

from collections.abc import Iterable
from dataclasses import asdict

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.showing import searched_words
from zhiji.kernel.search.actions import index_object
from zhiji.kernel.search.tokens import SearchDocument


def customer_document(
    customer: Customer, points: Iterable[ContactPoint], organisation: str = "", own: Iterable[str] = ()
) -> SearchDocument:
    """Builds the entry under which a customer is found: name, number, organisation, telephone numbers, addresses."""
    by_kind: dict[str, list[str]] = {}
    for point in points:
        by_kind.setdefault("phone" if point.kind in PHONES else point.kind, []).append(point.value)
    words = [*by_kind.get("wechat", []), *by_kind.get("domain", []), *own]
    return SearchDocument(
        kind="customer",
        object_id=customer.pk,
        title=customer.name,
        subtitle=organisation or customer.region,
        words=tuple(words),
        phones=tuple(by_kind.get("phone", [])),
        mails=tuple(by_kind.get("mail", [])),
        numbers=(customer.number,),
        owner_id=customer.owner_id,
        team_id=customer.team_id,
    )


def index_customer(
    actor: Actor,
    customer: Customer,
    points: Iterable[ContactPoint] | None = None,
    organisation: str | None = None,
) -> None:
    """Brings search up to date with a customer.

    points are its contact points and organisation the name of the one a person works for, if they are at hand.
    """
    if organisation is None:
        organisation = _organisation_name(customer) if customer.is_person else ""
    if points is None:
        points = ContactPoint.objects.current().filter(customer=customer)
    own = searched_words("customer", customer.pk)
    index_object(actor=actor, **asdict(customer_document(customer, points, organisation, own)))


def _organisation_name(person: Customer) -> str:
    roles = Affiliation.objects.filter(person=person, ended_at=None).order_by("-is_primary", "id")
    return roles.values_list("organisation__name", flat=True).first() or ""
