"""How Asterisk names and numbers things, and what we make of that."""

from datetime import UTC, datetime, timedelta

from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.switch.kinds import ExtensionState, Reason

LONGEST_TEXT = 200
# Number and name stand for "nobody said who".
_NOBODY = {"", "<unknown>", "unknown", "s"}
_WITHHELD = {"anonymous", "restricted", "withheld", "private", "unavailable", "blocked"}

# Causes of a hang-up. Source: ITU-T Q.850, as in Asterisk's causes.h.
_CAUSES = {
    "1": Reason.WRONG_NUMBER,
    "2": Reason.WRONG_NUMBER,
    "3": Reason.WRONG_NUMBER,
    "16": Reason.HUNG_UP,
    "17": Reason.BUSY,
    "18": Reason.NO_ANSWER,
    "19": Reason.NO_ANSWER,
    "20": Reason.UNREACHABLE,
    "21": Reason.REFUSED,
    "22": Reason.WRONG_NUMBER,
    "26": Reason.ELSEWHERE,
    "27": Reason.UNREACHABLE,
    "28": Reason.WRONG_NUMBER,
    "31": Reason.HUNG_UP,
    "127": Reason.HUNG_UP,
    "0": Reason.HUNG_UP,
}
_DIAL_RESULTS = {
    "BUSY": Reason.BUSY,
    "NOANSWER": Reason.NO_ANSWER,
    "CANCEL": Reason.ELSEWHERE,
    "CHANUNAVAIL": Reason.UNREACHABLE,
    "CONGESTION": Reason.FAILED,
}
# Source: Asterisk's devicestate.h (AST_DEVICE_…).
_DEVICE_STATES = {
    "1": ExtensionState.FREE,
    "2": ExtensionState.BUSY,
    "3": ExtensionState.BUSY,
    "4": ExtensionState.UNREACHABLE,
    "5": ExtensionState.UNREACHABLE,
    "6": ExtensionState.RINGING,
    "7": ExtensionState.RINGING,
    "8": ExtensionState.HOLDING,
}


def endpoint_of(channel: str) -> str:
    """The phone or trunk behind a leg: PJSIP/li of PJSIP/li-0000002a, Local/5@agents of Local/5@agents-0001;2."""
    name = channel.split("\n")[0].partition(";")[0]
    front, dash, number = name.rpartition("-")
    return clean(front if dash and number.isalnum() else name)


def is_local(channel: str) -> bool:
    """Whether a leg is only a joint inside Asterisk, with nobody at its end."""
    return channel.startswith("Local/")


def number_of(text: str) -> tuple[str, bool]:
    """A caller's number as Asterisk tells it, and whether it was withheld on purpose; "" for none."""
    number = clean(text)
    if number.lower() in _WITHHELD:
        return "", True
    return ("" if number.lower() in _NOBODY else number), False


def name_of(text: str) -> str:
    """A caller's name as Asterisk tells it, "" where it tells none."""
    name, _ = number_of(text)
    return name


def clean(text: str) -> str:
    """Text of a stranger without control characters and in bounds, fit to be kept and shown as text."""
    return "".join(letter for letter in text[:LONGEST_TEXT] if letter.isprintable()).strip()


def reason_of(cause: str) -> Reason:
    """Why a leg ended, from the number Asterisk gives (Q.850)."""
    return _CAUSES.get(cause.strip(), Reason.FAILED)


def reason_of_dial(status: str) -> Reason:
    """Why a phone stopped ringing, from Asterisk's DialStatus."""
    return _DIAL_RESULTS.get(status.strip().upper(), Reason.FAILED)


def device_state(status: str) -> ExtensionState:
    """What a queue member's phone is doing, from the number Asterisk gives."""
    return _DEVICE_STATES.get(status.strip(), ExtensionState.UNKNOWN)


def seconds_of(text: str) -> timedelta:
    """A duration as Asterisk writes it, 90 or 00:01:30; nothing for what can't be read."""
    total = 0
    for part in text.strip().split(":"):
        if not (part.isascii() and part.isdigit() and len(part) <= 6):
            return timedelta()
        total = total * 60 + int(part)
    return timedelta(seconds=min(total, 7 * 86_400))


def count_of(text: str) -> int:
    """A small number such as a position in a queue; 0 for what can't be read."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def moment_of(frame: Frame, heard: datetime) -> datetime:
    """When an event happened: Asterisk's own time where `timestampevents` is on, else when it was heard.

    A time more than a day off is not believed.
    """
    try:
        told = datetime.fromtimestamp(float(frame["Timestamp"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return heard
    return told if abs(told - heard) < timedelta(days=1) else heard
