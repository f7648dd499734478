"""What can be asked of a switch, in the same words for every make."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something a switch is asked to do; whether it did is told by the events that follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCall(Command):
    """Ring an extension, and when it is taken up, call a number.

    shown is the number of ours that the customer sees, "" for the switch's own choice; the extension rings for
    at most timeout_seconds.
    """

    extension: str
    number: str
    shown: str = ""
    timeout_seconds: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCall(Command):
    """Take the call up at an extension that rings."""

    call: str
    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCall(Command):
    """Put the other side on hold, at an extension that talks."""

    call: str
    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCall(Command):
    """Take the other side back from hold."""

    call: str
    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteCall(Command):
    """Let nothing said at an extension be heard, or let it be heard again."""

    call: str
    extension: str
    is_muted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCall(Command):
    """Hand a call on to an extension's or queue's number; attended: speak with the next one first."""

    call: str
    extension: str
    to: str
    is_attended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(Command):
    """End a call; with an extension, only that one's part in it."""

    call: str
    extension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseExtension(Command):
    """Give an extension no calls of a queue for a while, or give it some again; queue "" means all of them."""

    extension: str
    queue: str = ""
    is_paused: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCall(Command):
    """Send a waiting call to an extension's or queue's number that we have chosen."""

    call: str
    to: str


@dataclass(frozen=True, slots=True)
class Done:
    """The switch has taken a command; call names the call it concerns, new for one that was placed."""

    call: str = ""
