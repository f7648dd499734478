"""What a test hears of a call, in the switch's words, when Asterisk says something."""

from datetime import UTC, datetime, timedelta
from typing import Any

from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import Ledger
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.translating import translate
from zhiji.channels.phone.switch.rules import call_of
from zhiji.channels.phone.switch.state import Call

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OURS = {"name": "office", "host": "asterisk.example", "user": "zhiji", "secret": "s"}


def ledger(*trunks: str) -> Ledger:
    return Ledger(AsteriskSettings(**OURS, trunks=frozenset(trunks or {"PJSIP/provider"})))


def hear(frames: list[Frame], book: Ledger | None = None, begin: int = 0) -> list[Any]:
    book = book or ledger()
    return [
        event
        for number, frame in enumerate(frames, begin)
        for event in translate(book, frame, NOON + timedelta(seconds=number))
    ]


def kinds(events: list[Any]) -> list[str]:
    return [type(event).__name__ for event in events]


def call(events: list[Any], name: str = "7.1") -> Call:
    return call_of(event for event in events if getattr(event, "call", "") == name)
