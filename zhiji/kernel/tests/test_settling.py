from datetime import timedelta

from django.utils import timezone

from zhiji.kernel.settling import settled

NOW = timezone.now()


def ago(seconds: float):
    return NOW - timedelta(seconds=seconds)


def test_rows_are_followed_up_to_the_first_that_is_too_young_whatever_stands_behind_it():
    rows = [(1, ago(60)), (2, ago(4)), (3, ago(6)), (4, ago(60))]
    assert settled(rows, NOW) == rows[:1]
    assert settled(rows, NOW + timedelta(seconds=2)) == rows


def test_a_clock_that_went_wrong_holds_nobody_up():
    rows = [(1, NOW + timedelta(days=400)), (2, ago(60)), (3, NOW + timedelta(seconds=2))]
    assert settled(rows, NOW) == rows[:2]
