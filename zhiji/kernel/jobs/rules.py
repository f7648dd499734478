"""When a repeated job comes round."""

from datetime import datetime, timedelta, tzinfo


def next_turn(now: datetime, period: timedelta, hour: int | None, zone: tzinfo) -> datetime:
    """Returns the next time after now: one period on, or for an hour of the day its next occurrence in zone.

    Turns that were missed while nothing ran are not made up for.
    """
    if hour is None:
        return now + period
    local = now.astimezone(zone)
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)
