"""The calls in progress at one Asterisk, as its legs are told of; from it the switch's events are told."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.commands import PlaceCall
from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Reason, Side

# Beyond these Asterisk is broken or hostile; further calls are not followed.
MOST_LEGS = 20_000
MOST_EXTENSIONS = 20_000
_TICK = timedelta(microseconds=1)
_COARSE = timedelta(seconds=1)


@dataclass(slots=True, kw_only=True)
class Leg:
    """One end of a call (Asterisk says channel): a phone of ours, a customer's on a trunk, or a joint between.

    is_taken: somebody took it up, and that was told. is_out: it handed its call on or was told to have left.
    """

    uid: str
    channel: str
    endpoint: str
    side: Side
    is_local: bool
    call: str
    began_at: datetime
    is_up: bool = False
    is_ringing: bool = False
    is_taken: bool = False
    is_out: bool = False
    bridge: str = ""
    recordings: list[str] = field(default_factory=list)

    @property
    def extension(self) -> str:
        """What stands as extension in events: the endpoint of ours, nothing for a customer."""
        return self.endpoint if self.side is Side.OURS else ""


@dataclass(slots=True, kw_only=True)
class Live:
    """One call in progress: legs that Asterisk links together. Nothing is told of it before it is offered."""

    call: str
    starter: str
    called: str = ""
    direction: Direction | None = None
    is_over: bool = False
    is_answered: bool = False
    failed_dial: Reason | None = None
    hung_up_by: Side | None = None
    parked: str = ""
    queue: str = ""
    legs: dict[str, Leg] = field(default_factory=dict)

    @property
    def real_legs(self) -> list[Leg]:
        """The legs with somebody at their end."""
        return [leg for leg in self.legs.values() if not leg.is_local]

    @property
    def is_told(self) -> bool:
        """Whether the call was offered and is not over."""
        return self.direction is not None and not self.is_over


class Ledger:
    """Keeps legs and calls, and tells what follows from their changes, each thing once."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self.settings = settings
        self.legs: dict[str, Leg] = {}
        self.calls: dict[str, Live] = {}
        self.joined: dict[str, str] = {}
        self.bridges: defaultdict[str, set[str]] = defaultdict(set)
        self.placed: dict[str, PlaceCall] = {}
        self.members: set[str] = set()
        self.states: dict[tuple[str, str], tuple[ExtensionState, bool, str]] = {}
        self.told: list[told.SwitchEvent] = []
        self.latest: datetime | None = None

    def moment(self, at: datetime) -> datetime:
        """The time of the next event: later than the last one's, so that order stays even where clocks are coarse.

        What happened long before the last event keeps its time.
        """
        if self.latest and timedelta() <= self.latest - at < _COARSE:
            at = self.latest + _TICK
        self.latest = max(self.latest or at, at)
        return at

    def tell(self, event: type[told.CallEvent], live: Live, at: datetime, /, **parts: Any) -> None:
        """Tells something of a call that was offered and is not over; recordings may come later than the end."""
        if live.direction is None or (live.is_over and event is not told.RecordingReady):
            return
        # An offer comes first whatever its time, so that time can stay as it is.
        later = self.moment(at)
        when = at if event is told.CallOffered else later
        self.told.append(event(switch=self.settings.name, call=live.call, at=when, **parts))

    def side_of(self, endpoint: str, *, is_local: bool, live: Live | None) -> Side:
        """Whose end a new leg is; live is the call it belongs to, None when it begins one.

        Whoever is dialled into a customer's call works for us, even where a trunk leads to them.
        """
        if is_local or (live and live.direction is Direction.IN):
            return Side.OURS
        if self.settings.trunks:
            return Side.THEIRS if endpoint in self.settings.trunks else Side.OURS
        if endpoint in self.members:
            return Side.OURS
        starter = live and live.legs.get(live.starter)
        return Side.OURS if starter and starter.side is Side.THEIRS else Side.THEIRS

    def call_named(self, linked: str) -> str:
        """The call that a link of Asterisk's leads to, through all that were joined."""
        while linked in self.joined:
            linked = self.joined[linked]
        return linked

    def add(self, leg: Leg) -> Live:
        """Takes a new leg into its call, which it begins when nobody else has."""
        live = self.calls.get(leg.call)
        if live is None:
            live = self.calls[leg.call] = Live(call=leg.call, starter=leg.uid)
        live.legs[leg.uid] = self.legs[leg.uid] = leg
        return live

    def offer(self, live: Live, direction: Direction, at: datetime, **parts: Any) -> None:
        """Tells that a call is there; who took their phone up to place it was not told yet."""
        if live.direction is not None:
            return
        live.direction = direction
        self.tell(told.CallOffered, live, at, direction=direction, **parts)
        for leg in live.real_legs:
            if leg.side is Side.OURS and leg.is_up:
                self.take_up(leg, at)

    def ring(self, leg: Leg, at: datetime) -> None:
        """A phone rings."""
        live = self.calls[leg.call]
        if not (
            leg.is_ringing or leg.is_up or leg.is_local or (leg.uid == live.starter and not live.is_told)
        ):
            leg.is_ringing = True
            self.tell(told.CallRinging, live, at, extension=leg.extension, side=leg.side)

    def stop_ringing(self, leg: Leg, reason: Reason, at: datetime) -> None:
        """A phone stopped ringing, and nobody took it up."""
        if leg.is_ringing:
            leg.is_ringing = False
            self.tell(
                told.CallRingingEnded,
                self.calls[leg.call],
                at,
                extension=leg.extension,
                side=leg.side,
                reason=reason,
            )

    def take_up(self, leg: Leg, at: datetime) -> None:
        """Somebody took a phone up; that the dial plan answers a customer is no such thing."""
        live = self.calls[leg.call]
        leg.is_up = True
        is_customer_who_called = leg.uid == live.starter and leg.side is Side.THEIRS
        if leg.is_taken or leg.is_local or not live.is_told or is_customer_who_called:
            return
        leg.is_taken, leg.is_ringing = True, False
        live.hung_up_by = None
        live.is_answered = live.is_answered or leg.uid != live.starter
        self.tell(told.CallAnswered, live, at, extension=leg.extension, side=leg.side)

    def end_leg(self, leg: Leg, reason: Reason, at: datetime, **found: Any) -> None:
        """A leg is gone: perhaps its call with it, else whoever was there has left it."""
        live = self.calls[leg.call]
        self.stop_ringing(leg, Reason.ELSEWHERE if reason is Reason.HUNG_UP else reason, at)
        self._forget(leg)
        self.leave_bridge(leg)
        for place in leg.recordings:
            self.tell(told.RecordingReady, live, at, place=place)
        if self._is_over_without(live, leg):
            self._end(live, self._reason(live, reason), at, **found)
        elif leg.side is Side.OURS and leg.is_taken and not leg.is_out and live.hung_up_by is not Side.THEIRS:
            self.tell(told.CallLeft, live, at, extension=leg.extension)

    def move(self, leg: Leg, call: str, at: datetime) -> None:
        """A leg belongs to another call now; the one it leaves is over when nobody is left in it."""
        old = self.calls[leg.call]
        self._forget(leg)
        leg.call = call
        self.add(leg)
        if not old.real_legs:
            self._end(old, Reason.JOINED, at)

    def join(self, other: Live, main: Live, at: datetime) -> None:
        """Two calls become one: all that is told of the other from now on is told of the main one."""
        if other is main:
            return
        for linked in [linked for linked, call in self.joined.items() if call == other.call]:
            self.joined[linked] = main.call
        self.joined[other.call] = main.call
        for leg in list(other.legs.values()):
            self.move(leg, main.call, at)

    def _forget(self, leg: Leg) -> None:
        live = self.calls[leg.call]
        self.legs.pop(leg.uid, None)
        live.legs.pop(leg.uid, None)
        if not live.legs:
            self.calls.pop(live.call, None)
            self.placed.pop(live.call, None)
            for linked in [linked for linked, call in self.joined.items() if call == live.call]:
                del self.joined[linked]

    def enter_bridge(self, leg: Leg, bridge: str) -> list[Leg]:
        """A leg is connected with others; gives all that are connected there now."""
        self.leave_bridge(leg)
        leg.bridge = bridge
        self.bridges[bridge].add(leg.uid)
        return [self.legs[uid] for uid in self.bridges[bridge]]

    def leave_bridge(self, leg: Leg) -> None:
        """A leg is no longer connected with others."""
        if leg.bridge:
            self.bridges[leg.bridge].discard(leg.uid)
            if not self.bridges[leg.bridge]:
                del self.bridges[leg.bridge]
            leg.bridge = ""

    @staticmethod
    def _is_over_without(live: Live, leg: Leg) -> bool:
        rest = live.real_legs
        if leg.is_local or not rest:
            return not rest
        was_there = leg.is_up or leg.uid == live.starter
        return leg.side is Side.THEIRS and was_there and all(other.side is Side.OURS for other in rest)

    @staticmethod
    def _reason(live: Live, reason: Reason) -> Reason:
        """A call of ours that nobody took ended for the reason of its last try."""
        tried = live.direction is not Direction.IN and not live.is_answered
        return live.failed_dial if tried and live.failed_dial and reason is Reason.HUNG_UP else reason

    def _end(self, live: Live, reason: Reason, at: datetime, **found: Any) -> None:
        self.tell(told.CallEnded, live, at, reason=reason, by=live.hung_up_by, **found)
        live.is_over = True
