from django_tasks import task

from zhiji.customers.identity.merging.actions import follow_merges
from zhiji.kernel.access.actor import Actor


@task()
def follow_merges_now() -> int:
    """Mends facts that were being handled while their customer was merged."""
    return follow_merges(actor=Actor.machine("merging"))
