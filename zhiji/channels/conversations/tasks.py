from django.utils import timezone
from django_tasks import task

from zhiji.channels.conversations.actions import wake_snoozed
from zhiji.kernel.access.actor import Actor


@task()
def wake_snoozed_now() -> int:
    """Brings back the conversations whose time has come."""
    return wake_snoozed(actor=Actor.machine("clock"), now=timezone.now())
