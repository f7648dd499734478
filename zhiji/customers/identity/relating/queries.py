from collections.abc import Iterable

from zhiji.customers.identity.relating.rules import Party
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Relation
from zhiji.customers.parties.rules import PHONES
from zhiji.lib.addresses import parse_address
from zhiji.lib.org_names import parse_org_name

COLLEAGUES = 20


def parties(keys: Iterable[int]) -> dict[int, Party]:
    """Reads customers as far as relations go."""
    found = {one.pk: one for one in Customer.objects.filter(pk__in=list(keys))}
    points: dict[int, list[ContactPoint]] = {}
    for point in ContactPoint.objects.current().filter(customer__in=found):
        points.setdefault(point.customer_id, []).append(point)
    roles: dict[int, list[Affiliation]] = {}
    for role in Affiliation.objects.filter(person__in=found, ended_at=None):
        roles.setdefault(role.person_id, []).append(role)
    return {pk: _party(one, points.get(pk, []), roles.get(pk, [])) for pk, one in found.items()}


def _party(one: Customer, points: list[ContactPoint], roles: list[Affiliation]) -> Party:
    def values(kinds: Iterable[str]) -> frozenset[str]:
        return frozenset(point.value for point in points if point.kind in kinds)

    return Party(
        customer_id=one.pk,
        is_person=one.is_person,
        name=one.name,
        organisation=None if one.is_person else parse_org_name(one.name),
        family_name=one.family_name,
        given_name=one.given_name,
        titles=tuple(role.title for role in roles if role.title),
        works_for=frozenset(role.organisation_id for role in roles),
        parent_id=one.parent_id,
        domains=values({"domain"}),
        mails=values({"mail"}),
        phones=values(PHONES),
        mobiles=values({"mobile"}),
        places=frozenset(key for key in map(_place, values({"address"})) if key),
    )


def _place(text: str) -> str:
    """The place that two writings of an address share; "" where it tells no house."""
    read = parse_address(text)
    return read.key if read.house_number else ""


def are_related(left: int, right: int) -> bool:
    """Tells whether a relation between two customers is known already."""
    known = Relation.objects.filter(ended_at=None, left__in=(left, right), right__in=(left, right))
    return known.exists()


def near(party: Party) -> list[int]:
    """Lists customers with whom a customer may belong together: of one address, number, domain or house."""
    own = ContactPoint.objects.current().filter(customer=party.customer_id, kind="address")
    values = [*party.domains, *party.mails, *party.phones, *own.values_list("value", flat=True)]
    shared = ContactPoint.objects.current().filter(value__in=values).exclude(customer=party.customer_id)
    return sorted(set(shared.values_list("customer_id", flat=True)[:COLLEAGUES]))
