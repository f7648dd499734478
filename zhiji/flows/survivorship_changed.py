"""Whoever changes by what is decided whose value counts, has all customers weighed again."""

from zhiji.customers.sources.events import SurvivorshipChanged
from zhiji.customers.sources.tasks import reweigh_all
from zhiji.kernel.access.actor import Actor


def weigh_customers_again(event: SurvivorshipChanged, actor: Actor) -> None:
    """Starts the job that makes the golden records anew."""
    reweigh_all.enqueue()
