"""How a call's state follows from what the switch tells, even where that comes late, twice or out of order."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Phase, Reason, Side, TransferKind
from zhiji.channels.phone.switch.state import Call

Changes = dict[str, Any]

# A call of an hour has some dozens. Beyond this, something is broken or hostile: only ends count then.
MOST_EVENTS = 500
MOST_ENDS = 10
# Where times are equal, things happen in this order.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            told.CallOffered,
            told.CallerTyped,
            told.CallQueued,
            told.CallRinging,
            told.CallRingingEnded,
            told.CallAnswered,
            told.CallLeftQueue,
            told.CallHeld,
            told.CallResumed,
            told.CallTransferred,
            told.CallLeft,
            told.RecordingReady,
            told.CallEnded,
        )
    )
}


def fold(call: Call | None, event: told.CallEvent) -> Call:
    """Says what is known of a call once one more thing was told of it.

    Events may come in any order and more than once: the same set of them always ends in the same facts. A call that
    is over stays over. The very same object comes back when the event adds nothing.

    Arguments: what was known, None for nothing; the event. Raises ValueError for an event of another call.
    """
    call = call or Call(switch=event.switch, call=event.call)
    if (event.switch, event.call) != (call.switch, call.call):
        raise ValueError(f"an event of call {event.call} is not one of {call.call}")
    if event in call.events or not _has_room(call, event):
        return call
    if not call.events or _order(call.events[-1]) < _order(event):
        return replace(call, events=(*call.events, event), **_changes(call, event))
    return call_of((*call.events, event))


def call_of(events: Iterable[told.CallEvent]) -> Call:
    """Says what is known of a call from all that was ever told of it, in whatever order it is given.

    Arguments: at least one event, all of one call. Raises ValueError when there is none.
    """
    ordered = sorted(set(events), key=lambda event: (_order(event), repr(event)))
    if not ordered:
        raise ValueError("nothing was told of this call")
    call = Call(switch=ordered[0].switch, call=ordered[0].call)
    for event in ordered:
        call = replace(call, **_changes(call, event))
    return replace(call, events=tuple(ordered))


def ends_found(
    calls: Iterable[Call], present: Collection[str], at: datetime, seen_until: datetime | None = None
) -> list[told.CallEnded]:
    """Says which calls must have ended without a word: we know them, but the switch does not any more.

    Arguments: calls of one switch that we know; names of those in progress there; when that was asked; when the
    switch was last heard before. Calls that were first told of after `at` are left alone.
    """
    return [
        told.CallEnded(
            switch=call.switch,
            call=call.call,
            at=at,
            reason=Reason.LOST,
            is_found=True,
            seen_until=seen_until,
        )
        for call in calls
        if call.phase is not Phase.ENDED and call.call not in present and began_at(call) <= at
    ]


def began_at(call: Call) -> datetime:
    """When a call began, as far as anybody told. Raises ValueError when nothing was told."""
    if not call.events:
        raise ValueError("nothing was told of this call")
    return call.offered_at or min(event.at for event in call.events)


def wait(call: Call, now: datetime) -> timedelta:
    """How long the customer waited until somebody answered, or until the end; up to now while it goes on."""
    return max(timedelta(), (call.answered_at or call.ended_at or now) - began_at(call))


def talk(call: Call, now: datetime) -> timedelta:
    """How long both sides were connected, time on hold included; nothing for a call nobody answered."""
    if call.answered_at is None:
        return timedelta()
    return max(timedelta(), (call.ended_at or now) - call.answered_at)


def hold(call: Call, now: datetime) -> timedelta:
    """How long the call was on hold, up to now while it still is."""
    return call.held_for + (max(timedelta(), now - call.held_since) if call.held_since else timedelta())


def _order(event: told.CallEvent) -> tuple[int, datetime, int]:
    """Offers first and ends last, whatever their times; an end that was only found yields to one that was told."""
    place = 1
    if isinstance(event, told.CallOffered):
        place = 0
    elif isinstance(event, told.CallEnded):
        place = 3 if event.is_found else 2
    return place, event.at, _RANK[type(event)]


def _has_room(call: Call, event: told.CallEvent) -> bool:
    """An end always finds room among events, but not any number of different ends."""
    room = MOST_EVENTS + (MOST_ENDS if isinstance(event, told.CallEnded) else 0)
    return len(call.events) < room


def _changes(call: Call, event: told.CallEvent) -> Changes:
    return _STEPS[type(event)](call, event)


def _offered(call: Call, event: told.CallOffered) -> Changes:
    # The first to be told is kept; a later one fills in what the first left open.
    return {
        "offered_at": call.offered_at or event.at,
        "direction": call.direction or event.direction,
        "caller": call.caller or event.caller,
        "caller_name": call.caller_name or event.caller_name,
        "called": call.called or event.called,
        "extension": call.extension or event.extension,
        "is_withheld": call.is_withheld or event.is_withheld,
    }


def _typed(call: Call, event: told.CallerTyped) -> Changes:
    return {"typed": (*call.typed, event.text)}


def _queued(call: Call, event: told.CallQueued) -> Changes:
    return {
        "queue": event.queue,
        "queue_position": event.position,
        "queued_at": call.queued_at or event.at,
        "is_waiting": True,
    }


def _left_queue(call: Call, event: told.CallLeftQueue) -> Changes:
    if event.queue != call.queue:
        return {}
    return {"is_waiting": False, "queue_position": 0, "is_given_up": call.is_given_up or event.is_given_up}


def _ringing(call: Call, event: told.CallRinging) -> Changes:
    rang = {"rang_at": call.rang_at or event.at}
    if event.side is Side.THEIRS:
        return {**rang, "is_ringing_there": call.answered_at is None}
    # Told late, of somebody who talks already.
    if event.extension in call.talking:
        return rang
    return {**rang, "ringing": _with(call.ringing, event.extension)}


def _ringing_ended(call: Call, event: told.CallRingingEnded) -> Changes:
    if event.side is Side.THEIRS:
        return {"is_ringing_there": False}
    return {"ringing": _without(call.ringing, event.extension)}


def _answered(call: Call, event: told.CallAnswered) -> Changes:
    changes: Changes = {}
    if event.side is Side.THEIRS:
        changes["is_ringing_there"] = False
    else:
        changes["ringing"] = _without(call.ringing, event.extension)
        changes["talking"] = _with(call.talking, event.extension)
        changes["spoke"] = _with(call.spoke, event.extension)
        changes["is_waiting"] = False
    if call.answered_at is None and _is_the_other_side(call, event):
        changes |= {"answered_at": event.at, "answered_by": event.extension}
    return changes


def _is_the_other_side(call: Call, event: told.CallAnswered) -> bool:
    """Whether who answers is the one who was called, not the phone from which the call was placed."""
    if call.direction is Direction.OUT:
        return event.side is Side.THEIRS
    return event.side is Side.OURS and not (event.extension and event.extension == call.extension)


def _left(call: Call, event: told.CallLeft) -> Changes:
    return {
        "talking": _without(call.talking, event.extension),
        "ringing": _without(call.ringing, event.extension),
        **_not_held_by(call, event.extension, event.at),
    }


def _held(call: Call, event: told.CallHeld) -> Changes:
    return {
        "holders": _with(call.holders, event.extension or event.side),
        "held_since": call.held_since or event.at,
    }


def _resumed(call: Call, event: told.CallResumed) -> Changes:
    return _not_held_by(call, event.extension or event.side, event.at)


def _transferred(call: Call, event: told.CallTransferred) -> Changes:
    talking = _without(call.talking, event.by)
    changes: Changes = {"transfers": (*call.transfers, event), "talking": talking}
    if event.kind is TransferKind.ATTENDED and event.to:
        changes["talking"] = _with(talking, event.to)
        changes["spoke"] = _with(call.spoke, event.to)
        changes["ringing"] = _without(call.ringing, event.to)
    return {**changes, **_not_held_by(call, event.by, event.at)}


def _recorded(call: Call, event: told.RecordingReady) -> Changes:
    return {"recordings": _with(call.recordings, event.place)}


def _ended(call: Call, event: told.CallEnded) -> Changes:
    if call.ended_at is not None:
        return {}
    never = call.answered_at is None and event.reason is Reason.HUNG_UP
    return {
        "ended_at": event.at,
        "end_reason": Reason.GIVEN_UP if never else event.reason,
        "ended_by": event.by,
        "is_end_found": event.is_found,
        "seen_until": event.seen_until,
        "is_waiting": False,
        "is_ringing_there": False,
        "ringing": (),
        "talking": (),
        "holders": (),
        "held_since": None,
        "held_for": hold(call, event.at),
    }


def _not_held_by(call: Call, holder: str, at: datetime) -> Changes:
    holders = _without(call.holders, holder)
    if holders or not call.holders:
        return {"holders": holders}
    return {"holders": (), "held_since": None, "held_for": hold(call, at)}


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name) if name in names else names


_STEPS: dict[type[told.CallEvent], Callable[[Call, Any], Changes]] = {
    told.CallOffered: _offered,
    told.CallerTyped: _typed,
    told.CallQueued: _queued,
    told.CallLeftQueue: _left_queue,
    told.CallRinging: _ringing,
    told.CallRingingEnded: _ringing_ended,
    told.CallAnswered: _answered,
    told.CallLeft: _left,
    told.CallHeld: _held,
    told.CallResumed: _resumed,
    told.CallTransferred: _transferred,
    told.RecordingReady: _recorded,
    told.CallEnded: _ended,
}
