from datetime import UTC, datetime, timedelta

import pytest

from zhiji.service.cases.rules import first_answer_clock

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def clock(minutes, answered=None, closed=None, priority="normal"):
    at = {
        name: OPENED + timedelta(minutes=m) if m is not None else None
        for name, m in (("now", minutes), ("first_answer_at", answered), ("closed_at", closed))
    }
    return first_answer_clock(priority=priority, opened_at=OPENED, **at)


@pytest.mark.parametrize(
    ("priority", "minutes", "tone"),
    [
        ("normal", 30, "good"),
        ("normal", 300, "warn"),
        ("normal", 481, "bad"),
        ("urgent", 61, "bad"),
        ("low", 700, "good"),
    ],
)
def test_a_running_clock_warns_in_the_second_half_and_is_bad_beyond(priority, minutes, tone):
    read = clock(minutes, priority=priority)
    assert (read.is_running, read.tone) == (True, tone)


def test_a_clock_stops_at_the_first_answer_whenever_one_looks():
    read = clock(10_000, answered=90)
    assert (read.is_running, read.waited, read.tone) == (False, timedelta(minutes=90), "")


def test_a_late_answer_stays_visible_as_late():
    assert clock(10_000, answered=600).tone == "bad"


def test_a_case_closed_without_an_answer_counts_no_further():
    read = clock(10_000, closed=20)
    assert (read.is_running, read.waited) == (False, timedelta(minutes=20))


def test_a_clock_that_is_set_back_never_shows_less_than_nothing():
    assert clock(-5).waited == timedelta(0)
