"""The lines of history that acts on many customers wrote, by which they are taken back."""

from django.db.models import QuerySet

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry

UNDOABLE = ("assign_customer", "change_customer")


def own_lines(actor: Actor) -> QuerySet[AuditEntry]:
    """Lists the lines of the actor's own acts on customers that can be taken back."""
    lines = AuditEntry.objects.filter(user=actor.me, action__in=UNDOABLE)
    return lines.filter(object_type="customers.customer")


def lines_of_job(actor: Actor, origin: str) -> list[int]:
    """Lists the lines that the actor's own job wrote, newest first."""
    return list(own_lines(actor).filter(origin=origin).order_by("-id").values_list("id", flat=True))
