"""Events of one call for tests: short to write, and in any number."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Reason, Side, TransferKind

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(second: float) -> datetime:
    """The moment so many seconds after noon."""
    return NOON + timedelta(seconds=second)


def happened(event: type[told.CallEvent], second: float, **more: Any) -> Any:
    """An event of the one call that a test looks at."""
    return event(switch="office", call=more.pop("call", "1.0"), at=at(second), **more)


def answered_call() -> list[told.CallEvent]:
    """A customer calls at 0, is queued at 1, rings at 3, is answered at 8, held from 20 to 30, and gone at 60."""
    return [
        happened(told.CallOffered, 0, direction=Direction.IN, caller="+8613800138000", called="4001"),
        happened(told.CallQueued, 1, queue="support", position=1),
        happened(told.CallRinging, 3, extension="SIP/li"),
        happened(told.CallRinging, 3.5, extension="SIP/wang"),
        happened(told.CallAnswered, 8, extension="SIP/li"),
        happened(told.CallRingingEnded, 8.1, extension="SIP/wang", reason=Reason.ELSEWHERE),
        happened(told.CallLeftQueue, 8.2, queue="support"),
        happened(told.CallHeld, 20, extension="SIP/li"),
        happened(told.CallResumed, 30, extension="SIP/li"),
        happened(told.CallEnded, 60, by=Side.THEIRS),
        happened(told.RecordingReady, 61, place="/var/spool/1.wav"),
    ]


_names = st.sampled_from(["SIP/li", "SIP/wang", "SIP/zhao", ""])
_sides = st.sampled_from(Side)
_reasons = st.sampled_from(Reason)
# Few moments, so that many things happen at the same one.
_moments = st.integers(0, 6).map(at)


def _any(event: type[told.CallEvent], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[told.CallEvent]:
    return st.builds(event, switch=st.just("office"), call=st.just("1.0"), at=_moments, **parts)


anything = st.one_of(
    _any(
        told.CallOffered,
        direction=st.sampled_from(Direction),
        caller=st.sampled_from(["", "110", "+8613800138000"]),
        extension=_names,
        is_found=st.booleans(),
    ),
    _any(told.CallerTyped, text=st.sampled_from(["1", "2"])),
    _any(told.CallQueued, queue=st.sampled_from(["support", "sales"]), position=st.integers(0, 2)),
    _any(told.CallLeftQueue, queue=st.sampled_from(["support", "sales"]), is_given_up=st.booleans()),
    _any(told.CallRinging, extension=_names, side=_sides),
    _any(told.CallRingingEnded, extension=_names, side=_sides, reason=_reasons),
    _any(told.CallAnswered, extension=_names, side=_sides),
    _any(told.CallLeft, extension=_names),
    _any(told.CallHeld, extension=_names, side=_sides),
    _any(told.CallResumed, extension=_names, side=_sides),
    _any(told.CallTransferred, kind=st.sampled_from(TransferKind), by=_names, to=_names),
    _any(told.RecordingReady, place=st.sampled_from(["/a.wav", "/b.wav"])),
    _any(told.CallEnded, reason=_reasons, by=st.none() | _sides, is_found=st.booleans()),
)
