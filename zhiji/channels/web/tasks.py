from django.utils import timezone
from django_tasks import task

from zhiji.channels.web.actions import forget_traffic
from zhiji.kernel.access.actor import Actor


@task()
def forget_traffic_now() -> int:
    """Throws away old counts of which network sent how often."""
    return forget_traffic(actor=Actor.machine("clock"), now=timezone.now())
