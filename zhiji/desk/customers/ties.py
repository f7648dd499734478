"""Numbers that others gave a customer, and to whom a customer belongs without being one with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer, Identifier, Relation
from zhiji.desk.customers.told import field_label


@dataclass(frozen=True)
class ShownNumber:
    """A tax number or another system's number; told is the name by which is asked where it comes from."""

    number: Identifier
    label: str
    told: str
    is_conflict: bool


@dataclass(frozen=True)
class ShownRelation:
    """To whom a customer belongs, and how."""

    other: Customer
    label: str


def shown_numbers(numbers: Sequence[Identifier], conflicts: Sequence[str]) -> list[ShownNumber]:
    """Lists a customer's numbers; those of a kind in which sources disagree are marked."""
    return [
        ShownNumber(
            number,
            field_label(f"identifier:{number.scheme}"),
            f"identifier:{number.scheme}",
            f"identifier:{number.scheme}" in conflicts,
        )
        for number in numbers
    ]


def shown_relations(customer: Customer) -> list[ShownRelation]:
    """Lists the customers to whom one belongs: household, assistant, department."""
    related = Relation.objects.filter(Q(left=customer) | Q(right=customer), ended_at=None)
    found = []
    for relation in related.select_related("left", "right").order_by("kind", "id")[:50]:
        is_left = relation.left_id == customer.pk
        other = relation.right if is_left else relation.left
        found.append(ShownRelation(other, _relation_words()[relation.kind, is_left]))
    return found


def _relation_words() -> dict[tuple[str, bool], Any]:
    kind = Relation.Kind
    return {
        (kind.HOUSEHOLD.value, True): _("same household"),
        (kind.HOUSEHOLD.value, False): _("same household"),
        (kind.ASSISTANT.value, True): _("assistant of"),
        (kind.ASSISTANT.value, False): _("assistant"),
        (kind.DEPARTMENT.value, True): _("department of"),
        (kind.DEPARTMENT.value, False): _("department"),
    }
