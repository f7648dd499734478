"""What happened while a page was on its way to the browser and listened to nothing yet."""

import math
from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from zhiji.kernel.events.models import EventRecord

LONGEST = 600.0
# An event bears the time at which it was written; it is seen when its transaction ends, a little later.
MARGIN = 2.0
MOST_LOOKED_AT = 200


def read_seconds(text: str) -> float:
    """Reads how many seconds ago a page was asked for; 0 where it does not say."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return min(seconds, LONGEST) if math.isfinite(seconds) and seconds > 0 else 0.0


def missed_topics(topics: Collection[str], seconds: float) -> list[str]:
    """Lists those of the topics under which something happened in the last so many seconds.

    Where more happened than is looked at, it lists them all: one look too many harms nobody.
    """
    if not seconds:
        return []
    since = timezone.now() - timedelta(seconds=seconds + MARGIN)
    rows = list(EventRecord.objects.order_by("-id").values_list("at", "topics")[:MOST_LOOKED_AT])
    if len(rows) == MOST_LOOKED_AT and rows[-1][0] >= since:
        return sorted(topics)
    happened = {topic for at, told in rows if at >= since for topic in told}
    return sorted(happened & set(topics))
