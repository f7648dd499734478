"""What a scanned text means: a number of ours, a GS1 code, a web address, a card, or just words.

The text may come from anybody: it is bounded, nothing in it is ever run or opened here, and no text is an error.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from zhiji.lib.codes.elements import (
    GS,
    LONGEST_MESSAGE,
    has_check_digit,
    is_product_number,
    read_brackets,
    read_message,
    with_separators,
)
from zhiji.lib.codes.links import read_address
from zhiji.lib.codes.scanned import CARD, GOODS, NOTHING, NUMBER, TEXT, Scanned, visible
from zhiji.lib.text import one_width

# More than the largest symbol holds (7,089 digits in a QR code).
LONGEST = 8_000
# AIM identifiers of symbols whose first sign is FNC1: these carry element strings (ISO/IEC 15424).
GS1_SYMBOLOGIES = frozenset({"C1", "e0", "e1", "e2", "d2", "d5", "Q3", "Q4", "J1"})
_SYMBOLOGY = re.compile(r"\]([A-Za-z][0-9A-Za-z])")
_NUMBER = re.compile(r"([A-Za-z]{1,6})-(\d{1,18})", re.ASCII)
_ENVELOPE = re.compile(r"\[\)>\x1e05\x1d(.*?)\x1e?\x04?", re.DOTALL)
_MESSAGE_START = re.compile(r"01\d{14}|00\d{18}", re.ASCII)
# What scanners put before and behind a code; the separator of GS1 is not among it.
_AROUND = " \t\r\n\x00\x02\x03\ufeff\u200b"


def read(
    text: str, *, today: date, prefixes: Collection[str] = (), our_hosts: Collection[str] = ()
) -> Scanned:
    """Tells what a scanned text means.

    `prefixes` are the letters of our own numbers ("C", "S", …), `our_hosts` our own hosts, `today` settles the
    century of two-digit years. Never raises: what can't be understood is text, with faults that say why.
    """
    if len(text) > LONGEST:
        return Scanned(TEXT, visible(text[:LONGEST]), faults=("too_long",))
    content = text.strip(_AROUND)
    mark = _SYMBOLOGY.match(content)
    symbology = mark[1] if mark else ""
    content = content[mark.end() :] if mark else content
    found = (
        _card(content)
        or _own_number(content, prefixes)
        or read_address(content, today, our_hosts)
        or _product_number(content, symbology)
        or _gs1(content, symbology, today)
        or _words(content)
    )
    return replace(found, symbology=symbology, text=visible(found.text))


def _card(text: str) -> Scanned | None:
    return Scanned(CARD, text) if text[:11].upper() == "BEGIN:VCARD" else None


def _own_number(text: str, prefixes: Collection[str]) -> Scanned | None:
    match = _NUMBER.fullmatch(one_width(text)) if len(text) < 40 else None
    if match is None or match[1].upper() not in prefixes or not 0 < int(match[2]) < 2**63:
        return None
    return Scanned(NUMBER, text, prefix=match[1].upper(), key=int(match[2]))


def _product_number(text: str, symbology: str) -> Scanned | None:
    digits = one_width(text) if len(text) < 40 else text
    marked = symbology[:1] in {"E", "I"}
    if symbology and not marked:
        return None
    if is_product_number(digits):
        return Scanned(GOODS, text, product=digits.zfill(14))
    # Thirteen digits are hardly anything else; other lengths are, as often as not.
    told = re.fullmatch(r"\d{13}" if not marked else r"\d{8}|\d{12,14}", digits, re.ASCII)
    return Scanned(TEXT, text, faults=("check_digit",)) if told else None


def _gs1(text: str, symbology: str, today: date) -> Scanned | None:
    envelope = _ENVELOPE.fullmatch(text)
    message = with_separators(envelope[1] if envelope else _one_width(text))
    surely = envelope is not None or symbology in GS1_SYMBOLOGIES or message.startswith(GS)
    if len(message) > LONGEST_MESSAGE:
        return Scanned(TEXT, text, faults=("too_long",)) if surely else None
    if not surely or message.startswith(("(", "[")):
        found = read_brackets(message, today)
        if found or not (surely or _looks_like_message(message)):
            return found
    read = read_message(message, today)
    # Without a mark a message is believed only where all of it can be read.
    if not message or (not surely and "element" in read.faults):
        return None
    return read if read.elements else Scanned(TEXT, text, faults=read.faults)


def _one_width(text: str) -> str:
    """Brings full-width signs, which a Chinese keyboard makes of a scanner's keys, to their usual form."""
    if text.isascii() or len(text) > LONGEST_MESSAGE:
        return text
    return GS.join(one_width(part) for part in text.split(GS))


def _looks_like_message(message: str) -> bool:
    match = _MESSAGE_START.match(message)
    return match is not None and (GS in message or has_check_digit(match[0][2:]))


def _words(text: str) -> Scanned:
    if not visible(text).strip():
        return Scanned(NOTHING, "")
    return Scanned(TEXT, text, faults=("hidden_characters",) if visible(text) != text else ())
