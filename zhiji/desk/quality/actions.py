from typing import Any

from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.numbers import read_number
from zhiji.customers.parties.queries import points_of, roles_of
from zhiji.customers.quality.actions import mark_point, reckon_quality
from zhiji.customers.sources.actions import (
    add_contact_point,
    change_customer,
    choose_value,
    link_person,
    note_claims,
    set_identifier,
)
from zhiji.customers.sources.builtin import PEOPLE
from zhiji.desk.customers.queries import identifiers_of
from zhiji.desk.quality.asked import point_meant
from zhiji.desk.quality.words import REACHED
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.errors import Refused
from zhiji.kernel.fields.queries import values_of

CONFIRMED = "confirmed"


@action
def note_answer(*, actor: Actor, customer_id: int, field: str, typed: str) -> ContactPoint | None:
    """Notes what a customer answered to the question about a field, as a person's word, and scores them anew.

    Returns the contact point if the answer was one. Raises Refused when it can't be read as what it should be.
    """
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    if not typed.strip():
        raise Refused(_("Write the answer first."))
    point = None
    if field in REACHED:
        point = add_contact_point(actor=actor, customer_id=customer_id, kind=field, typed=typed)
    elif field == "tax_number":
        number = read_number("tax", typed)
        if number.fault:
            raise Refused(number.fault)
        set_identifier(
            actor=actor, customer_id=customer_id, scheme=number.scheme, value=number.value, typed=typed
        )
    elif field == "title":
        _note_title(actor, _role_of(customer), typed)
    else:
        change_customer(actor=actor, customer_id=customer_id, version=None, values={field: typed.strip()})
    reckon_quality(actor=actor, ids=[customer_id])
    return point


@action
def confirm_answer(*, actor: Actor, customer_id: int, field: str) -> None:
    """Notes that what is known of a field is right as of today: a person says the same value now.

    Raises Refused when nothing is known any more that could be confirmed.
    """
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    if field in REACHED:
        point = point_meant(field, "", points_of(customer))
        _confirm_point(actor, point)
    elif field == "tax_number":
        _confirm_number(actor, customer)
    elif field in {"title", "organisation"}:
        role = _role_of(customer)
        _note_title(actor, role, role.title)
    else:
        value = _value_of(customer, field)
        note_claims(actor=actor, source=PEOPLE, customer_id=customer_id, values={field: value})
    reckon_quality(actor=actor, ids=[customer_id])


@action
def choose_answer(*, actor: Actor, customer_id: int, field: str, record_id: int | None) -> None:
    """Takes of several sources' values the one that the customer says is right, and scores them anew."""
    choose_value(actor=actor, customer_id=customer_id, field=field, record_id=record_id)
    reckon_quality(actor=actor, ids=[customer_id])


def _confirm_point(actor: Actor, point: ContactPoint | None) -> None:
    if point is None:
        raise _gone()
    said = {"kind": point.kind, "typed": point.typed, "value": point.value, "extension": point.extension}
    entry = {name: value for name, value in said.items() if value}
    note_claims(actor=actor, source=PEOPLE, customer_id=point.customer_id, values={"points": [entry]})
    mark_point(actor=actor, point_id=point.pk, state=ContactPoint.State.WORKS, reason=CONFIRMED)


def _confirm_number(actor: Actor, customer: Customer) -> None:
    numbers = [one for one in identifiers_of(customer) if one.scheme not in {"erp", "other"}]
    if not numbers:
        raise _gone()
    one = numbers[0]
    set_identifier(
        actor=actor,
        customer_id=customer.pk,
        scheme=one.scheme,
        value=one.value,
        typed=one.typed,
        verified=True,
    )


def _note_title(actor: Actor, role: Affiliation, title: str) -> None:
    link_person(
        actor=actor,
        person_id=role.person_id,
        organisation_id=role.organisation_id,
        title=title.strip()[:100],
        department=role.department,
        is_primary=role.is_primary,
    )


def _role_of(customer: Customer) -> Affiliation:
    roles = roles_of(customer) if customer.is_person else []
    if not roles:
        raise _gone()
    return roles[0]


def _value_of(customer: Customer, field: str) -> Any:
    if field.startswith("own:"):
        value = values_of("customer", [customer.pk]).get(customer.pk, {}).get(field.removeprefix("own:"))
    else:
        value = getattr(customer, field, None)
    if not value:
        raise _gone()
    return value


def _gone() -> Refused:
    return Refused(_("What was asked about is not there any more. Look at the page again."))
