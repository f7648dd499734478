"""What Asterisk is asked to do for each command of the switch."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zhiji.channels.phone.asterisk.ledger import Ledger, Leg
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.switch import commands
from zhiji.channels.phone.switch.interface import CommandRefused
from zhiji.channels.phone.switch.kinds import Side

Fields = tuple[tuple[str, str], ...]

# What may be dialled: no "&", "/", "," or "@", with which one could reach what a dial plan keeps shut.
_NUMBER = re.compile(r"[+*#0-9A-Za-z][*#0-9A-Za-z._-]{0,63}", re.ASCII)
_EXTENSION = re.compile(r"[A-Za-z]{2,20}/[A-Za-z0-9._+@-]{1,100}", re.ASCII)
_PJSIP = "PJSIP/"


@dataclass(frozen=True, slots=True)
class Asked:
    """One action of the manager interface with its fields; call is the call it concerns."""

    action: str
    fields: Fields
    call: str = ""


def ask(ledger: Ledger, command: commands.Command, new_call: str) -> list[Asked]:
    """Says what Asterisk must be asked for a command to be carried out.

    Arguments: the calls in progress; the command; a name for the call, where the command begins one. Raises
    CommandRefused where the call or phone is not there, a number can't be dialled, or Asterisk has no such thing.
    """
    asking = _ASKING.get(type(command))
    if asking is None:
        raise CommandRefused(CommandRefused.NOT_POSSIBLE, type(command).__name__)
    return list(asking(ledger, command, new_call))


def _place(ledger: Ledger, command: commands.PlaceCall, new_call: str) -> Iterator[Asked]:
    fields = [
        ("Channel", _extension(command.extension)),
        ("Context", ledger.settings.outgoing),
        ("Exten", _number(command.number)),
        ("Priority", "1"),
        ("Timeout", str(max(1, command.timeout_seconds) * 1000)),
        ("ChannelId", new_call),
        ("Async", "true"),
    ]
    if command.shown:
        fields.append(("CallerID", f"<{_number(command.shown)}>"))
    yield Asked("Originate", tuple(fields), new_call)


def _answer(ledger: Ledger, command: commands.AnswerCall, new_call: str) -> Iterator[Asked]:
    leg = _leg(ledger, command.call, command.extension)
    if leg.is_up:
        raise CommandRefused(CommandRefused.NOT_POSSIBLE, "the call is answered")
    yield _notify(ledger, leg, "talk")


def _hold(ledger: Ledger, command: commands.HoldCall, new_call: str) -> Iterator[Asked]:
    leg = _leg(ledger, command.call, command.extension)
    if ledger.settings.obeys_notify:
        yield _notify(ledger, leg, "hold")
        return
    customer = _customer(ledger, command.call)
    yield Asked("Park", (("Channel", customer.channel), ("TimeoutChannel", leg.channel)), command.call)


def _resume(ledger: Ledger, command: commands.ResumeCall, new_call: str) -> Iterator[Asked]:
    live = ledger.calls.get(command.call)
    if live is None or not live.parked:
        yield _notify(ledger, _leg(ledger, command.call, command.extension), "talk")
        return
    fields = (
        ("Channel", _extension(command.extension)),
        ("Application", "ParkedCall"),
        ("Data", live.parked),
        ("Async", "true"),
    )
    yield Asked("Originate", fields, command.call)


def _mute(ledger: Ledger, command: commands.MuteCall, new_call: str) -> Iterator[Asked]:
    leg = _leg(ledger, command.call, command.extension)
    state = "on" if command.is_muted else "off"
    yield Asked("MuteAudio", (("Channel", leg.channel), ("Direction", "in"), ("State", state)), command.call)


def _transfer(ledger: Ledger, command: commands.TransferCall, new_call: str) -> Iterator[Asked]:
    leg = _leg(ledger, command.call, command.extension)
    fields = (
        ("Channel", leg.channel),
        ("Context", ledger.settings.inside),
        ("Exten", _number(command.to)),
    )
    yield Asked("Atxfer" if command.is_attended else "BlindTransfer", fields, command.call)


def _hang_up(ledger: Ledger, command: commands.HangUp, new_call: str) -> Iterator[Asked]:
    if command.extension:
        legs = [_leg(ledger, command.call, command.extension)]
    else:
        live = ledger.calls.get(command.call)
        real = live.real_legs if live else []
        legs = [leg for leg in real if leg.side is Side.THEIRS] or real
    if not legs:
        raise CommandRefused(CommandRefused.NO_SUCH_CALL, command.call)
    for leg in legs:
        yield Asked("Hangup", (("Channel", leg.channel), ("Cause", "16")), command.call)


def _pause(ledger: Ledger, command: commands.PauseExtension, new_call: str) -> Iterator[Asked]:
    fields = [
        ("Interface", _extension(command.extension)),
        ("Paused", "true" if command.is_paused else "false"),
    ]
    fields += [
        (name, value) for name, value in (("Queue", command.queue), ("Reason", command.reason)) if value
    ]
    yield Asked("QueuePause", tuple(fields))


def _route(ledger: Ledger, command: commands.RouteCall, new_call: str) -> Iterator[Asked]:
    fields = (
        ("Channel", _customer(ledger, command.call).channel),
        ("Context", ledger.settings.inside),
        ("Exten", _number(command.to)),
        ("Priority", "1"),
    )
    yield Asked("Redirect", fields, command.call)


def _notify(ledger: Ledger, leg: Leg, event: str) -> Asked:
    if not (ledger.settings.obeys_notify and leg.channel.startswith(_PJSIP)):
        raise CommandRefused(CommandRefused.NOT_POSSIBLE, f"{leg.endpoint} can't be told what to do")
    return Asked("PJSIPNotify", (("Channel", leg.channel), ("Variable", f"Event={event}")), leg.call)


def _leg(ledger: Ledger, call: str, extension: str) -> Leg:
    live = ledger.calls.get(call)
    legs = live.real_legs if live else []
    leg = next((leg for leg in legs if leg.side is Side.OURS and leg.endpoint == extension), None)
    if leg is None:
        raise CommandRefused(CommandRefused.NO_SUCH_CALL, f"{extension} in {call}")
    return leg


def _customer(ledger: Ledger, call: str) -> Leg:
    live = ledger.calls.get(call)
    leg = next((leg for leg in live.real_legs if leg.side is Side.THEIRS), None) if live else None
    if leg is None:
        raise CommandRefused(CommandRefused.NO_SUCH_CALL, call)
    return leg


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise CommandRefused(CommandRefused.BAD_NUMBER, text[:80])
    return text


def _extension(text: str) -> str:
    if not _EXTENSION.fullmatch(text):
        raise CommandRefused(CommandRefused.BAD_NUMBER, text[:80])
    return text


_ASKING: dict[type[commands.Command], Callable[[Ledger, Any, str], Iterator[Asked]]] = {
    commands.PlaceCall: _place,
    commands.AnswerCall: _answer,
    commands.HoldCall: _hold,
    commands.ResumeCall: _resume,
    commands.MuteCall: _mute,
    commands.TransferCall: _transfer,
    commands.HangUp: _hang_up,
    commands.PauseExtension: _pause,
    commands.RouteCall: _route,
}


def can(settings: AsteriskSettings) -> frozenset[type[commands.Command]]:
    """The commands that an Asterisk set up like this can carry out."""
    return frozenset(_ASKING) - (frozenset() if settings.obeys_notify else {commands.AnswerCall})
