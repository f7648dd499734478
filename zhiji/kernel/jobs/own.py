"""The kernel's own queues and schedules."""

from datetime import timedelta

from zhiji.kernel.events.dispatch import dispatch_events, retry_deliveries
from zhiji.kernel.jobs.pumps import pump
from zhiji.kernel.jobs.schedule import every
from zhiji.kernel.jobs.tasks import tidy_streams

pump("events", dispatch_events)
pump("event_retries", retry_deliveries)
every("tidy_streams", timedelta(days=1), tidy_streams, hour=4)
