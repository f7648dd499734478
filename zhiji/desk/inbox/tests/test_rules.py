from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from zhiji.desk.inbox.rules import error_code, snooze_times, split_text, time_of_choice, waiting_tone

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def test_snooze_offers_later_today_tomorrow_and_next_monday():
    now = datetime(2026, 11, 18, 10, 20, tzinfo=SHANGHAI)  # a Wednesday
    assert snooze_times(now) == [
        ("later", datetime(2026, 11, 18, 13, 0, tzinfo=SHANGHAI)),
        ("tomorrow", datetime(2026, 11, 19, 9, 0, tzinfo=SHANGHAI)),
        ("monday", datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)),
    ]


def test_on_a_sunday_tomorrow_is_monday_and_is_offered_once():
    now = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
    assert [code for code, _ in snooze_times(now)] == ["later", "tomorrow"]


@pytest.mark.parametrize("hour", [18, 21, 23])
def test_in_the_evening_nothing_is_later_today(hour):
    now = datetime(2026, 11, 18, hour, 30, tzinfo=SHANGHAI)
    assert [code for code, _ in snooze_times(now)] == ["tomorrow", "monday"]


def test_nine_stays_nine_over_the_change_of_the_clock():
    now = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)  # the clock goes back in the night
    tomorrow = time_of_choice("tomorrow", now)
    assert (tomorrow.hour, tomorrow.utcoffset()) == (9, timedelta(hours=1))


def test_an_unknown_choice_is_no_time():
    assert time_of_choice("never", datetime(2026, 1, 1, tzinfo=SHANGHAI)) is None


@pytest.mark.parametrize(
    ("hours", "tone"), [(0, ""), (3.9, ""), (4, "warn"), (23, "warn"), (24, "bad"), (900, "bad")]
)
def test_a_wait_gets_louder_with_time(hours, tone):
    assert waiting_tone(timedelta(hours=hours)) == tone


def test_a_long_text_is_cut_at_the_end_of_a_line():
    shown, rest = split_text("a" * 60 + "\n" + "b" * 60, 100)
    assert (shown, rest) == ("a" * 60, "b" * 60)
    assert split_text("x" * 150, 100) == ("x" * 100, "x" * 50)
    assert split_text("short", 100) == ("short", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("LookupError: No adapter reads the channel “fax”.", "unknown_channel"),
        ("FileNotFoundError: [Errno 2]", "file_gone"),
        ("ZeroDivisionError: division by zero", "other"),
        ("", "other"),
    ],
)
def test_known_errors_have_words_for_people(error, code):
    assert error_code(error) == code
