"""What a switch tells: facts in the past tense, in the same words for every make of switch."""

from dataclasses import dataclass
from datetime import datetime

from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Reason, Side, TransferKind

LONGEST_CALL_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchEvent:
    """Something happened at a switch; at is when, by the switch's clock where it tells, else when it was heard."""

    switch: str
    at: datetime

    def __post_init__(self) -> None:
        """Refuses a time without a zone: it could not be compared with others."""
        if self.at.tzinfo is None:
            raise ValueError("an event of a switch needs a time with a zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(SwitchEvent):
    """Something happened to one call; call is its name at the switch, never used again for another."""

    call: str

    def __post_init__(self) -> None:
        """Refuses a call without a name, and one too long for any table."""
        # A dataclass with slots is made anew after its body was read, so a bare super() would look in the wrong one.
        SwitchEvent.__post_init__(self)
        if not 0 < len(self.call) <= LONGEST_CALL_ID:
            raise ValueError(f"a call's name has 1 to {LONGEST_CALL_ID} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffered(CallEvent):
    """A call is there: from a customer, or placed by one of us (extension says whose phone).

    Numbers stand as the switch told them; caller is "" when withheld. is_found: the call was met in progress.
    """

    direction: Direction
    caller: str = ""
    caller_name: str = ""
    called: str = ""
    extension: str = ""
    is_withheld: bool = False
    is_found: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerTyped(CallEvent):
    """The caller keyed in or said something on the way in, such as a unit code."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQueued(CallEvent):
    """The call waits in a queue, at a position counted from 1; 0 when the switch does not say."""

    queue: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLeftQueue(CallEvent):
    """The call waits in the queue no longer: answered, sent elsewhere, or the caller gave up."""

    queue: str
    is_given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRinging(CallEvent):
    """A phone rings: one of our extensions, or the customer's."""

    extension: str = ""
    side: Side = Side.OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRingingEnded(CallEvent):
    """A phone stopped ringing without an answer."""

    extension: str = ""
    side: Side = Side.OURS
    reason: Reason = Reason.NO_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(CallEvent):
    """Somebody took the call: one of our extensions, or the customer we called."""

    extension: str = ""
    side: Side = Side.OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLeft(CallEvent):
    """An extension left the conversation, which goes on without it."""

    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld(CallEvent):
    """Somebody put the call on hold."""

    extension: str = ""
    side: Side = Side.OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResumed(CallEvent):
    """Somebody took the call back from hold."""

    extension: str = ""
    side: Side = Side.OURS


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTransferred(CallEvent):
    """An extension handed the call on to another extension, number or queue."""

    kind: TransferKind
    by: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingReady(CallEvent):
    """A recording can be fetched; place is a path or address as the switch names it, to be trusted by nobody."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(CallEvent):
    """The call is over.

    is_found: nobody told so, a resynchronisation found it gone; it was there until seen_until at least, and at is
    when it was missed.
    """

    reason: Reason = Reason.HUNG_UP
    by: Side | None = None
    is_found: bool = False
    seen_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionChanged(SwitchEvent):
    """An extension's state, or whether it takes calls of a queue, is another; queue "" means all of them."""

    extension: str
    state: ExtensionState = ExtensionState.UNKNOWN
    queue: str = ""
    is_paused: bool = False
    pause_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchLost(SwitchEvent):
    """The switch can't be heard any more: what agents see may be old; why is for administrators."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchBack(SwitchEvent):
    """The switch is heard, and all that happened meanwhile has been told; calls names those in progress."""

    calls: tuple[str, ...] = ()
