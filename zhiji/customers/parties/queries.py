from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache
from django.db import connection
from django.db.models import Prefetch, QuerySet

from zhiji.customers.parties.faults import read_point
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES, is_e164
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.compiled import Compiled
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.queries import search

REACH = ("mobile", "phone", "mail")
REGIONS = 300
REGIONS_KEPT = 600  # seconds
ROLES = 50  # so many are read at once
PEOPLE = 500  # so many of an organisation's people are looked at

T = TypeVar("T")


def once(customer: Customer, name: str, read: Callable[[Customer], list[T]]) -> list[T]:
    """Reads something of a customer once for the several parts of one page, which all hold the same object."""
    known: dict[str, list[T]] = customer.__dict__.setdefault("known_parts", {})
    if name not in known:
        known[name] = read(customer)
    return known[name]


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this customer."""
    return rest.isdecimal() and Customer.objects.visible_to(actor).filter(pk=int(rest)).exists()


def customers_for(actor: Actor) -> QuerySet[Customer]:
    """Lists the customers whom the actor may see."""
    return Customer.objects.visible_to(actor).select_related("owner", "team")


_seen: Compiled[Customer] = Compiled(
    lambda actor, key: Customer.objects.visible_to(actor).filter(pk=key), int, right="customer.view"
)


def customer_seen(actor: Actor, key: int) -> Customer:
    """Finds a customer whom the actor may see; raises DoesNotExist for anybody else."""
    if found := _seen.first(key, actor=actor):
        return found
    raise Customer.DoesNotExist(f"customer {key} is not there for {actor.name}")


class Match(NamedTuple):
    """A customer found by a number or an address."""

    pk: int
    name: str
    kind: str

    @property
    def number(self) -> str:
        """The customer's number as people write it."""
        return human_number(Customer.prefix, self.pk)

    def get_absolute_url(self) -> str:
        """Returns where the customer's page is."""
        return f"/customers/{self.pk}"


_compiled: dict[Hashable, tuple[str, tuple[Any, ...]]] = {}
_SOUGHT = "what is sought"
_MOST_COMPILED = 1000


def lookup(actor: Actor, kind: str, typed: str) -> list[Match]:
    """Finds the customers who are reached by a telephone number or an address, as a caller's number comes in.

    kind is "phone" for any kind of number, else a kind of contact point. The one last in contact comes first.
    """
    value = typed if is_e164(typed) and kind in PHONES else read_point(kind, typed).value
    kinds = tuple(sorted(PHONES)) if kind in PHONES else (kind,)
    if not actor.may("customer.view"):
        return []
    sql, params = _lookup_sql(actor, kinds)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value if param == _SOUGHT else param for param in params])
        return [Match(*row) for row in cursor.fetchall()]


def _lookup_sql(actor: Actor, kinds: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """Returns the statement for an actor's reach, compiled once: composing it takes longer than running it."""
    reach = (actor.scope("customer.view"), actor.user_id, actor.team_id, actor.team_tree, kinds)
    if reach not in _compiled:
        if len(_compiled) > _MOST_COMPILED:
            _compiled.clear()
        ids = ContactPoint.objects.current().filter(value=_SOUGHT, kind__in=kinds).values("customer_id")
        found = Customer.objects.visible_to(actor).filter(pk__in=ids).order_by("-last_contact_at", "id")
        _compiled[reach] = found.values_list("pk", "name", "kind")[:20].query.sql_with_params()
    return _compiled[reach]


_points_of: Compiled[ContactPoint] = Compiled(
    lambda key: ContactPoint.objects.current().filter(customer_id=key).order_by("kind", "-is_primary", "id"),
    int,
)


def points_of(customer: Customer) -> list[ContactPoint]:
    """Lists how a customer is reached, preferred ways first."""
    found = _points_of.all(customer.pk)
    for point in found:
        point.customer = customer
    return found


@lru_cache
def _roles(column: str, other: str) -> Compiled[Affiliation]:
    def compose(key: int) -> QuerySet[Affiliation]:
        roles = Affiliation.objects.filter(**{f"{column}_id": key}, ended_at=None)
        return roles.select_related(other).order_by("-is_primary", "id")[:ROLES]

    return Compiled(compose, int)


def roles_of(customer: Customer) -> list[Affiliation]:
    """Lists for a person their organisations, for an organisation its people, main roles first."""
    column, other = ("person", "organisation") if customer.is_person else ("organisation", "person")
    found = _roles(column, other).all(customer.pk)
    for role in found:
        setattr(role, column, customer)
    return found


def keys_around(customer: Customer) -> list[int]:
    """Returns the customer's key, and for an organisation those of its people too: what is said of them is its own."""
    if customer.is_person:
        return [customer.pk]
    if len(roles := once(customer, "roles", roles_of)) < ROLES:
        return [customer.pk, *(role.person_id for role in roles)]
    return [customer.pk, *once(customer, "people", _people_of)]


def _people_of(organisation: Customer) -> list[int]:
    people = Affiliation.objects.filter(organisation=organisation, ended_at=None)
    return list(people.values_list("person_id", flat=True)[:PEOPLE])


def branches_of(customer: Customer) -> list[Customer]:
    """Lists the organisations that stand below this one."""
    return list(customer.branches.order_by("sort_name")[:50])


def with_main_points(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Brings along each customer's telephone numbers and mail addresses as main_points, preferred ones first."""
    points = ContactPoint.objects.current().filter(kind__in=REACH).order_by("-is_primary", "id")
    return customers.prefetch_related(Prefetch("contact_points", points, to_attr="main_points"))


def customers_like(actor: Actor, text: str, kind: str, limit: int = 8) -> list[Customer]:
    """Finds persons or organisations by what is typed into a field that asks for one, best first."""
    ids = [hit.object_id for hit in search(actor, text, kinds=("customer",), limit=60).hits]
    found = Customer.objects.visible_to(actor).filter(kind=kind).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found][:limit]


def known_already(actor: Actor, points: Iterable[tuple[str, str]]) -> list[Match]:
    """Lists the customers who are reached by one of these (kind, as typed) already."""
    found = {
        customer.pk: customer for kind, typed in points if typed for customer in lookup(actor, kind, typed)
    }
    return list(found.values())[:5]


def regions() -> list[str]:
    """Lists the market regions in use; one that is new is seen after some minutes at most."""

    def read() -> list[str]:
        # One step through the index per region: a DISTINCT would read all customers.
        found: list[str] = []
        last = ""
        while len(found) < REGIONS:
            # The index holds only those who have a region; SQLite has to be told that we want no other.
            following = Customer.objects.filter(region__gt=last).exclude(region="").order_by("region")
            region = following.values_list("region", flat=True).first()
            if region is None:
                break
            found.append(region)
            last = region
        return found

    known: list[str] = cache.get_or_set("customers:regions", read, REGIONS_KEPT) or []
    return known
