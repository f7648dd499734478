from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.channels.phone.asterisk.frames import (
    LONGEST_FRAME,
    LONGEST_LINE,
    BrokenStream,
    FrameReader,
    read_frame,
    write_frame,
)

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
STREAM = (
    "Event: Newchannel\r\nCallerIDName: 韩梅\r\n\r\nResponse: Success\r\n\r\n"
    "\r\nEvent: Hangup\r\nCause: 16\r\n\r\n"
)
FRAMES = [
    {"Event": "Newchannel", "CallerIDName": "韩梅"},
    {"Response": "Success"},
    {"Event": "Hangup", "Cause": "16"},
]


def reader() -> FrameReader:
    made = FrameReader()
    made.feed(GREETING)
    return made


@given(st.lists(st.integers(0, len(GREETING + STREAM.encode())), max_size=12))
def test_frames_are_the_same_however_the_bytes_are_cut(cuts):
    whole, read, frames = GREETING + STREAM.encode(), FrameReader(), []
    places = [0, *sorted(cuts), len(whole)]
    for start, end in pairwise(places):
        frames += read.feed(whole[start:end])
    assert frames == FRAMES
    assert read.greeting == "Asterisk Call Manager/11.0.0"


def test_all_values_of_a_key_that_comes_again_are_kept():
    assert read_frame(b"Output: one\r\nOutput: two:2\r\nnonsense\r\nEmpty:\r\n") == {
        "Output": "one\ntwo:2",
        "Empty": "",
    }


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused_as_a_broken_stream(noise):
    try:
        reader().feed(noise + b"\r\n\r\n")
        FrameReader().feed(noise)
    except BrokenStream:
        pass


def test_a_frame_without_an_end_is_refused_before_it_fills_the_memory():
    read, line = reader(), b"Key: " + b"x" * 1000 + b"\r\n"
    for _ in range(LONGEST_FRAME // len(line)):
        read.feed(line)
    with pytest.raises(BrokenStream, match="more than"):
        read.feed(line)


def test_a_line_that_is_too_long_is_refused():
    with pytest.raises(BrokenStream, match="line"):
        reader().feed(b"Event: " + b"x" * LONGEST_LINE + b"\r\n\r\n")


@pytest.mark.parametrize("first", [b"HTTP/1.1 400 Bad Request\r\n", b"x" * 300, b"\x00\xff\r\n", b"\r\n"])
def test_somebody_else_behind_the_port_is_recognised_by_the_greeting(first):
    with pytest.raises(BrokenStream, match="no greeting"):
        FrameReader().feed(first)


@pytest.mark.parametrize("value", ["1\r\nAction: Command", "1\n", "\x00", "a\u2028b", "x" * 3000])
def test_nothing_can_be_smuggled_into_an_action(value):
    with pytest.raises(ValueError, match="can't be told"):
        write_frame([("Action", "Redirect"), ("Exten", value)])


def test_an_action_is_written_as_it_is_read():
    assert read_frame(write_frame([("Action", "QueuePause"), ("Reason", "午饭")])[:-4]) == {
        "Action": "QueuePause",
        "Reason": "午饭",
    }
