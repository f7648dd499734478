from django.db.models import Count
from django.utils.translation import gettext as _
from django_tasks import task

from zhiji.customers.sources.actions import reweigh_customers
from zhiji.customers.sources.models import SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.progress import show_progress

CHUNK = 200


@task()
def reweigh_all() -> None:
    """Weighs anew what sources say of every customer of whom more than one speaks, some at a time."""
    actor, after, done = Actor.machine("survivorship"), 0, 0
    while ids := _next(after):
        reweigh_customers(actor=actor, ids=ids)
        after, done = ids[-1], done + len(ids)
        _show(done, finished=False)
    _show(done, finished=True)


def _next(after: int) -> list[int]:
    several = (
        SourceRecord.objects.filter(customer__gt=after, state=SourceRecord.State.CURRENT)
        .values("customer")
        .annotate(said=Count("id"))
        .filter(said__gt=1)
        .order_by("customer")
    )
    return [key for key in several.values_list("customer", flat=True)[:CHUNK] if key]


def _show(done: int, *, finished: bool) -> None:
    label = _("What sources say is weighed again")
    show_progress("reweigh-customers", label=label, done=done, total=done, finished=finished)
