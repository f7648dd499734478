"""When messages go: never in quiet hours, on holidays or beyond a cap, wherever the customer may be."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from zhiji.customers.permission.bounds import WINDOWS, Cap, Quiet, bridged, quiet_until, when_allowed
from zhiji.lib.zones import country_of_phone, zones_of_country

SHANGHAI, BERLIN, NEW_YORK = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
)
QUIET = Quiet(time(21), time(8), frozenset({date(2026, 10, 1), date(2026, 10, 2)}))
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
moments = some.integers(0, 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
clocks = some.builds(time, some.integers(0, 23), some.sampled_from((0, 30)))
quiets = some.builds(
    Quiet, clocks, clocks, some.frozensets(some.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=9),
    some.frozensets(some.sampled_from((5, 6))),
)  # fmt: skip
zones = some.lists(some.sampled_from((SHANGHAI, BERLIN, NEW_YORK)), min_size=1, max_size=1)
caps = some.lists(
    some.builds(
        Cap,
        some.sampled_from(("", "marketing")),
        some.none() | some.integers(1, 3),
        some.none() | some.integers(1, 5),
    ),
    max_size=3,
)
# Beside other work on the machine an example may take long to make.
calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def allowed(now, *, sent=(), caps=(), quiet=QUIET, zones=(SHANGHAI,)):
    return when_allowed(now, "marketing", sent=sent, caps=caps, quiet=quiet, zones=zones)


@calmly
@given(moments, quiets, zones)
def test_nothing_goes_in_quiet_hours(now, quiet, zones):
    at = allowed(now, quiet=quiet, zones=zones).at
    assert at >= now
    assert all(quiet_until(at, quiet, zone) is None for zone in zones)


@calmly
@given(moments, quiets, zones)
def test_what_may_go_at_a_time_may_go_when_it_comes(now, quiet, zones):
    first = allowed(now, quiet=quiet, zones=zones)
    again = allowed(first.at, quiet=quiet, zones=zones)
    assert (again.at, again.reason) == (first.at, "")
    assert bool(first.reason) == (first.at > now)


@calmly
@given(some.lists(moments, max_size=25), caps)
def test_no_window_ever_holds_more_than_its_cap(wanted, caps):
    sent = []
    for now in sorted(wanted):
        if not allowed(now, sent=sent, caps=caps, quiet=Quiet()).reason:
            sent.append((now, "marketing"))
    for cap in caps:
        for name, window in WINDOWS.items():
            for at, _ in sent if getattr(cap, name) is not None else ():
                assert sum(at <= other < at + window for other, _ in sent) <= getattr(cap, name)


@calmly
@given(moments, some.lists(moments, max_size=12), caps)
def test_a_capped_message_goes_as_soon_as_the_cap_is_free(now, before, caps):
    sent = [(at, "marketing") for at in before if at <= now]
    first = allowed(now, sent=sent, caps=caps, quiet=Quiet())
    assert not allowed(first.at, sent=sent, caps=caps, quiet=Quiet()).reason
    if first.reason:
        assert allowed(first.at - timedelta(seconds=1), sent=sent, caps=caps, quiet=Quiet()).reason


def test_the_golden_week_is_waited_for():
    evening = datetime(2026, 9, 30, 22, tzinfo=SHANGHAI)
    found = allowed(evening)
    assert found.at == datetime(2026, 10, 3, 8, tzinfo=SHANGHAI)
    assert found.reason == "quiet_hours"


def test_a_customer_in_two_possible_zones_is_woken_in_neither():
    noon_in_china = datetime(2026, 5, 5, 12, tzinfo=SHANGHAI)
    found = allowed(noon_in_china, zones=[ZoneInfo(name) for name in zones_of_country("US")])
    assert found.at.astimezone(ZoneInfo("Pacific/Honolulu")).time() == time(8)
    assert found.at.astimezone(NEW_YORK).time() < time(21)


def test_hours_that_clocks_skip_do_not_stop_the_search():
    quiet = Quiet(time(1), time(2, 30))
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert allowed(before, quiet=quiet, zones=[BERLIN]).at > before


def test_weekends_between_two_holidays_are_holidays_too():
    week = {date(2026, 10, day): "National Day" for day in (1, 2, 5, 6)}
    assert sorted(set(bridged(week)) - set(week)) == [date(2026, 10, 3), date(2026, 10, 4)]
    assert bridged({date(2026, 10, 2): "x"}) == {date(2026, 10, 2): "x"}


@pytest.mark.parametrize(
    ("number", "country"), [("+8613800138000", "CN"), ("+4930123456", "DE"), ("0755", ""), ("+", "")]
)
def test_a_number_tells_its_country(number, country):
    assert country_of_phone(number) == country
    assert zones_of_country(country) or not country
