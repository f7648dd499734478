"""The words in which a switch tells of calls: directions, sides, reasons, phases."""

from enum import StrEnum


class Direction(StrEnum):
    """Who called whom: a customer us, we a customer, or one of us another."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class Side(StrEnum):
    """Whose end of the call is meant: ours (an extension) or theirs (the customer's)."""

    OURS = "ours"
    THEIRS = "theirs"


class Reason(StrEnum):
    """Why a call ended, or a phone stopped ringing."""

    HUNG_UP = "hung_up"
    GIVEN_UP = "given_up"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    UNREACHABLE = "unreachable"
    WRONG_NUMBER = "wrong_number"
    JOINED = "joined"
    LOST = "lost"
    FAILED = "failed"


class TransferKind(StrEnum):
    """Whether somebody spoke with the next one before handing the call on."""

    BLIND = "blind"
    ATTENDED = "attended"


class ExtensionState(StrEnum):
    """What an extension is doing, as far as the switch can see."""

    FREE = "free"
    RINGING = "ringing"
    BUSY = "busy"
    HOLDING = "holding"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class Phase(StrEnum):
    """How far a call is; OFFERED means that it is there, but no queue holds it and no phone of ours rings."""

    OFFERED = "offered"
    QUEUED = "queued"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"
