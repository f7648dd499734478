"""GS1 element strings: application identifiers with their values, taken apart by biip."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from zhiji.lib.codes.amounts import read_amount, read_date
from zhiji.lib.codes.scanned import GOODS, Scanned

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

GS = "\x1d"
# Longer than any symbol that may carry a GS1 message.
LONGEST_MESSAGE = 2_000
MOST_ELEMENTS = 100
# What fixed readers and keyboards put in place of the separator.
_SEPARATORS = re.compile("\u241d|<GS>|{GS}")
_BRACKETS = re.compile(r"[(\[](\d{2,4})[)\]]", re.ASCII)
_DATES = {
    "11": "produced",
    "8008": "produced",
    "15": "best_before",
    "17": "expires",
    "7003": "expires",
    "12": "",
    "13": "",
    "16": "",
}
_WORDS = {"10": "lot", "21": "serial"}


def with_separators(text: str) -> str:
    """Puts the real separator (ASCII 29) where a reader wrote a sign for it."""
    return _SEPARATORS.sub(GS, text)


def is_product_number(digits: str) -> bool:
    """Tells whether digits are a product number (GTIN): 8, 12, 13 or 14, not all zero, check digit right."""
    return len(digits) in (8, 12, 13, 14) and has_check_digit(digits) and int(digits) > 0


def has_check_digit(digits: str) -> bool:
    """Tells whether the last digit of a product's or parcel's number fits the others.

    Source: GS1 General Specifications, section 7.9.1 (weights 3 and 1 from the right, complement to ten).
    """
    if len(digits) < 2 or not (digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits[:-1])))
    return (10 - weighed % 10) % 10 == int(digits[-1])


def read_message(message: str, today: date) -> Scanned:
    """Reads a GS1 message as a reader sends it: elements one behind the other, separators where they are needed.

    What stands behind an element that can't be read is not guessed at; a fault tells of it.
    """
    found, faults = _taken_apart(message.strip(GS))
    return told_by(found, today, message, faults)


def read_brackets(text: str, today: date) -> Scanned | None:
    """Reads the form for people, "(01)09506000134352(21)SN1", or None where the text is no such thing."""
    start, *parts = _BRACKETS.split(text.strip())
    pairs = list(zip(parts[::2], parts[1::2], strict=True))
    if start or not pairs or not all(_is_known(element) for element, _ in pairs):
        return None
    if len(pairs) == 1 and len(pairs[0][1].split()) != 1:
        return None  # "(10) things to do" is a sentence, no lot
    values = [(element, "".join(value.split())) for element, value in pairs[:MOST_ELEMENTS]]
    read = [_exactly(element, value) for element, value in values]
    faults = ["element"] * (None in read) + ["too_many"] * (len(pairs) > MOST_ELEMENTS)
    return told_by([each for each in read if each], today, text, faults)


def told_by(found: "list[GS1ElementString]", today: date, text: str, faults: Iterable[str] = ()) -> Scanned:
    """Puts together what elements tell: product, lot, serial, dates and amounts."""
    told: dict[str, Any] = {}
    wrong = list(faults)
    for element in found:
        name, value, fault = _meaning(element, today)
        if fault or (name and told.setdefault(name, value) != value):
            wrong.append(fault or "contradiction")
    amounts = tuple(each for each in (read_amount(e.ai.ai, e.pattern_groups) for e in found) if each)
    elements = tuple((element.ai.ai, element.value) for element in found)
    once = tuple(dict.fromkeys(wrong))
    return replace(Scanned(GOODS, text), amounts=amounts, elements=elements, faults=once, **told)


def _meaning(element: "GS1ElementString", today: date) -> tuple[str, Any, str]:
    """Gives the name, value and fault of what one element says of a unit; the name is empty for all the rest."""
    key, value = element.ai.ai, element.value
    if key == "01":
        right = is_product_number(value)
        return ("product", value, "") if right else ("", None, "check_digit")
    if key in _WORDS:
        return (_WORDS[key], value, "") if value else ("", None, "element")
    if key in _DATES:
        day = read_date(value, today)
        return (_DATES[key], day, "") if day else ("", None, "date")
    return "", None, "check_digit" if element.gtin_error or element.sscc_error or element.gln_error else ""


def _taken_apart(message: str) -> tuple["list[GS1ElementString]", list[str]]:
    found: list[GS1ElementString] = []
    rest = message
    while rest:
        if len(found) == MOST_ELEMENTS:
            return found, ["too_many"]
        element = _first(rest)
        if element is None:
            return found, ["element"]
        found.append(element)
        rest = rest[len(element) :]
        # A value of open length that just goes on is longer than it may be: the rest would be nonsense.
        if rest and element.ai.separator_required and not rest.startswith(GS):
            return found, ["element"]
        rest = rest.lstrip(GS)
    return found, []


def _first(message: str) -> "GS1ElementString | None":
    from biip import ParseConfig, ParseError
    from biip.gs1_element_strings import GS1ElementString

    # Only the first elements' length is looked at, or long messages would be copied again for each.
    try:
        element = GS1ElementString.extract(
            message[:200], config=ParseConfig(gs1_element_strings_verify_date=False)
        )
    except (ParseError, ValueError, LookupError):
        return None
    return element if element.value.isascii() else None


def _exactly(key: str, value: str) -> "GS1ElementString | None":
    element = _first(key + value)
    return element if element and element.ai.ai == key and element.value == value else None


def _is_known(key: str) -> bool:
    from biip import ParseError
    from biip.gs1_application_identifiers import GS1ApplicationIdentifier

    try:
        return GS1ApplicationIdentifier.extract(key).ai == key
    except ParseError:
        return False
