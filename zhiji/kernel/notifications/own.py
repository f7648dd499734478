from datetime import timedelta

from zhiji.kernel.jobs.schedule import every
from zhiji.kernel.notifications.tasks import send_digests_now

every("notification_digest", timedelta(days=1), send_digests_now, hour=7)
