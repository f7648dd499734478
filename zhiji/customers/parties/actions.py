from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone

from zhiji.customers.parties.events import (
    ContactPointTried,
    CustomerAdded,
    CustomerAssigned,
    CustomerChanged,
)
from zhiji.customers.parties.faults import read_point
from zhiji.customers.parties.indexing import index_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import Point, sort_form, split_name
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import publish
from zhiji.kernel.inserting import insert

# Of those who share a number that was tried, so many have their open pages told.
PAGES_TOLD = 50


@action
def add_customer(
    *,
    actor: Actor,
    kind: str,
    name: str,
    points: Iterable[tuple[str, str]] = (),
    organisation_id: int | None = None,
    organisation_name: str | None = None,
    title: str = "",
    source: str = "",
    owner_id: int | None = None,
    team_id: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Customer:
    """Adds a person or an organisation with the ways to reach them.

    points lists (kind, as typed); organisation_id and title give a person's role, with the organisation's name if
    it is at hand; values holds further fields.
    """
    actor.require("customer.add")
    fields = {"source": source, "owner_id": owner_id, "team_id": team_id, **(values or {})}
    customer = insert(_new_customer(kind, name, fields))
    ways = [_point(customer, read_point(*way), source, first=not n) for n, way in enumerate(_unique(points))]
    for way in ways:
        insert(way)
    if organisation_id:
        insert(Affiliation(person=customer, organisation_id=organisation_id, title=title, is_primary=True))
    index_customer(actor, customer, ways, organisation_name if organisation_id else "")
    record(actor, "add_customer", customer, after={"name": name, "kind": kind, "source": source})
    topics = ["list:customers", *([f"customer:{organisation_id}"] if organisation_id else [])]
    publish(CustomerAdded(customer.pk, source), actor=actor, topics=topics)
    return customer


@action
def assign_customer(*, actor: Actor, customer_id: int, owner_id: int | None, team_id: int | None) -> Customer:
    """Gives a customer to another owner and team."""
    customer = _locked(actor, customer_id, "assign")
    before = {"owner_id": customer.owner_id, "team_id": customer.team_id}
    customer.owner_id, customer.team_id = owner_id, team_id
    customer.version += 1
    customer.save(update_fields=["owner", "team", "version", "updated_at"])
    index_customer(actor, customer)
    record(
        actor, "assign_customer", customer, before=before, after={"owner_id": owner_id, "team_id": team_id}
    )
    publish(CustomerAssigned(customer.pk, owner_id, team_id), actor=actor, topics=_topics(customer))
    return customer


@action
def remove_contact_point(*, actor: Actor, point_id: int) -> ContactPoint:
    """Takes a contact point away; it can be brought back."""
    point = ContactPoint.objects.select_for_update().get(pk=point_id)
    customer = _locked(actor, point.customer_id, "change")
    point.removed_at = timezone.now()
    point.save(update_fields=["removed_at"])
    _points_changed(actor, customer, "remove_contact_point", point, before={"typed": point.typed})
    return point


@action
def restore_contact_point(*, actor: Actor, point_id: int) -> ContactPoint:
    """Brings back a contact point that was taken away."""
    point = ContactPoint.objects.select_for_update().get(pk=point_id)
    customer = _locked(actor, point.customer_id, "change")
    same = ContactPoint.objects.current().filter(
        customer=customer, kind=point.kind, value=point.value, extension=point.extension
    )
    if not same.exists():
        point.removed_at = None
        point.save(update_fields=["removed_at"])
    _points_changed(actor, customer, "restore_contact_point", point, after={"typed": point.typed})
    return point


@action
def mark_contact_point(*, actor: Actor, kind: str, value: str, works: bool, reason: str = "") -> int:
    """Notes for every customer reached this way that it worked or failed, and returns how many."""
    state = ContactPoint.State.WORKS if works else ContactPoint.State.FAILS
    points = ContactPoint.objects.current().filter(kind=kind, value=value).exclude(state=state)
    held_by = list(points.values_list("customer", flat=True))
    count = points.update(state=state, state_at=timezone.now(), state_reason=reason[:200])
    if count:
        topics = [f"customer:{key}" for key in held_by[:PAGES_TOLD]]
        publish(ContactPointTried(held_by, works), actor=actor, topics=topics)
        record(
            actor,
            "mark_contact_point",
            None,
            after={"kind": kind, "value": value, "state": state, "reason": reason},
        )
    return count


@action
def unlink_person(*, actor: Actor, affiliation_id: int) -> Affiliation:
    """Notes that a person no longer has this role."""
    role = Affiliation.objects.select_for_update().get(pk=affiliation_id)
    person = _locked(actor, role.person_id, "change")
    role.ended_at = timezone.now()
    role.save(update_fields=["ended_at"])
    index_customer(actor, person)
    record(actor, "unlink_person", role, before={"organisation": role.organisation_id, "title": role.title})
    topics = [*_topics(person), f"customer:{role.organisation_id}"]
    publish(CustomerChanged(person.pk, ["affiliations"]), actor=actor, topics=topics)
    return role


@action
def restore_role(*, actor: Actor, affiliation_id: int) -> Affiliation:
    """Gives a person a role back that was ended by mistake."""
    role = Affiliation.objects.select_for_update().get(pk=affiliation_id)
    person = _locked(actor, role.person_id, "change")
    same = Affiliation.objects.filter(
        person=person, organisation=role.organisation_id, title=role.title, ended_at=None
    )
    if not same.exists():
        role.ended_at = None
        role.save(update_fields=["ended_at"])
    index_customer(actor, person)
    record(actor, "restore_role", role, after={"organisation": role.organisation_id, "title": role.title})
    topics = [*_topics(person), f"customer:{role.organisation_id}"]
    publish(CustomerChanged(person.pk, ["affiliations"]), actor=actor, topics=topics)
    return role


def _new_customer(kind: str, name: str, fields: Mapping[str, Any]) -> Customer:
    family, given = split_name(name) if kind == Customer.Kind.PERSON else ("", "")
    parts = {"family_name": family, "given_name": given, **fields}
    return Customer(kind=kind, name=name[:200], sort_name=sort_form(name), **parts)


def _locked(actor: Actor, customer_id: int, verb: str) -> Customer:
    """Locks a customer whom the actor may see and who is within reach of the verb."""
    customer: Customer = (
        Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=customer_id)
    )
    actor.require(f"customer.{verb}", customer)
    return customer


def _unique(points: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found = {
        (p.kind, p.value, p.extension): (kind, typed)
        for kind, typed in points
        if (p := read_point(kind, typed)).value
    }
    return list(found.values())


def _point(customer: Customer, normal: Point, source: str, *, first: bool) -> ContactPoint:
    return ContactPoint(
        customer=customer,
        kind=normal.kind,
        typed=normal.typed,
        value=normal.value,
        extension=normal.extension,
        is_primary=first,
        source=source,
    )


def _points_changed(actor: Actor, customer: Customer, name: str, point: ContactPoint, **values: Any) -> None:
    Customer.objects.filter(pk=customer.pk).update(version=F("version") + 1)
    index_customer(actor, customer)
    record(actor, name, point, **values)
    publish(CustomerChanged(customer.pk, ["contact_points"]), actor=actor, topics=_topics(customer))


def _topics(customer: Customer) -> list[str]:
    return [f"customer:{customer.pk}", "list:customers"]
