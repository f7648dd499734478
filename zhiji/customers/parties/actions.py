from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.parties.events import CustomerAdded, CustomerAssigned, CustomerChanged
from zhiji.customers.parties.faults import fault_of, read_point
from zhiji.customers.parties.indexing import index_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import Point, sort_form, split_name
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Conflict, Refused
from zhiji.kernel.events.actions import publish
from zhiji.kernel.inserting import insert

CHANGEABLE = ("name", "kind", "category", "language", "region", "parent_id", "family_name", "given_name")


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
    ContactPoint.objects.bulk_create(ways)
    if organisation_id:
        insert(Affiliation(person=customer, organisation_id=organisation_id, title=title, is_primary=True))
    index_customer(actor, customer, ways, organisation_name if organisation_id else "")
    record(actor, "add_customer", customer, after={"name": name, "kind": kind, "source": source})
    topics = ["list:customers", *([f"customer:{organisation_id}"] if organisation_id else [])]
    publish(CustomerAdded(customer.pk, source), actor=actor, topics=topics)
    return customer


@action
def change_customer(
    *, actor: Actor, customer_id: int, version: int | None, values: Mapping[str, Any]
) -> Customer:
    """Changes values of a customer.

    version is the one the form was filled from: if somebody changed the record meanwhile, Conflict is raised and
    nothing is overwritten. Raises Refused for a field that may not be changed this way.
    """
    customer = _locked(actor, customer_id, "change")
    if version is not None and version != customer.version:
        raise Conflict(
            _("Somebody else has changed this customer meanwhile. Look at the new values, then save again.")
        )
    if unknown := set(values) - set(CHANGEABLE):
        raise Refused(_("These fields can't be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    before, after = changes(customer, values)
    if not after:
        return customer
    if after.get("parent_id") and customer.pk in _ancestors(after["parent_id"]):
        raise Refused(_("An organisation can't stand above itself. Choose another parent."))
    for key, value in after.items():
        setattr(customer, key, value)
    if "name" in after:
        customer.sort_name = sort_form(customer.name)
    customer.version += 1
    customer.save()
    index_customer(actor, customer)
    record(actor, "change_customer", customer, before=before, after=after)
    publish(CustomerChanged(customer.pk, sorted(after)), actor=actor, topics=_topics(customer))
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
def add_contact_point(
    *, actor: Actor, customer_id: int, kind: str, typed: str, label: str = "", source: str = ""
) -> ContactPoint:
    """Adds a way to reach a customer; one that is known already is returned as it is.

    Raises Refused when it can't be read as what it should be.
    """
    customer = _locked(actor, customer_id, "change")
    normal = read_point(kind, typed)
    if normal.fault:
        raise Refused(fault_of(normal))
    known = ContactPoint.objects.current().filter(
        customer=customer, kind=normal.kind, value=normal.value, extension=normal.extension
    )
    if found := known.first():
        return found
    first = not ContactPoint.objects.current().filter(customer=customer, kind=normal.kind).exists()
    point = _point(customer, normal, source, first=first)
    point.label = label
    point.save()
    _points_changed(
        actor, customer, "add_contact_point", point, after={"kind": normal.kind, "typed": normal.typed}
    )
    return point


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
    count = points.update(state=state, state_at=timezone.now(), state_reason=reason[:200])
    if count:
        record(
            actor,
            "mark_contact_point",
            None,
            after={"kind": kind, "value": value, "state": state, "reason": reason},
        )
    return count


@action
def link_person(
    *,
    actor: Actor,
    person_id: int,
    organisation_id: int,
    title: str = "",
    department: str = "",
    is_primary: bool = False,
) -> Affiliation:
    """Notes that a person works for an organisation, in which role."""
    person = _locked(actor, person_id, "change")
    organisation = Customer.objects.visible_to(actor).get(pk=organisation_id)
    if not person.is_person or organisation.is_person:
        raise Refused(_("Only a person can work for an organisation. Choose a person and an organisation."))
    if is_primary:
        Affiliation.objects.filter(person=person).update(is_primary=False)
    role, _made = Affiliation.objects.update_or_create(
        person=person,
        organisation=organisation,
        title=title,
        ended_at=None,
        defaults={"department": department, "is_primary": is_primary},
    )
    index_customer(actor, person)
    record(actor, "link_person", role, after={"organisation": organisation_id, "title": title})
    publish(
        CustomerChanged(person.pk, ["affiliations"]),
        actor=actor,
        topics=[*_topics(person), *_topics(organisation)],
    )
    return role


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


def _ancestors(customer_id: int) -> set[int]:
    found: set[int] = set()
    current: int | None = customer_id
    while current and current not in found:
        found.add(current)
        current = Customer.objects.filter(pk=current).values_list("parent_id", flat=True).first()
    return found


def _topics(customer: Customer) -> list[str]:
    return [f"customer:{customer.pk}", "list:customers"]
