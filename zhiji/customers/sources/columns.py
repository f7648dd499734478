"""What the golden record means for a customer's own columns. Nothing is written here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField

from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.rules import sort_form, split_name
from zhiji.customers.sources import values as told
from zhiji.customers.sources.golden import Golden
from zhiji.customers.sources.held import Held
from zhiji.customers.sources.rules import PEOPLE, PLAIN
from zhiji.customers.sources.values import OWN

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Customer.Kind.values),
    "category": ("", *Customer.Category.values),
}
_ALWAYS = frozenset({"kind", "name"})  # A customer is never left without these.


def columns_for(
    held: Held, golden: Golden, dropped: Mapping[str, Any], now_at: Callable[[int], int | None]
) -> dict[str, Any]:
    """Returns the columns that differ from what counts now, with their new values.

    dropped is what a source said and no longer says; a field of which nobody else speaks becomes empty. now_at tells
    which customer stands today where a key led, None if nobody.
    """
    customer = held.customer
    wanted = {name: golden.plain[name].value for name in PLAIN if name in golden.plain}
    wanted |= {name: None for name in told.plain(dropped) if name in PLAIN and name not in wanted}
    if wanted.get("parent_id"):
        wanted["parent_id"] = now_at(wanted["parent_id"])
    kind = wanted.get("kind", customer.kind)
    if kind == Customer.Kind.PERSON:
        wanted |= _name_parts(golden, str(wanted.get("name") or customer.name))
        wanted["parent_id"] = None
    fitting = {name: _fit(name, value) for name, value in wanted.items() if _is_fit(customer, name, value)}
    differing = {name: value for name, value in fitting.items() if getattr(customer, name) != value}
    if "name" in differing:
        differing["sort_name"] = sort_form(differing["name"])
    if customer.has_conflict != bool(golden.conflicts):
        differing["has_conflict"] = bool(golden.conflicts)
    return differing


def own_values(golden: Golden, dropped: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what counts for fields of one's own; None where a source no longer says what nobody else says."""
    found = {name: choice.value for name, choice in golden.plain.items() if name.startswith(OWN)}
    return {name: None for name in dropped if name.startswith(OWN)} | found


def _name_parts(golden: Golden, name: str) -> dict[str, str]:
    """Takes family and given name from where the name comes from, or from our people; else splits the name."""
    choice = golden.plain.get("name")
    if choice is None:
        return {
            part: golden.plain[part].value for part in ("family_name", "given_name") if part in golden.plain
        }
    records = {claim.record_id for claim in (choice.winner, *choice.backers)}
    parts = dict(zip(("family_name", "given_name"), split_name(name), strict=True))
    for part in parts:
        said = golden.plain.get(part)
        for claim in (said.winner, *said.backers, *said.rivals) if said else ():
            if claim.record_id in records or claim.kind == PEOPLE:
                parts[part] = claim.value
                break
    return parts


def _is_fit(customer: Customer, name: str, value: Any) -> bool:
    if name in _ALWAYS and not value:
        return False
    if name == "parent_id" and value == customer.pk:
        return False
    return name not in _CHOICES or value is None or value in _CHOICES[name]


def _fit(name: str, value: Any) -> Any:
    if name == "parent_id":
        return value or None
    column = Customer._meta.get_field(name)
    text = "" if value is None else str(value)
    return text[: column.max_length] if isinstance(column, CharField) and column.max_length else text
