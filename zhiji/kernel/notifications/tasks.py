from django_tasks import task

from zhiji.kernel.notifications.digest import send_digests


@task()
def send_digests_now() -> int:
    """Mails the daily digests."""
    return send_digests()
