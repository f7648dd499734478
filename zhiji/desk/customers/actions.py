from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiji.customers.parties.actions import assign_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.actions import change_customer, take_back_change
from zhiji.desk.customers.lines import holds, own_lines
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.fields.queries import values_of
from zhiji.kernel.inserting import write_gathered


@dataclass(frozen=True)
class Changed:
    """What an act on many customers did: how many it changed, how many were out of reach, and its lines of history."""

    count: int
    denied: int
    first: int
    last: int


@action
def assign_customers(*, actor: Actor, ids: Iterable[int], values: Mapping[str, int | None]) -> Changed:
    """Gives many customers to an owner, a team or both; those out of the actor's reach stay as they are.

    values holds owner_id, team_id or both, None for nobody; what it does not hold stays with each customer.
    """

    def assign(customer: Customer) -> None:
        now = {"owner_id": customer.owner_id, "team_id": customer.team_id}
        assign_customer(actor=actor, customer_id=customer.pk, **{**now, **values})

    changed = _each(actor, "assign", ids, values, assign)
    record(actor, "assign_customers", None, after={**values, "count": changed.count})
    return changed


@action
def categorise_customers(*, actor: Actor, ids: Iterable[int], category: str) -> Changed:
    """Puts many customers into a category; those out of the actor's reach stay as they are."""
    values = {"category": category}

    def change(customer: Customer) -> None:
        change_customer(actor=actor, customer_id=customer.pk, version=None, values=values)

    changed = _each(actor, "change", ids, values, change)
    record(actor, "categorise_customers", None, after={**values, "count": changed.count})
    return changed


@action
def fill_customers(*, actor: Actor, ids: Iterable[int], field: str, typed: str) -> Changed:
    """Fills a field of one's own (own:<key>) of many customers; those out of the actor's reach stay as they are."""
    wanted = list(ids)
    within = Customer.objects.visible_to(actor).within(actor, "change").in_bulk(wanted)
    first, before = _last_line(), values_of("customer", within)
    for pk in within:
        change_customer(actor=actor, customer_id=pk, version=None, values={field: typed})
    after = values_of("customer", within)
    count = sum(before.get(pk, {}) != after.get(pk, {}) for pk in within)
    record(actor, "fill_customers", None, after={"field": field, "count": count})
    return Changed(count, len(wanted) - len(within), first, _last_line())


@action
def take_back_customers(*, actor: Actor, first: int, last: int, origin: str = "") -> int:
    """Takes back what the actor's own act did to many customers, and returns to how many.

    first and last are the lines of history that it wrote, origin names the job among whose lines it looks.
    A customer whom somebody changed since is left alone.
    """
    lines = own_lines(actor).filter(id__gt=first, id__lte=last)
    lines = lines.filter(origin=origin) if origin else lines
    count = 0
    for line in lines.order_by("-id"):
        customer = Customer.objects.visible_to(actor).filter(pk=line.object_id).first()
        if customer is None or not holds(customer, line.after):
            continue
        _put_back(actor, customer, line)
        count += 1
    record(actor, "take_back_customers", None, after={"count": count})
    return count


def _put_back(actor: Actor, customer: Customer, line: AuditEntry) -> None:
    if line.action == "assign_customer":
        assign_customer(actor=actor, customer_id=customer.pk, **line.before)
    else:
        take_back_change(actor=actor, customer_id=customer.pk, before=line.before)


def _each(
    actor: Actor, verb: str, ids: Iterable[int], values: Mapping[str, Any], act: Callable[[Customer], None]
) -> Changed:
    wanted = list(ids)
    within = Customer.objects.visible_to(actor).within(actor, verb).in_bulk(wanted)
    first = _last_line()
    differing = [
        one for one in within.values() if any(getattr(one, key) != value for key, value in values.items())
    ]
    for customer in differing:
        act(customer)
    return Changed(len(differing), len(wanted) - len(within), first, _last_line())


def _last_line() -> int:
    write_gathered()
    return AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
