"""All that is known of some customers, read in a handful of queries however many they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.sources.builtin import first_values, shown_source, source_key
from zhiji.customers.sources.golden import Golden, make_golden
from zhiji.customers.sources.models import SourceRecord, SurvivorshipRule
from zhiji.customers.sources.rules import PLAIN
from zhiji.customers.sources.values import PointKey, RecordView
from zhiji.kernel.access.cache import keep


@dataclass
class Held:
    """One customer with current source records, contact points, roles and identifiers, ended ones included."""

    customer: Customer
    records: list[SourceRecord] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    roles: list[Affiliation] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)

    def views(self) -> list[RecordView]:
        """The records as rules read them; without any, those that the customer's own columns imply."""
        return [view_of(record) for record in self.records] or implied_views(self)

    def golden(self, orders: Mapping[str, Sequence[str]]) -> Golden:
        """Weighs what all sources say."""
        return make_golden(
            self.views(),
            kind=self.customer.kind,
            orders=orders,
            works={point_key(point): _works(point) for point in self.points if point.removed_at is None},
            removed=_removed(self.points),
            ended=_ended(self.roles),
        )


def orders_of_house() -> dict[str, list[str]]:
    """Reads the order of criteria for fields where the house set its own."""
    return dict(SurvivorshipRule.objects.exclude(order=[]).values_list("field", "order"))


def orders_kept() -> dict[str, list[str]]:
    """Returns the same as orders_of_house, kept for two seconds: for pages, which show many customers."""
    return keep("survivorship", orders_of_house)


def hold_customers(customers: Iterable[Customer]) -> dict[int, Held]:
    """Reads all that is known of some customers, by key."""
    held = {customer.pk: Held(customer) for customer in customers}
    for record in current_records(held):
        held[record.customer_id or 0].records.append(record)
    for point in ContactPoint.objects.filter(customer__in=held).order_by("id"):
        held[point.customer_id].points.append(point)
    people = [pk for pk, one in held.items() if one.customer.is_person]
    for role in Affiliation.objects.filter(person__in=people).order_by("id") if people else ():
        held[role.person_id].roles.append(role)
    for number in Identifier.objects.filter(customer__in=held).order_by("id"):
        held[number.customer_id].identifiers.append(number)
    return held


def current_records(keys: Iterable[int]) -> Iterable[SourceRecord]:
    """Lists what sources say now of some customers, oldest first."""
    current = SourceRecord.objects.filter(customer__in=list(keys), state=SourceRecord.State.CURRENT)
    return current.select_related("source").defer("raw", "source__mapping").order_by("id")


def view_of(record: SourceRecord) -> RecordView:
    """Reads one record as rules see it."""
    source = record.source
    return RecordView(
        source=source.key,
        source_name=shown_source(source.key, source.name),
        kind=source.kind,
        trust=source.trust,
        at=record.at,
        values=record.values,
        meta=record.meta,
        external_id=record.external_id,
        record_id=record.pk,
    )


def implied_views(held: Held) -> list[RecordView]:
    """What the sources of a customer whom only one has spoken of must have said: the customer's own columns."""
    views = []
    for text, values in implied_values(held).items():
        key = source_key(text)
        first = first_values(key, text)
        views.append(
            RecordView(
                source=key,
                source_name=shown_source(key, first["name"]),
                kind=first["kind"],
                trust=first["trust"],
                at=held.customer.created_at,
                values=values,
                external_id=held.customer.number,
            )
        )
    return views


def implied_values(held: Held) -> dict[str, dict[str, Any]]:
    """Returns by source what the customer's columns, contact points, roles and identifiers imply that it said."""
    customer = held.customer
    main = {name: getattr(customer, name) for name in PLAIN if getattr(customer, name)}
    found: dict[str, dict[str, Any]] = {customer.source: main}
    roles = [_told_role(role) for role in held.roles if role.ended_at is None]
    numbers = [
        {
            "scheme": one.scheme,
            "value": one.value,
            "typed": one.typed,
            "verified": one.verified_at is not None,
        }
        for one in held.identifiers
    ]
    main |= {name: some for name, some in (("roles", roles), ("identifiers", numbers)) if some}
    for point in held.points:
        if point.removed_at is None:
            values = found.setdefault(point.source or customer.source, {})
            values.setdefault("points", []).append(_told_point(point, customer.created_at))
    return found


def point_key(point: ContactPoint) -> PointKey:
    """What makes a contact point one."""
    return PointKey(point.kind, point.value, point.extension)


def _told_point(point: ContactPoint, since: datetime) -> dict[str, Any]:
    told = {"kind": point.kind, "typed": point.typed, "value": point.value}
    told |= {name: value for name in ("extension", "label") if (value := getattr(point, name))}
    if abs((point.created_at - since).total_seconds()) > 60:
        told["at"] = point.created_at.isoformat()
    return told


def _told_role(role: Affiliation) -> dict[str, Any]:
    return {"organisation_id": role.organisation_id, "title": role.title, "department": role.department}


def _works(point: ContactPoint) -> bool | None:
    return {ContactPoint.State.WORKS.value: True, ContactPoint.State.FAILS.value: False}.get(point.state)


def _removed(points: Iterable[ContactPoint]) -> dict[PointKey, datetime]:
    found = {point_key(point): point.removed_at for point in points if point.removed_at}
    for point in points:
        if point.removed_at is None:
            found.pop(point_key(point), None)
    return found


def _ended(roles: Iterable[Affiliation]) -> dict[int, datetime]:
    found = {role.organisation_id: role.ended_at for role in roles if role.ended_at}
    for role in roles:
        if role.ended_at is None:
            found.pop(role.organisation_id, None)
    return found
