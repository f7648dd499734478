"""Fields that an administrator adds: what may stand in one, how it is written down, and who may see it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from zhiji.lib.text import fold, one_width

KINDS = ("text", "number", "money", "date", "choice", "choices", "person", "customer", "link", "file")
RIGHTS = ("hidden", "read", "write")
LONGEST = 2_000
LONGEST_INDEXED = 120
_KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SIGN = r"[A-Za-z]{3}|[¥￥元$€£]"
_MONEY = re.compile(rf"(?P<before>{_SIGN})?\s*(?P<amount>[-+]?[\d,.\s]+?)\s*(?P<after>{_SIGN})?")
_SIGNS = {"¥": "CNY", "￥": "CNY", "元": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


@dataclass(frozen=True)
class Shape:
    """What may stand in a field. choices lists the keys that may be chosen.

    options: "max_length", "pattern" (text); "min", "max", "places" (number, money); "currency" (money);
    "after", "before" (date, as YYYY-MM-DD).
    """

    kind: str
    required: bool = False
    choices: Sequence[tuple[str, tuple[str, ...]]] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What was read: a value that JSON can hold (None for an empty field), or the code of what is wrong with it."""

    value: Any = None
    fault: str = ""


def key_of(label: str, taken: Sequence[str]) -> str:
    """Makes the lasting key of a new field from its English name: “Payment terms” becomes payment_terms."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:36]
    key = plain if _KEY.fullmatch(plain) else "field"
    number = 2
    while key in taken:
        key, number = f"{(plain if _KEY.fullmatch(plain) else 'field')[:34]}_{number}", number + 1
    return key


def read_value(shape: Shape, typed: Any) -> Reading:
    """Reads what was typed, chosen or imported into a field.

    Fault codes: required, too_long, pattern, not_a_number, too_small, too_large, not_money, not_a_date, too_early,
    too_late, no_such_choice, not_a_link, not_a_record.
    """
    if typed is None or typed == [] or (isinstance(typed, str) and not typed.strip()):
        return Reading(fault="required" if shape.required else "")
    return _READERS[shape.kind](shape, typed)


def _text(shape: Shape, typed: Any) -> Reading:
    text = str(typed).replace("\x00", "").strip()
    if len(text) > min(int(shape.options.get("max_length") or LONGEST), LONGEST):
        return Reading(fault="too_long")
    pattern = shape.options.get("pattern")
    if pattern and not matches(pattern, text):
        return Reading(fault="pattern")
    return Reading(text)


def matches(pattern: str, text: str) -> bool:
    """Tells whether a text has the shape an administrator drew: 9 a digit, A a letter, * anything, else itself.

    A regular expression could be written so that it never ends; this can't.
    """
    kinds = {"9": r"\d", "A": r"[^\W\d_]", "*": r".*"}
    parts = [kinds.get(sign, re.escape(sign)) for sign in re.sub(r"\*+", "*", pattern)[:60]]
    if parts.count(".*") > 2:
        return True
    return re.fullmatch("".join(parts), text[:LONGEST], re.DOTALL) is not None


def _decimal(typed: Any) -> Decimal | None:
    text = one_width(str(typed)).replace(" ", "")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _number(shape: Shape, typed: Any) -> Reading:
    number = _decimal(typed)
    if number is None or len(number.as_tuple().digits) > 20:
        return Reading(fault="not_a_number")
    return _within(shape, number) or Reading(_plain(shape, number))


def _within(shape: Shape, number: Decimal) -> Reading | None:
    low, high = shape.options.get("min"), shape.options.get("max")
    if low not in (None, "") and number < Decimal(str(low)):
        return Reading(fault="too_small")
    if high not in (None, "") and number > Decimal(str(high)):
        return Reading(fault="too_large")
    return None


def _plain(shape: Shape, number: Decimal) -> str:
    places = shape.options.get("places")
    if places not in (None, ""):
        number = number.quantize(Decimal(1).scaleb(-int(places)))
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text and places in (None, "") else text


def _money(shape: Shape, typed: Any) -> Reading:
    found = _MONEY.fullmatch(one_width(str(typed)).strip()[:60])
    amount = _decimal(found["amount"]) if found else None
    if found is None or amount is None:
        return Reading(fault="not_money")
    said = found["before"] or found["after"] or ""
    currency = _SIGNS.get(said, said.upper()) or str(shape.options.get("currency") or "CNY")
    rounded = _plain(Shape("number", options={"places": shape.options.get("places") or 2}), amount)
    return _within(shape, amount) or Reading({"amount": rounded, "currency": currency})


def _date(shape: Shape, typed: Any) -> Reading:
    if isinstance(typed, date):
        day = typed
    else:
        found = _DAY.match(one_width(str(typed)).strip())
        try:
            day = date(*(int(part) for part in found.groups())) if found else date.min
        except ValueError:
            day = date.min
        if day == date.min:
            return Reading(fault="not_a_date")
    text = day.isoformat()[:10]
    if (after := shape.options.get("after")) and text < after:
        return Reading(fault="too_early")
    if (before := shape.options.get("before")) and text > before:
        return Reading(fault="too_late")
    return Reading(text)


def _choice(shape: Shape, typed: Any) -> Reading:
    wanted = fold(str(typed))
    for key, labels in shape.choices:
        if wanted in {fold(key), *(fold(label) for label in labels)}:
            return Reading(key)
    return Reading(fault="no_such_choice")


def _choices(shape: Shape, typed: Any) -> Reading:
    parts = typed if isinstance(typed, list | tuple) else re.split(r"[,;，；、|]", str(typed))
    readings = [_choice(shape, part) for part in parts if str(part).strip()]
    if any(reading.fault for reading in readings):
        return Reading(fault="no_such_choice")
    if not readings:  # separators and nothing between them
        return read_value(shape, None)
    return Reading(list(dict.fromkeys(reading.value for reading in readings)))


def _record(shape: Shape, typed: Any) -> Reading:
    text = str(typed).strip()
    if not text.isascii() or not text.isdecimal() or len(text) > 18 or int(text) < 1:
        return Reading(fault="not_a_record")
    return Reading(int(text))


def _link(shape: Shape, typed: Any) -> Reading:
    text = str(typed).strip()
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return Reading(fault="not_a_link")
    if parts.scheme not in {"http", "https"} or "." not in host or len(text) > 1_000 or " " in text:
        return Reading(fault="not_a_link")
    return Reading(text)


def _file(shape: Shape, typed: Any) -> Reading:
    if isinstance(typed, Mapping) and {"file", "name"} <= set(typed):
        return Reading({"file": int(typed["file"]), "name": str(typed["name"])[:250]})
    return Reading(fault="not_a_record")


_READERS = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "person": _record,
    "customer": _record,
    "link": _link,
    "file": _file,
}


def index_forms(kind: str, value: Any) -> list[tuple[str, Decimal | None]]:
    """Returns under which texts and numbers a value is found by a filter; a choice of several has one each."""
    if value is None:
        return []
    if kind == "number":
        return [("", Decimal(value))]
    if kind == "money":
        return [(value["currency"], Decimal(value["amount"]))]
    if kind == "choices":
        return [(key, None) for key in value]
    if kind == "file":
        return [(fold(value["name"])[:LONGEST_INDEXED], None)]
    return [(fold(str(value))[:LONGEST_INDEXED], None)]


def right_of(rights: Mapping[str, str], roles: Sequence[str]) -> str:
    """Returns what somebody with these roles may do with a field: the most that one of their roles allows.

    rights names only roles that may less than write; somebody without any role sees nothing.
    """
    held = [rights.get(role, "write") for role in roles]
    return max(held, key=RIGHTS.index) if held else "hidden"
