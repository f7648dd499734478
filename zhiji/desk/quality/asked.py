"""The one question worth asking a customer: in words, with the value it is about and how it can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.quality.known import REACHED_BY
from zhiji.customers.quality.models import Quality
from zhiji.desk.customers.told import ShownClaim, value_text
from zhiji.desk.quality.words import REACHED, WHY, question_text
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import all_fields
from zhiji.ui.shown import phone

NUMBERS = frozenset({"mobile", "phone"})
# These are answered in the dialog in which roles are added.
BY_DIALOG = frozenset({"organisation", "people"})
INPUT_MODES = {"mobile": "tel", "phone": "tel", "mail": "email", "website": "url"}


@dataclass(frozen=True)
class Asked:
    """A question: text in words, value as shown now, point where it is about one.

    how is the way to answer: "text", "choice" (options), "dialog" (a role is added), or "" where it can't be answered
    here. may_confirm: the value may simply be right. claims are what sources say where they disagree.
    """

    field: str
    why: str
    text: str
    reason: str
    value: str = ""
    point: ContactPoint | None = None
    how: str = "text"
    mode: str = "text"
    may_confirm: bool = False
    options: Sequence[tuple[str, Any]] = ()
    claims: Sequence[ShownClaim] = ()
    told: str = ""


def point_meant(name: str, why: str, points: Sequence[ContactPoint]) -> ContactPoint | None:
    """Finds the contact point that a question is about: one that fails where this is asked, else the preferred one."""
    kinds = REACHED_BY.get(name, ())
    mine = [point for point in points if point.kind in kinds]
    state = ContactPoint.State.FAILS
    fitting = [point for point in mine if (point.state == state) == (why == "fails")] or mine
    return min(fitting, key=lambda one: (kinds.index(one.kind), not one.is_primary, one.pk), default=None)


def point_text(point: ContactPoint) -> str:
    """Writes a contact point as people read it."""
    return phone(point.value) if point.kind in {*NUMBERS, "fax"} else point.typed


def value_now(
    row: Quality,
    customer: Customer,
    points: Sequence[ContactPoint],
    roles: Sequence[Affiliation],
    identifiers: Sequence[Identifier] = (),
) -> str:
    """Writes the value that a question is about, as it is known now."""
    name = row.question
    if name in REACHED:
        point = point_meant(name, row.why, points)
        return point_text(point) if point else ""
    if name in {"organisation", "title", "people"}:
        role = roles[0] if roles else None
        if role is None:
            return ""
        if name == "people":
            return str(role.person.name)
        return str(role.title if name == "title" else role.organisation.name)
    if name == "tax_number":
        return identifiers[0].value if identifiers else ""
    known = getattr(customer, name, "")
    return value_text(name, known) if known else ""


def asked_of(
    row: Quality,
    customer: Customer,
    points: Sequence[ContactPoint],
    roles: Sequence[Affiliation],
    identifiers: Sequence[Identifier] = (),
    claims: Sequence[ShownClaim] = (),
    told: str = "",
) -> Asked:
    """Puts together the question that is kept of a customer."""
    value = value_now(row, customer, points, roles, identifiers)
    point = point_meant(row.question, row.why, points) if row.question in REACHED else None
    options = _options(row.question)
    return Asked(
        field=row.question,
        why=row.why,
        text=question_text(row.question, row.why, value),
        reason=str(WHY[row.why]),
        value=value,
        point=point,
        how=_how(row.question, options, has_role=bool(roles)),
        mode=INPUT_MODES.get(row.question, "text"),
        may_confirm=bool(value) and row.why in {"stale", "unsure", "fails"} and row.question != "people",
        options=options,
        claims=claims,
        told=told,
    )


def asked_in_words(row: Quality) -> Asked:
    """Puts a row of the list into words; reach, works_for, staff and numbers came along with its customer."""
    one: Any = row.customer
    return asked_of(row, one, one.reach, one.works_for if one.is_person else one.staff, one.numbers)


def _how(name: str, options: Sequence[Any], *, has_role: bool) -> str:
    if name in BY_DIALOG or (name == "title" and not has_role):
        return "dialog"
    if options:
        return "choice"
    own = _own(name)
    return "" if own and own.kind not in {"text", "number", "date", "link"} else "text"


def _options(name: str) -> Sequence[tuple[str, Any]]:
    if name == "category":
        return Customer.Category.choices
    if name == "language":
        return settings.LANGUAGES
    own = _own(name)
    if own and own.kind == "choice":
        return [(one["key"], own.choice_label(one["key"])) for one in own.choices]
    return ()


def _own(name: str) -> OwnField | None:
    return next((one for one in all_fields("customer") if one.name == name), None)
