from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from zhiji.kernel.events.models import EventRecord

KEEP_EVENTS = timedelta(days=30)
KEEP_SIGNALS = timedelta(hours=1)


@task()
def tidy_streams() -> int:
    """Removes events that everyone has long seen, finished jobs and ended sessions."""
    now = timezone.now()
    old = EventRecord.objects.filter(pending=False, deliveries=None)
    count = old.filter(at__lt=now - KEEP_EVENTS).delete()[0]
    count += old.filter(name="signal", at__lt=now - KEEP_SIGNALS).delete()[0]
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_EVENTS).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    return count
