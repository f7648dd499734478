"""The lines of history that acts on many customers wrote, by which they are taken back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.fields.queries import values_of

UNDOABLE = ("assign_customer", "change_customer")


def own_lines(actor: Actor) -> QuerySet[AuditEntry]:
    """Lists the lines of the actor's own acts on customers that can be taken back."""
    lines = AuditEntry.objects.filter(user=actor.me, action__in=UNDOABLE)
    return lines.filter(object_type="customers.customer")


def lines_of_job(actor: Actor, origin: str) -> list[int]:
    """Lists the lines that the actor's own job wrote, newest first."""
    return list(own_lines(actor).filter(origin=origin).order_by("-id").values_list("id", flat=True))


def holds(customer: Customer, values: Mapping[str, Any]) -> bool:
    """Tells whether a customer's fields, those of one's own (own:<key>) among them, still hold these values."""
    own = {name: value for name, value in values.items() if name.startswith("own:")}
    held = values_of("customer", [customer.pk]).get(customer.pk, {}) if own else {}
    plain = (getattr(customer, name) == value for name, value in values.items() if name not in own)
    return all(plain) and all(held.get(name[4:]) == value for name, value in own.items())
