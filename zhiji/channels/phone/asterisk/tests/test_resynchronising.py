"""The connection breaks at any point of a call, and comes back at any later one: nothing is left hanging."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import Ledger
from zhiji.channels.phone.asterisk.resynchronising import Resynchronisation, Snapshot
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.translating import translate
from zhiji.channels.phone.switch.events import CallEvent
from zhiji.channels.phone.switch.kinds import Phase
from zhiji.channels.phone.switch.rules import call_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STREAM = spoken.answered_call()
SETTINGS = AsteriskSettings(name="office", host="", user="", secret="", trunks=frozenset({"PJSIP/provider"}))
TAKEN_UP = STREAM.index(spoken.takes()[0])
ENDS = next(number for number, frame in enumerate(STREAM) if frame["Event"] == "Hangup")


def hear(ledger: Ledger, frames: list[Frame], begin: int) -> list[Any]:
    return [
        event
        for number, frame in enumerate(frames, begin)
        for event in translate(ledger, frame, NOON + timedelta(seconds=number))
    ]


def seen_at(number: int) -> Snapshot:
    """What Asterisk would list after so many events."""
    truth = Ledger(SETTINGS)
    hear(truth, STREAM[:number], 0)
    rows = []
    for leg in truth.legs.values():
        state = "6" if leg.is_up else "5" if leg.is_ringing else "4"
        age = f"00:00:{int((NOON + timedelta(seconds=number) - leg.began_at).total_seconds()):02}"
        who = {"CallerIDNum": spoken.NUMBER, "Exten": "4001"} if leg.uid == "7.1" else {}
        rows.append(spoken.row(leg.channel, leg.uid, leg.call, state, age, BridgeId=leg.bridge, **who))
    return Snapshot(channels=rows)


@pytest.mark.parametrize("lost", range(len(STREAM) + 1))
def test_a_break_at_any_point_leaves_no_call_hanging(lost):
    for back in range(lost, len(STREAM) + 1):
        ledger = Ledger(SETTINGS)
        events = hear(ledger, STREAM[:lost], 0)
        catching_up = Resynchronisation(ledger, NOON + timedelta(seconds=lost))
        events += catching_up.finish(seen_at(back), NOON + timedelta(seconds=back))
        assert set(events[-1].calls) == ({"7.1"} if 0 < back < len(STREAM) else set())
        events += hear(ledger, STREAM[back:], back)
        assert (ledger.legs, ledger.calls) == ({}, {})
        calls = [event for event in events if isinstance(event, CallEvent)]
        # A call that began and ended within the break was never heard of.
        assert bool(calls) == (lost > 0 or back < len(STREAM))
        if calls:
            call = call_of(calls)
            assert (call.phase, call.caller) == (Phase.ENDED, spoken.NUMBER)
            was_seen_answered = lost > TAKEN_UP or back <= ENDS
            assert (call.answered_by == "PJSIP/li") == was_seen_answered
