from collections.abc import Callable
from uuid import uuid4

from django.utils.translation import gettext as _
from django_tasks import task

from zhiji.desk.customers.actions import Changed, assign_customers, categorise_customers
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.users.models import User

CHUNK = 100


@task()
def assign_on(user_id: int, ids: list[int], owner_id: int | None, team_id: int | None) -> None:
    """Gives very many customers to an owner and a team, some at a time."""
    actor = Actor.of(User.objects.get(pk=user_id))

    def assign(some: list[int]) -> Changed:
        return assign_customers(actor=actor, ids=some, owner_id=owner_id, team_id=team_id)

    _in_chunks(actor, ids, assign)


@task()
def categorise_on(user_id: int, ids: list[int], category: str) -> None:
    """Puts very many customers into a category, some at a time."""
    actor = Actor.of(User.objects.get(pk=user_id))
    _in_chunks(actor, ids, lambda some: categorise_customers(actor=actor, ids=some, category=category))


def _in_chunks(actor: Actor, ids: list[int], act: Callable[[list[int]], Changed]) -> None:
    slug, label = f"customers-{uuid4().hex[:12]}", _("Customers are being changed")
    for start in range(0, len(ids), CHUNK):
        act(ids[start : start + CHUNK])
        done = min(start + CHUNK, len(ids))
        show_progress(
            slug, label=label, done=done, total=len(ids), finished=done == len(ids), user_id=actor.user_id
        )
