"""The one door through which every value of a customer goes, whoever says it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhiji.customers.parties.faults import fault_of, read_point
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.sources import values as told
from zhiji.customers.sources.applying import Applied, apply_golden
from zhiji.customers.sources.builtin import PEOPLE, source_key
from zhiji.customers.sources.events import SurvivorshipChanged
from zhiji.customers.sources.implied import ensure_records
from zhiji.customers.sources.models import Source, SourceRecord, SurvivorshipRule
from zhiji.customers.sources.own import own_news, require_write
from zhiji.customers.sources.rules import PLAIN, known_order
from zhiji.customers.sources.taking_back import last_said, restore_record
from zhiji.customers.sources.telling import Saying, announce, hear, locked, settle
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import publish

CHANGEABLE = PLAIN


@action
def note_claims(
    *,
    actor: Actor,
    source: str,
    customer_id: int,
    values: Mapping[str, Any],
    external_id: str = "",
    meta: Mapping[str, Any] | None = None,
    raw: Mapping[str, Any] | None = None,
    version: int | None = None,
    whole: bool = False,
) -> SourceRecord:
    """Notes what a source says of a customer, and makes the golden record of all sources anew.

    source is a source's key; values and meta are as zhiji/customers/sources/values.py tells. whole: the record is all
    that the source knows, so what it said before and does not say now is gone; else the source adds to what it said.
    Saying the same again changes nothing. Raises Conflict when version is old, Refused when the source's external_id
    is another customer.
    """
    customer = locked(actor, customer_id, version)
    saying = Saying(source, values, external_id, meta or {}, raw or {}, whole)
    made, applied = hear(actor, customer, saying)
    _note(actor, "note_claims", applied, source=source, fields=sorted(values))
    return made


@action
def change_customer(
    *, actor: Actor, customer_id: int, version: int | None, values: Mapping[str, Any]
) -> Customer:
    """Changes values of a customer, as a person who knows better says.

    version is the one the form was filled from: if somebody changed the record meanwhile, Conflict is raised and
    nothing is overwritten. Raises Refused for a field that may not be changed this way.
    """
    customer = locked(actor, customer_id, version)
    own = {name for name in values if name.startswith(told.OWN)}
    if unknown := set(values) - set(CHANGEABLE) - own:
        raise Refused(_("These fields can't be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    typed = {name: value for name, value in values.items() if name in own}
    fresh = {
        name: values[name] for name in values if name not in own and getattr(customer, name) != values[name]
    }
    fresh |= own_news(actor, customer.pk, typed)
    if not fresh:
        return customer
    if fresh.get("parent_id") and customer.pk in _ancestors(fresh["parent_id"]):
        raise Refused(_("An organisation can't stand above itself. Choose another parent."))
    _made, applied = hear(actor, customer, Saying(PEOPLE, fresh))
    _note(actor, "change_customer", applied)
    return applied.customer


@action
def add_contact_point(
    *, actor: Actor, customer_id: int, kind: str, typed: str, label: str = "", source: str = PEOPLE
) -> ContactPoint:
    """Adds a way to reach a customer; one that is known already is returned as it is.

    Raises Refused when it can't be read as what it should be.
    """
    customer = locked(actor, customer_id)
    normal = read_point(kind, typed)
    if normal.fault:
        raise Refused(fault_of(normal))
    known = ContactPoint.objects.current().filter(
        customer=customer, kind=normal.kind, value=normal.value, extension=normal.extension
    )
    if found := known.first():
        return found
    said = {"kind": normal.kind, "typed": normal.typed, "value": normal.value, "extension": normal.extension}
    entry = {name: value for name, value in {**said, "label": label}.items() if value}
    hear(actor, customer, Saying(source, {"points": [entry]}))
    point = known.get()
    record(actor, "add_contact_point", point, after={"kind": normal.kind, "typed": normal.typed})
    return point


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
    person = locked(actor, person_id)
    organisation = Customer.objects.visible_to(actor).get(pk=organisation_id)
    if not person.is_person or organisation.is_person:
        raise Refused(_("Only a person can work for an organisation. Choose a person and an organisation."))
    entry = {"organisation": organisation.name, "organisation_id": organisation_id}
    entry |= {"title": title, "department": department}
    hear(actor, person, Saying(PEOPLE, {"roles": [entry]}))
    roles = Affiliation.objects.filter(person=person, ended_at=None)
    if is_primary:
        roles.exclude(organisation=organisation).update(is_primary=False)
        roles.filter(organisation=organisation).update(is_primary=True)
    role = roles.filter(organisation=organisation).order_by("id").first()
    if role is None:
        raise Refused(_("This role could not be noted. Look at the page again."))
    record(actor, "link_person", role, after={"organisation": organisation_id, "title": title})
    return role


@action
def set_identifier(
    *, actor: Actor, customer_id: int, scheme: str, value: str, typed: str = "", verified: bool = False
) -> Identifier:
    """Notes a number that an authority or another system gave a customer, and whether somebody verified it.

    value is the number in its normal form.
    """
    customer = locked(actor, customer_id)
    entry = {"scheme": scheme, "value": value, "typed": typed or value, "verified": verified}
    hear(actor, customer, Saying(PEOPLE, {"identifiers": [entry]}))
    number = Identifier.objects.get(customer=customer, scheme=scheme, value=value)
    record(actor, "set_identifier", number, after={"scheme": scheme, "value": value, "verified": verified})
    return number


@action
def remove_identifier(*, actor: Actor, identifier_id: int) -> SourceRecord:
    """Notes that a number is not this customer's; it comes back by taking back, or when a source says it anew."""
    number = Identifier.objects.get(pk=identifier_id)
    customer = locked(actor, number.customer_id)
    entry = {"scheme": number.scheme, "value": number.value}
    made, _applied = hear(actor, customer, Saying(PEOPLE, {"gone": [entry]}))
    record(actor, "remove_identifier", customer, before=entry)
    return made


@action
def choose_value(*, actor: Actor, customer_id: int, field: str, record_id: int | None = None) -> SourceRecord:
    """Takes for a field of a customer what a source's record says, as a person who looked decides.

    field is named as in provenance; without record_id the first record counts that says anything of it. The decision
    is a claim of our own people, so it can be taken back.
    """
    customer = locked(actor, customer_id)
    require_write(actor, [field])
    known = [one for one in ensure_records(customer) if record_id in (None, one.pk)]
    said = [(one, values) for one in known if (values := told.picked(one.values, field))]
    if not said:
        raise Refused(_("This source no longer says so. Look at the page again."))
    chosen, values = said[0]
    made, applied = hear(actor, customer, Saying(PEOPLE, values))
    _note(actor, "choose_value", applied, field=field, source=chosen.source_id)
    return made


@action
def take_back_claims(*, actor: Actor, record_id: int) -> Customer:
    """Takes back what one source record said first: what counted before it counts again.

    What was said since by the same source stays. Raises Refused when nothing is left to take back, and for what a
    list or a channel said: somebody takes back what people said, a machine what it said.
    """
    said = SourceRecord.objects.select_related("previous", "source").get(pk=record_id)
    customer = locked(actor, said.customer_id or 0)
    if actor.kind != "machine" and said.source.key != PEOPLE:
        raise Refused(_("Only what one of us said is taken back here. Choose another value instead."))
    dropped = restore_record(said)
    if not dropped:
        raise Refused(_("This can't be undone any more: somebody has changed it since."))
    require_write(actor, dropped)
    applied = settle(actor, customer, {customer.pk: dropped})
    _note(actor, "take_back_claims", applied, fields=sorted(dropped))
    return applied.customer


@action
def take_back_change(*, actor: Actor, customer_id: int, before: Mapping[str, Any]) -> Customer:
    """Takes back what our people last said of some fields of a customer; before holds what counted before it.

    Where their claims can't be taken back, the values before are said anew.
    """
    customer = locked(actor, customer_id)
    names = {name for name in before if name in CHANGEABLE or name.startswith(told.OWN)}
    if said := last_said(customer, names):
        return take_back_claims(actor=actor, record_id=said.pk)
    values = {name: before[name] for name in names}
    return change_customer(actor=actor, customer_id=customer_id, version=None, values=values)


@action
def reweigh_customers(
    *, actor: Actor, ids: Iterable[int], dropped: Mapping[int, Mapping[str, Any]] | None = None
) -> list[Applied]:
    """Makes the golden records of customers anew after their source records or a rule changed.

    dropped holds, by customer, the values of records that no longer count. Returns what changed.
    """
    customers = Customer.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    changed = [one for one in apply_golden(customers, dropped) if one.fields]
    announce(actor, changed)
    if changed:
        record(actor, "reweigh_customers", None, after={"customers": len(changed)})
    return changed


def _note(actor: Actor, name: str, applied: Applied, **more: Any) -> None:
    if applied.is_news and (applied.fields or more):
        lists = dict.fromkeys(sorted(applied.fields - set(applied.after)), True)
        after = {**applied.after, **lists, **more}
        record(actor, name, applied.customer, before=applied.before, after=after)


def _ancestors(customer_id: int) -> set[int]:
    found: set[int] = set()
    current: int | None = customer_id
    while current and current not in found:
        found.add(current)
        current = Customer.objects.filter(pk=current).values_list("parent_id", flat=True).first()
    return found


@action
def save_source(*, actor: Actor, source_id: int | None, values: Mapping[str, Any]) -> Source:
    """Adds or changes a source: its name, kind, owner, team and how much it is believed (trust, 0–100).

    A new one gets its key from its name. Customers are weighed again when trust has changed.
    """
    actor.require("source.change")
    source = Source.objects.select_for_update().get(pk=source_id) if source_id else Source()
    if not source_id:
        source.key = source_key(str(values["name"]))
        if Source.objects.filter(key=source.key).exists():
            raise Refused(_("There is a source of this name already. Choose another name."))
    before, after = changes(source, values)
    for name, value in after.items():
        setattr(source, name, value)
    source.save()
    record(actor, "save_source", source, before=before if source_id else None, after=after)
    if source_id and {"trust", "kind"} & set(after):
        publish(SurvivorshipChanged(), actor=actor)
    return source


@action
def save_survivorship(
    *, actor: Actor, field: str, order: Sequence[str], stale_after: int | None = None
) -> SurvivorshipRule:
    """Sets the order of criteria by which a field's value is chosen, and after how many days it counts as stale."""
    actor.require("source.change")
    known = known_order(order)
    if not known:
        raise Refused(_("Choose at least one criterion."))
    rule, _made = SurvivorshipRule.objects.select_for_update().get_or_create(field=field)
    wanted = {"order": list(known), "stale_after": stale_after}
    before, after = changes(rule, wanted)
    rule.order, rule.stale_after = wanted["order"], stale_after
    rule.save()
    record(actor, "save_survivorship", rule, before=before, after={"field": field, **after})
    if "order" in after:
        publish(SurvivorshipChanged(), actor=actor)
    return rule


@action
def reset_survivorship(*, actor: Actor, field: str) -> None:
    """Lets a field's value be chosen as Zhiji brings it again."""
    actor.require("source.change")
    rule = SurvivorshipRule.objects.select_for_update().filter(field=field).first()
    if rule is None:
        return
    record(actor, "reset_survivorship", rule, before={"field": field, "order": rule.order})
    rule.order = []
    rule.save(update_fields=["order"])
    publish(SurvivorshipChanged(), actor=actor)
