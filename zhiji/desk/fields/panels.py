from itertools import groupby
from typing import Any

from django.urls import reverse

from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.queries import Placed, placed_fields, values_of
from zhiji.kernel.fields.showing import show_value


def own_panel(actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Gathers the fields of one's own with their values, by section, as the actor's team has them."""
    placed = placed_fields(actor, "customer")
    if not placed:
        return None
    held = values_of("customer", [customer.pk]).get(customer.pk, {})
    rows = [
        (one.section, {"field": one.field, "value": show_value(one.field, held.get(one.field.key))})
        for one in _ordered(placed)
    ]
    sections = [
        {"name": name, "rows": [row for _name, row in group if row["value"] != ""]}
        for name, group in groupby(rows, key=lambda pair: pair[0])
    ]
    writes = any(one.may_write for one in placed) and actor.reaches("customer.change", customer)
    return {"sections": [one for one in sections if one["rows"]], "may_write": writes}


def _row(one: Placed, held: dict[str, Any], customer: Customer) -> dict[str, Any]:
    value = held.get(one.field.key)
    is_file = one.field.kind == "file" and value
    url = reverse("customer_own_file", args=[customer.pk, one.field.pk]) if is_file else ""
    return {"field": one.field, "value": show_value(one.field, value), "url": url}


def _ordered(placed: list[Placed]) -> list[Placed]:
    """Keeps the sections together, in the order of their first field."""
    first = {}
    for number, one in enumerate(placed):
        first.setdefault(one.section, number)
    return sorted(placed, key=lambda one: first[one.section])
