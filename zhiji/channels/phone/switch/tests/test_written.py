from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import ExtensionState
from zhiji.channels.phone.switch.tests.happenings import anything, at
from zhiji.channels.phone.switch.written import read_event, write_event


@given(anything)
def test_an_event_of_a_call_is_read_as_it_was_written(event):
    assert read_event(write_event(event)) == event


@pytest.mark.parametrize(
    "event",
    [
        told.ExtensionChanged(
            switch="office", at=at(0), extension="SIP/李", state=ExtensionState.FREE, is_paused=True
        ),
        told.SwitchLost(switch="office", at=at(0), why="no route"),
        told.SwitchBack(switch="office", at=at(0), calls=("1.0", "1.2")),
        told.CallEnded(switch="office", call="1", at=at(0), is_found=True, seen_until=at(-3)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_of_the_switch_itself_is_read_as_it_was_written(event):
    assert read_event(write_event(event)) == event


@given(st.text() | st.binary())
def test_any_other_text_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="not an event of a switch"):
        read_event(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"event": "Nothing"}',
        '{"event": "CallEnded", "switch": "a", "call": "b", "at": "2026-11-22T12:00:00"}',
        '{"event": "CallEnded", "switch": "a", "call": "", "at": "2026-11-22T12:00:00+00:00"}',
        '{"event": "CallEnded", "switch": "a", "call": 7, "at": "2026-11-22T12:00:00+00:00"}',
        '{"event": "CallEnded", "switch": "a", "call": "b", "at": 5}',
        '{"event": "CallEnded", "switch": "a", "call": "b", "at": "2026-11-22T12:00:00+00:00", "reason": "bored"}',
        '{"event": "CallEnded", "switch": "a", "call": "b", "at": "2026-11-22T12:00:00+00:00", "more": 1}',
        '{"event": "SwitchBack", "switch": "a", "at": "2026-11-22T12:00:00+00:00", "calls": [1]}',
        '{"event": "SwitchBack", "switch": "a", "at": "2026-11-22T12:00:00+00:00", "calls": "abc"}',
        "[" * 100_000,
    ],
)
def test_an_event_with_wrong_parts_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="not an event of a switch"):
        read_event(text)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        told.SwitchBack(switch="office", at=datetime(2026, 11, 22, 12))  # noqa: DTZ001
