"""The stream of a real Asterisk 22.10, where it is at hand: it is no part of the project."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zhiji.channels.phone.asterisk.frames import FrameReader
from zhiji.channels.phone.asterisk.ledger import Ledger
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.translating import translate
from zhiji.channels.phone.switch.events import CallEvent
from zhiji.channels.phone.switch.kinds import Direction, Phase, Reason, Side
from zhiji.channels.phone.switch.rules import fold
from zhiji.channels.phone.switch.state import Call

PLACE = Path(__file__).parents[6] / "shared/data/phone/asterisk-22.10.1-ami-queue-answered.log"
SETTINGS = AsteriskSettings(name="office", host="", user="", secret="", trunks=frozenset({"PJSIP/trunk"}))
GOAL = 500
BEGIN = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def stream() -> bytes:
    if not PLACE.exists():
        pytest.skip(f"the stream of a real Asterisk is NOT read: there is no {PLACE.name} beside the project")
    return PLACE.read_bytes()


def calls_in(stream: bytes) -> tuple[dict[str, Call], int, Ledger]:
    """Follows a stream to its end: parsed, translated and folded as when it is heard."""
    reader, ledger, calls, count = FrameReader(), Ledger(SETTINGS), {}, 0
    reader.feed(b"Asterisk Call Manager/11.0.0\r\n")
    for start in range(0, len(stream), 4096):
        for frame in reader.feed(stream[start : start + 4096]):
            count += 1
            for event in translate(ledger, frame, BEGIN + timedelta(milliseconds=count)):
                if isinstance(event, CallEvent):
                    calls[event.call] = fold(calls.get(event.call), event)
    return calls, count, ledger


def test_a_real_call_ends_in_its_facts(stream):
    calls, count, ledger = calls_in(stream)
    [call] = calls.values()
    assert count == 96
    assert (call.direction, call.caller, call.caller_name, call.called) == (
        Direction.IN,
        "+8613800138000",
        "Li Lei",
        "4001",
    )
    assert (call.queue, call.spoke, call.answered_by) == ("support", ("PJSIP/agent1",), "PJSIP/agent1")
    assert (call.phase, call.end_reason, call.ended_by) == (Phase.ENDED, Reason.HUNG_UP, Side.THEIRS)
    assert call.recordings == ("/var/spool/asterisk/1795334160.0.wav",)
    assert (ledger.legs, ledger.calls) == ({}, {})


def test_events_are_followed_several_times_faster_than_they_must_be(stream):
    times = 20
    whole = b"".join(
        stream.replace(b"1795334160.", b"%d." % call).replace(b"-0000000", b"-%07x" % call)
        for call in range(times)
    )
    before = time.process_time()
    calls, count, _ = calls_in(whole)
    speed = count / (time.process_time() - before)
    sys.stdout.write(f"\n{speed:,.0f} events of Asterisk a CPU second\n")
    assert len(calls) == times
    assert speed > 2 * GOAL
