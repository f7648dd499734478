from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.parties.queries import customers_for
from zhiji.customers.sources.builtin import PEOPLE, shown_source
from zhiji.customers.sources.golden import Golden
from zhiji.customers.sources.held import Held, current_records, hold_customers, orders_kept
from zhiji.customers.sources.models import Import, Source, SourceRecord, SurvivorshipRule
from zhiji.customers.sources.rules import CRITERIA, DEFAULT_ORDER, ORDERS, Choice
from zhiji.kernel.access.actor import Actor

MOST_COUNTED = 1_000_000


def provenance(
    customer: Customer,
    *,
    points: Sequence[ContactPoint] | None = None,
    roles: Sequence[Affiliation] | None = None,
    identifiers: Sequence[Identifier] | None = None,
) -> dict[str, Choice]:
    """Tells for each value of a customer which source it is from, since when, and what other sources say.

    Keys are the fields' names, "point:<kind>:<value>", "role:<organisation>", "identifier:<scheme>". Asks at most two
    questions when contact points, roles and identifiers are at hand, and four without them.
    """
    return held_of(customer, points=points, roles=roles, identifiers=identifiers)[1].choices()


def held_of(
    customer: Customer,
    *,
    points: Sequence[ContactPoint] | None = None,
    roles: Sequence[Affiliation] | None = None,
    identifiers: Sequence[Identifier] | None = None,
) -> tuple[Held, Golden]:
    """Gathers what is known of one customer, and weighs it; what is at hand already is not read again."""
    held = Held(customer, records=list(current_records([customer.pk])))
    held.points = list(ContactPoint.objects.filter(customer=customer) if points is None else points)
    if identifiers is None:
        identifiers = list(Identifier.objects.filter(customer=customer))
    held.identifiers = list(identifiers)
    # Roles of an organisation are its people's, and theirs to be told of.
    held.roles = [role for role in roles or () if role.person_id == customer.pk]
    return held, held.golden(orders_kept() if len(held.records) > 1 else {})


def conflicts_of(customers: Iterable[Customer]) -> dict[int, dict[str, Choice]]:
    """Lists for some customers the fields in which sources disagree, in five queries for all of them."""
    return {pk: conflicts_in(held) for pk, held in hold_customers(customers).items()}


def conflicts_in(held: Held) -> dict[str, Choice]:
    """Lists the fields of one customer in which sources disagree."""
    golden = held.golden(orders_kept())
    choices = golden.choices()
    return {name: choices[name] for name in golden.conflicts}


def with_records(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Brings along what sources say of each customer now, as said, in one query for all of them."""
    current = SourceRecord.objects.filter(state=SourceRecord.State.CURRENT)
    said = current.select_related("source").defer("raw", "source__mapping").order_by("id")
    return customers.prefetch_related(Prefetch("records", said, to_attr="said"))


def said_conflicts(customer: Customer) -> dict[str, Choice]:
    """Lists the fields in which sources disagree of a customer who was read by with_records."""
    return conflicts_in(Held(customer, records=list(getattr(customer, "said", ()))))


def customers_in_conflict(actor: Actor) -> QuerySet[Customer]:
    """Lists the customers of whom sources disagree, as far as the actor may see them."""
    return customers_for(actor).filter(has_conflict=True)


def records_of(customer: Customer) -> list[SourceRecord]:
    """Lists what sources said of a customer, newest first, replaced records included."""
    said = SourceRecord.objects.filter(customer=customer).exclude(state=SourceRecord.State.WRONG)
    return list(said.select_related("source", "of_import").order_by("-at", "-id")[:100])


def record_by_key(actor: Actor, key: int) -> SourceRecord | None:
    """Finds a source record by its key, if the actor may see whose it is."""
    record = SourceRecord.objects.filter(pk=key).first()
    seen = record and Customer.objects.visible_to(actor).filter(pk=record.customer_id).exists()
    return record if seen else None


def last_word(customer: Customer, source: str = PEOPLE) -> SourceRecord | None:
    """Finds what a source (our own people, if none is named) says of a customer now, said for this very customer."""
    said = SourceRecord.objects.filter(customer=customer, state=SourceRecord.State.CURRENT)
    return said.filter(source__key=source, external_id=customer.number).first()


def all_sources(actor: Actor) -> QuerySet[Source]:
    """Lists the sources that the actor may see."""
    return Source.objects.visible_to(actor).select_related("owner", "team").order_by("name")


def source_names() -> dict[str, str]:
    """Returns the sources' names by key, in the reader's language."""
    return {key: shown_source(key, name) for key, name in Source.objects.values_list("key", "name")}


def count_records(sources: Iterable[Source], most: int = MOST_COUNTED) -> dict[int, int]:
    """Counts each source's current records; counting ends at `most`."""
    return {
        source.pk: SourceRecord.objects.filter(source=source, state=SourceRecord.State.CURRENT)[:most].count()
        for source in sources
    }


def last_deliveries(source: Source, limit: int = 20) -> list[Import]:
    """Lists the lists that a source delivered, newest first."""
    return list(Import.objects.filter(source=source).select_related("user")[:limit])


def survivorship_table(fields: Iterable[str]) -> list[dict[str, Any]]:
    """Lists for each field the order of its criteria, those left out, and whether the house set them."""
    rules = {rule.field: rule for rule in SurvivorshipRule.objects.all()}
    table = []
    for name in fields:
        rule = rules.get(name)
        own = tuple(rule.order) if rule else ()
        order = own or ORDERS.get(name, DEFAULT_ORDER)
        unused = tuple(criterion for criterion in CRITERIA if criterion not in order)
        table.append({"field": name, "order": order, "unused": unused, "is_own": bool(own), "rule": rule})
    return table
