from collections.abc import Callable
from uuid import uuid4

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from zhiji.desk.customers.actions import (
    Changed,
    assign_customers,
    categorise_customers,
    fill_customers,
    take_back_customers,
)
from zhiji.desk.customers.lines import lines_of_job
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.notifications.actions import notify
from zhiji.kernel.users.models import User

CHUNK = 100


@task()
def assign_on(user_id: int, ids: list[int], values: dict[str, int | None]) -> None:
    """Gives very many customers to an owner, a team or both, some at a time."""

    def assign(actor: Actor, some: list[int]) -> Changed:
        return assign_customers(actor=actor, ids=some, values=values)

    _in_chunks(user_id, ids, assign)


@task()
def categorise_on(user_id: int, ids: list[int], category: str) -> None:
    """Puts very many customers into a category, some at a time."""
    _in_chunks(
        user_id,
        ids,
        lambda actor, some: categorise_customers(actor=actor, ids=some, category=category),
    )


@task()
def fill_on(user_id: int, ids: list[int], field: str, typed: str) -> None:
    """Fills a field of one's own of very many customers, some at a time."""
    _in_chunks(
        user_id, ids, lambda actor, some: fill_customers(actor=actor, ids=some, field=field, typed=typed)
    )


@task()
def take_back_on(user_id: int, slug: str) -> None:
    """Takes back, some at a time, what one of these jobs did to very many customers."""
    user = User.objects.get(pk=user_id)
    actor = Actor.of(user, origin=f"{slug}-back")
    lines = lines_of_job(actor, slug)
    with translation.override(user.language or None):
        label = _("Customers are being put back")
    for start in range(0, len(lines), CHUNK):
        some = lines[start : start + CHUNK]
        take_back_customers(actor=actor, first=some[-1] - 1, last=some[0], origin=slug)
        done = min(start + CHUNK, len(lines))
        finished = done == len(lines)
        show_progress(
            slug, label=label, done=done, total=len(lines), finished=finished, user_id=actor.user_id
        )


def _in_chunks(user_id: int, ids: list[int], act: Callable[[Actor, list[int]], Changed]) -> None:
    """Does the act some at a time, shows how far it is, and offers to take all of it back at the end.

    The lines of history bear the job's name as their origin: what the person does by hand meanwhile stays.
    """
    slug, user = f"customers-{uuid4().hex[:12]}", User.objects.get(pk=user_id)
    actor, count = Actor.of(user, origin=slug), 0
    with translation.override(user.language or None):
        label = _("Customers are being changed")
    for start in range(0, len(ids), CHUNK):
        count += act(actor, ids[start : start + CHUNK]).count
        done = min(start + CHUNK, len(ids))
        finished = done == len(ids)
        undo = reverse("take_back_job", args=[slug]) if finished and count else ""
        show_progress(
            slug, label=label, done=done, total=len(ids), finished=finished, user_id=user_id, undo_url=undo
        )
    told = Actor.machine("customers")
    notify(actor=told, user_id=user_id, kind="bulk_done", url="/", key=slug, params={"count": count})
