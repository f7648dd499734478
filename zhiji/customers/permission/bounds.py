"""How often and at what hours a customer is written to; pure, like rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

WINDOWS = {"day": timedelta(hours=24), "week": timedelta(days=7), "month": timedelta(days=30)}
LONGEST = WINDOWS["month"]
# No stretch of closed days is longer; whoever closes all days is asked again after it.
HORIZON = timedelta(days=60)


@dataclass(frozen=True)
class Cap:
    """How many messages may go in any 24 hours, 7 days and 30 days; None sets no limit, purpose "" counts all."""

    purpose: str = ""
    day: int | None = None
    week: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Quiet:
    """Hours in which nothing goes out, in the customer's time; they may reach over midnight, equal ends mean none.

    closed holds the holidays, weekdays the days of the week on which nothing goes (0 is Monday).
    """

    begin: time = time(0)
    end: time = time(0)
    closed: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Allowed:
    """When something may go at the earliest, and why not before; reason is "" where it may go at once."""

    at: datetime
    reason: str = ""


def when_allowed(
    now: datetime,
    purpose: str,
    *,
    sent: Sequence[tuple[datetime, str]],
    caps: Collection[Cap],
    quiet: Quiet,
    zones: Collection[tzinfo],
) -> Allowed:
    """Says when a message may go: neither beyond a cap, nor in quiet hours, nor on a holiday.

    sent lists (time, purpose) of what went before; zones are all time zones in which the customer may be.
    """
    free, reason = _free_of_caps(now, purpose, sent, caps)
    at, silence = _free_of_quiet(free, quiet, zones)
    return Allowed(at, "" if at == now else reason or silence)


def _free_of_caps(
    now: datetime, purpose: str, sent: Sequence[tuple[datetime, str]], caps: Collection[Cap]
) -> tuple[datetime, str]:
    latest, reason = now, ""
    for cap in caps:
        if cap.purpose not in {"", purpose}:
            continue
        counted = sorted(at for at, what in sent if cap.purpose in {"", what})
        for name, window in WINDOWS.items():
            limit = getattr(cap, name)
            if limit is not None and len(counted) >= limit:
                # The message that must have left the window before another may follow.
                free = counted[-limit] + window if limit else now + HORIZON
                if free > latest:
                    latest, reason = free, f"cap_{name}"
    return latest, reason


def _free_of_quiet(start: datetime, quiet: Quiet, zones: Collection[tzinfo]) -> tuple[datetime, str]:
    at, reason = start, ""
    while at < start + HORIZON:
        ends = [
            (end, why) for zone in zones if (found := quiet_until(at, quiet, zone)) for end, why in [found]
        ]
        if not ends:
            return at, reason
        at, why = max(ends)
        reason = reason or why
    return start + HORIZON, reason


def quiet_until(at: datetime, quiet: Quiet, zone: tzinfo) -> tuple[datetime, str] | None:
    """Tells until when nothing goes out at this time in this zone, and why; None if something may go."""
    local = at.astimezone(zone)
    if local.date() in quiet.closed:
        return _later(at, local.date() + timedelta(days=1), time(0), zone), "holiday"
    if local.weekday() in quiet.weekdays:
        return _later(at, local.date() + timedelta(days=1), time(0), zone), "weekday"
    clock = local.time().replace(tzinfo=None)
    if quiet.begin <= quiet.end:
        is_quiet = quiet.begin <= clock < quiet.end
    else:
        is_quiet = clock >= quiet.begin or clock < quiet.end
    if not is_quiet:
        return None
    tomorrow = clock >= quiet.end
    return _later(at, local.date() + timedelta(days=tomorrow), quiet.end, zone), "quiet_hours"


def _later(at: datetime, day: date, clock: time, zone: tzinfo) -> datetime:
    """Returns a local time that lies after another, also where clocks are changed in between."""
    wanted = datetime.combine(day, clock, tzinfo=zone).astimezone(at.tzinfo)
    return wanted if wanted > at else at + timedelta(minutes=15)


def bridged(days: Mapping[date, str]) -> dict[date, str]:
    """Returns holidays with the Saturdays and Sundays between two of them, which calendars leave out."""
    found = dict(days)
    for day in days:
        step = day + timedelta(days=1)
        between: list[date] = []
        while step.weekday() >= 5 and step not in days and len(between) < 2:
            between.append(step)
            step += timedelta(days=1)
        if step in days:
            found |= dict.fromkeys(between, days[day])
    return found
