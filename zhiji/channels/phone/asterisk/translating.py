"""What Asterisk's manager interface tells, in the words of the switch."""

from collections.abc import Callable
from datetime import datetime

from zhiji.channels.phone.asterisk import naming
from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import MOST_EXTENSIONS, MOST_LEGS, Ledger, Leg, Live
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Reason, Side, TransferKind

# The name of the event by which a dial plan tells us what a caller keyed in:
#   same => n,UserEvent(Zhiji,Typed: ${CODE})
OWN_EVENT = "Zhiji"
_RINGING, _UP = "5", "6"
_ORIGINATE_FAILURES = {"3": Reason.NO_ANSWER, "5": Reason.BUSY}


def translate(ledger: Ledger, frame: Frame, heard: datetime) -> list[told.SwitchEvent]:
    """Says in the switch's words what one event of Asterisk means; most mean nothing.

    Arguments: the calls in progress, which are changed; the event; when it was heard.
    """
    handler = HANDLERS.get(frame.get("Event", ""))
    if handler is None:
        return []
    at = naming.moment_of(frame, heard)
    _follow(ledger, frame, at, "Uniqueid", "Linkedid")
    _follow(ledger, frame, at, "DestUniqueid", "DestLinkedid")
    handler(ledger, frame, at)
    events, ledger.told = ledger.told, []
    return events


def add_leg(ledger: Ledger, frame: Frame, at: datetime, prefix: str = "") -> Leg | None:
    """Takes a leg that an event names into the ledger; None when it is there already or nothing can be made of it."""
    uid, channel = frame.get(f"{prefix}Uniqueid", ""), frame.get(f"{prefix}Channel", "")
    linked = frame.get(f"{prefix}Linkedid", "") or uid
    too_long = max(len(uid), len(linked)) > naming.LONGEST_TEXT
    if not uid or not channel or too_long or uid in ledger.legs or len(ledger.legs) >= MOST_LEGS:
        return None
    call = ledger.call_named(linked)
    is_local, endpoint = naming.is_local(channel), naming.endpoint_of(channel)
    side = ledger.side_of(endpoint, is_local=is_local, live=ledger.calls.get(call))
    leg = Leg(
        uid=uid,
        channel=channel,
        endpoint=endpoint,
        side=side,
        is_local=is_local,
        call=call,
        began_at=at,
        is_up=frame.get(f"{prefix}ChannelState") == _UP,
    )
    ledger.add(leg)
    return leg


def offer(ledger: Ledger, leg: Leg, frame: Frame, at: datetime, *, is_found: bool = False) -> None:
    """Tells of a call that a leg begins; what one of us dials is told only once it is known whom it calls."""
    live = ledger.calls[leg.call]
    called, _ = naming.number_of(frame.get("Exten", ""))
    if placed := ledger.placed.get(live.call):
        ledger.offer(
            live,
            Direction.OUT,
            at,
            called=placed.number,
            extension=placed.extension,
            is_found=is_found,
        )
    elif leg.side is Side.THEIRS:
        number, is_withheld = naming.number_of(frame.get("CallerIDNum", ""))
        ledger.offer(
            live,
            Direction.IN,
            at,
            caller=number,
            caller_name=naming.name_of(frame.get("CallerIDName", "")),
            called=called,
            is_withheld=is_withheld,
            is_found=is_found,
        )
    else:
        live.called = called


def _follow(ledger: Ledger, frame: Frame, at: datetime, uid: str, linked: str) -> None:
    """Asterisk links a leg with another call when two calls meet: by pickup, by transfer."""
    leg = ledger.legs.get(frame.get(uid, ""))
    link = frame.get(linked, "")
    if leg is None or not link or link == leg.call:
        return
    call = ledger.call_named(link)
    if call != leg.call and call in ledger.calls:
        ledger.move(leg, call, at)


def _new_channel(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = add_leg(ledger, frame, at)
    if leg and ledger.calls[leg.call].starter == leg.uid:
        offer(ledger, leg, frame, at)


def _new_state(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("Uniqueid", "")):
        if frame.get("ChannelState") == _RINGING:
            ledger.ring(leg, at)
        elif frame.get("ChannelState") == _UP:
            ledger.take_up(leg, at)


def _dial_begin(ledger: Ledger, frame: Frame, at: datetime) -> None:
    add_leg(ledger, frame, at, "Dest")
    leg = ledger.legs.get(frame.get("DestUniqueid", ""))
    if leg is None or leg.is_local:
        return
    live = ledger.calls[leg.call]
    starter = live.legs.get(live.starter)
    if live.direction is None and starter and starter is not leg:
        direction = Direction.OUT if leg.side is Side.THEIRS else Direction.INTERNAL
        ledger.offer(
            live,
            direction,
            starter.began_at,
            called=live.called,
            extension="" if starter.is_local else starter.endpoint,
        )
    # A customer's phone rings only when their network says so; ours rings as soon as it is dialled.
    if leg.side is Side.OURS:
        ledger.ring(leg, at)


def _agent_called(ledger: Ledger, frame: Frame, at: datetime) -> None:
    _remember_member(ledger, frame)
    _dial_begin(ledger, frame, at)


def _dial_state(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("DestUniqueid", ""))
    if leg and frame.get("DialStatus") == "RINGING":
        ledger.ring(leg, at)


def _dial_end(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("DestUniqueid", ""))
    live = _live(ledger, frame)
    status = frame.get("DialStatus", "")
    reason = naming.reason_of_dial(status)
    if status == "ANSWER":
        if leg:
            ledger.take_up(leg, at)
        return
    if leg:
        ledger.stop_ringing(leg, reason, at)
    # Who dialled may be told of the failure when whom they dialled is gone already.
    if live and reason is not Reason.ELSEWHERE:
        live.failed_dial = reason


def _agent_connect(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("DestUniqueid", "")):
        ledger.take_up(leg, at)


def _agent_ring_no_answer(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("DestUniqueid", "")):
        ledger.stop_ringing(leg, Reason.NO_ANSWER, at)


def _live(ledger: Ledger, frame: Frame) -> Live | None:
    leg = ledger.legs.get(frame.get("Uniqueid", ""))
    return ledger.calls.get(leg.call) if leg else None


def _queue_join(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if live := _live(ledger, frame):
        live.queue = naming.clean(frame.get("Queue", ""))
        position = naming.count_of(frame.get("Position", ""))
        ledger.tell(told.CallQueued, live, at, queue=live.queue, position=position)


def _queue_leave(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if live := _live(ledger, frame):
        given_up = frame["Event"] == "QueueCallerAbandon"
        queue, live.queue = naming.clean(frame.get("Queue", "")), ""
        ledger.tell(told.CallLeftQueue, live, at, queue=queue, is_given_up=given_up)


def _hold(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("Uniqueid", ""))
    if leg and not leg.is_local:
        kind = told.CallHeld if frame["Event"] == "Hold" else told.CallResumed
        ledger.tell(kind, ledger.calls[leg.call], at, extension=leg.extension, side=leg.side)


def _park(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("ParkeeUniqueid", ""))
    if leg is None:
        return
    live = ledger.calls[leg.call]
    is_parked = frame["Event"] == "ParkedCall"
    live.parked = f"{frame.get('Parkinglot', '')},{frame.get('ParkingSpace', '')}" if is_parked else ""
    ledger.tell(told.CallHeld if is_parked else told.CallResumed, live, at)


def _blind_transfer(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("TransfererUniqueid", ""))
    if leg is None or frame.get("Result") != "Success":
        return
    leg.is_out = True
    ledger.tell(
        told.CallTransferred,
        ledger.calls[leg.call],
        at,
        kind=TransferKind.BLIND,
        by=leg.endpoint,
        to=naming.clean(frame.get("Extension", "")),
    )


def _attended_transfer(ledger: Ledger, frame: Frame, at: datetime) -> None:
    first = ledger.legs.get(frame.get("OrigTransfererUniqueid", ""))
    second = ledger.legs.get(frame.get("SecondTransfererUniqueid", ""))
    if first is None or frame.get("Result") != "Success":
        return
    main = ledger.calls[first.call]
    other = ledger.calls[second.call] if second else main
    if all(leg.side is Side.OURS for leg in main.real_legs) and other.direction is Direction.OUT:
        main, other = other, main
    target = _target(ledger, frame, other, first)
    for leg in filter(None, (first, second)):
        leg.is_out = True
    ledger.tell(
        told.CallTransferred,
        main,
        at,
        kind=TransferKind.ATTENDED,
        by=first.endpoint,
        to=_called(target, other),
    )
    if target:
        target.is_taken, target.is_out = True, False
    ledger.join(other, main, at)


def _target(ledger: Ledger, frame: Frame, other: Live, first: Leg) -> Leg | None:
    """Who gets the call: Asterisk names them, or they are the ones the transferer spoke with."""
    named = ledger.legs.get(frame.get("TransferTargetUniqueid", ""))
    if named and not named.is_local:
        return named
    spoken = [leg for leg in other.real_legs if leg.endpoint != first.endpoint and leg.side is Side.OURS]
    return spoken[-1] if spoken else None


def _called(target: Leg | None, other: Live) -> str:
    """How the target of a transfer is named: an extension of ours, else the number that was called."""
    if target is None or target.side is Side.THEIRS:
        return other.called
    return target.endpoint


def _bridge_enter(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("Uniqueid", ""))
    if leg is None or frame.get("BridgeTechnology") == "holding_bridge":
        return
    connected = ledger.enter_bridge(leg, frame.get("BridgeUniqueid", ""))
    if len(connected) > 1:
        for one in connected:
            ledger.take_up(one, at)


def _bridge_leave(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("Uniqueid", "")):
        ledger.leave_bridge(leg)


def _hangup_request(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("Uniqueid", ""))
    if leg and (leg.is_taken or ledger.calls[leg.call].starter == leg.uid):
        ledger.calls[leg.call].hung_up_by = leg.side


def _hangup(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("Uniqueid", "")):
        ledger.end_leg(leg, naming.reason_of(frame.get("Cause", "")), at)


def _variable(ledger: Ledger, frame: Frame, at: datetime) -> None:
    leg = ledger.legs.get(frame.get("Uniqueid", ""))
    place = naming.clean(frame.get("Value", ""))
    if leg and place and frame.get("Variable") == "MIXMONITOR_FILENAME" and place not in leg.recordings:
        # One that recorded a thousand times has long been a fault of the dial plan.
        leg.recordings = [*leg.recordings[-20:], place]


def _recording_stop(ledger: Ledger, frame: Frame, at: datetime) -> None:
    if leg := ledger.legs.get(frame.get("Uniqueid", "")):
        places, leg.recordings = leg.recordings, []
        for place in places:
            ledger.tell(told.RecordingReady, ledger.calls[leg.call], at, place=place)


def _user_event(ledger: Ledger, frame: Frame, at: datetime) -> None:
    live = _live(ledger, frame)
    text = naming.clean(frame.get("Typed", ""))
    if live and text and frame.get("UserEvent") == OWN_EVENT:
        ledger.tell(told.CallerTyped, live, at, text=text)


def _originated(ledger: Ledger, frame: Frame, at: datetime) -> None:
    """A call of ours could not even begin: the phone it should start from is not there."""
    call = frame.get("ActionID", "")
    placed = ledger.placed.get(call)
    if placed is None or call in ledger.calls or frame.get("Response") != "Failure":
        return
    del ledger.placed[call]
    reason = _ORIGINATE_FAILURES.get(frame.get("Reason", ""), Reason.UNREACHABLE)
    live = Live(call=call, starter="")
    ledger.offer(live, Direction.OUT, at, called=placed.number, extension=placed.extension)
    ledger.tell(told.CallEnded, live, at, reason=reason)


def _remember_member(ledger: Ledger, frame: Frame) -> str:
    extension = naming.clean(frame.get("Interface") or frame.get("Location") or "")
    if extension and len(ledger.members) < MOST_EXTENSIONS:
        ledger.members.add(extension)
    return extension


def member_changed(ledger: Ledger, frame: Frame, at: datetime) -> None:
    """A member of a queue rings, talks, is free, or pauses; told only where something is another than before."""
    extension, queue = _remember_member(ledger, frame), naming.clean(frame.get("Queue", ""))
    before = ledger.states.get((extension, queue))
    if not extension or (before is None and len(ledger.states) >= MOST_EXTENSIONS):
        return
    state = naming.device_state(frame.get("Status", ""))
    is_paused, reason = frame.get("Paused") == "1", naming.clean(frame.get("PausedReason", ""))
    if before == (state, is_paused, reason):
        return
    ledger.states[extension, queue] = state, is_paused, reason
    ledger.told.append(
        told.ExtensionChanged(
            switch=ledger.settings.name,
            at=ledger.moment(at),
            extension=extension,
            queue=queue,
            state=state,
            is_paused=is_paused,
            pause_reason=reason,
        )
    )


Handler = Callable[[Ledger, Frame, datetime], None]
HANDLERS: dict[str, Handler] = {
    "Newchannel": _new_channel,
    "Newstate": _new_state,
    "DialBegin": _dial_begin,
    "DialState": _dial_state,
    "DialEnd": _dial_end,
    "AgentCalled": _agent_called,
    "AgentConnect": _agent_connect,
    "AgentRingNoAnswer": _agent_ring_no_answer,
    "QueueCallerJoin": _queue_join,
    "QueueCallerLeave": _queue_leave,
    "QueueCallerAbandon": _queue_leave,
    "QueueMemberStatus": member_changed,
    "QueueMemberPause": member_changed,
    "QueueMemberAdded": member_changed,
    "Hold": _hold,
    "Unhold": _hold,
    "ParkedCall": _park,
    "UnParkedCall": _park,
    "ParkedCallTimeOut": _park,
    "ParkedCallGiveUp": _park,
    "BlindTransfer": _blind_transfer,
    "AttendedTransfer": _attended_transfer,
    "BridgeEnter": _bridge_enter,
    "BridgeLeave": _bridge_leave,
    "HangupRequest": _hangup_request,
    "Hangup": _hangup,
    "VarSet": _variable,
    "MixMonitorStop": _recording_stop,
    "UserEvent": _user_event,
    "OriginateResponse": _originated,
}
