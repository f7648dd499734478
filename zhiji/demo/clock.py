"""When people write and call: working hours, weekends, holidays."""

import random
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
# Spring Festival by the lunar calendar, first and last day off; later years fall back to none.
_SPRING_FESTIVAL = {
    2022: (date(2022, 1, 31), date(2022, 2, 6)),
    2023: (date(2023, 1, 21), date(2023, 1, 27)),
    2024: (date(2024, 2, 9), date(2024, 2, 17)),
    2025: (date(2025, 1, 28), date(2025, 2, 4)),
    2026: (date(2026, 2, 15), date(2026, 2, 23)),
    2027: (date(2027, 2, 5), date(2027, 2, 11)),
    2028: (date(2028, 1, 25), date(2028, 1, 31)),
}
_FIXED = ((1, 1, 1), (5, 1, 5), (10, 1, 7))  # month, first day, last day


def is_holiday(day: date) -> bool:
    """Say whether offices in China are closed on a weekday for a public holiday."""
    if any(day.month == month and first <= day.day <= last for month, first, last in _FIXED):
        return True
    first, last = _SPRING_FESTIVAL.get(day.year, (date.max, date.min))
    return first <= day <= last


def office_time(after: datetime, wait: timedelta, rng: random.Random, hours: int = 8) -> datetime:
    """Return the first moment in an office's hours that is at least `wait` after `after`.

    `hours` is the office's distance from UTC. Weekends are free everywhere, China also keeps its holidays.
    """
    local = (after + wait).astimezone(timezone(timedelta(hours=hours)))
    if local.hour >= 18:
        local = _morning(local + timedelta(days=1), rng)
    elif local.hour < 9:
        local = _morning(local, rng)
    while local.weekday() >= 5 or (hours == 8 and is_holiday(local.date())):
        local = _morning(local + timedelta(days=1), rng)
    if local.hour == 12 and rng.random() < 0.7:
        local += timedelta(minutes=60)
    return local.astimezone(CHINA).replace(microsecond=0)


def home_time(after: datetime, wait: timedelta, rng: random.Random, hours: int = 8) -> datetime:
    """Return a moment at least `wait` after `after` when a private person is awake."""
    local = (after + wait).astimezone(timezone(timedelta(hours=hours)))
    if local.hour < 8 or local.hour >= 23:
        local = _morning(local + timedelta(days=1 if local.hour >= 23 else 0), rng) + timedelta(
            hours=rng.choice((0, 1, 3, 10, 11, 12))
        )
    return local.astimezone(CHINA).replace(microsecond=0)


def _morning(day: datetime, rng: random.Random) -> datetime:
    minutes = int(rng.triangular(0, 420, 50))
    start = day.replace(hour=9, minute=0, second=int(rng.random() * 60), microsecond=0)
    return start + timedelta(minutes=minutes)
