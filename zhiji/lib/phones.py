"""Telephone numbers as people type them, brought to the one form that a telephone network knows."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from zhiji.lib.text import one_width

Kind = Literal["mobile", "landline", "fax", "short", "unknown"]

_EXTENSION = re.compile(
    r"(?:\s*(?:[,;，；]?\s*(?:ext(?:ension)?|extn|x)\.?:?|转接?|分机号?|内线|#|[,;]+)\s*[:：]?\s*)(\d{1,8})\)?\s*$",
    re.IGNORECASE,
)
# 0755-12345678-8001: a last group of two to six digits after a number that is complete without it.
_LAST_GROUP = re.compile(r"[-–—－]\s*(\d{2,6})\s*$")
_FAX = re.compile(r"传真|\bfax\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:(?:tel|phone|mobile|mob|cell|fax|电话|座机|固话|手机|移动电话|传真|热线|总机|办公|家庭)[\s.:：/]*)+",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?:1[012]\d{1,3}|12\d{3}|9[56]\d{3,6}|100\d{2,3}|[48]00\d{7})")
_BARE_LOCAL = re.compile(r"[2-9]\d{6,7}")
_LONGEST = 80
# What nine of ten numbers in Chinese lists look like: 138 0013 8000, +86 755-2600 1234, (0755)26001234-8001.
_USUAL = re.compile(
    r"(?:(?:\+|00)?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})|"
    r"(?:(?:\+|00)86[- ]?|\(?0)(10|2\d|[3-9]\d\d)\)?[- ]?([2-8]\d{2,3})[- ]?(\d{4})(?:(?:-|[- ]?转) ?(\d{3,5}))?",
    re.ASCII,
)
_USUAL_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number: what was typed beside what is meant.

    e164 is "" where the number can't be dialled from abroad (short numbers) or could not be read.
    """

    typed: str
    e164: str = ""
    extension: str = ""
    kind: Kind = "unknown"
    national: str = ""

    @property
    def is_known(self) -> bool:
        """Tells whether the number was understood."""
        return self.kind != "unknown"

    @property
    def area(self) -> str:
        """The area code of a Chinese landline with its zero, such as "0755", else ""."""
        if self.e164.startswith("+86") and self.national.startswith("0"):
            return self.national.partition(" ")[0]
        return ""

    @property
    def digits(self) -> str:
        """The digits as one dials them inside the country, without separators or extension."""
        return "".join(c for c in self.national or one_width(self.typed) if c in "0123456789")


def parse_phone(typed: str, region: str = "CN", area_code: str = "") -> Phone:
    """Reads a telephone number as typed; it never fails, an unreadable one has kind "unknown".

    region is the country (two letters) of numbers without a country code; area_code (such as "0755") is put
    before local numbers that come without one.
    """
    text = str(typed)[:_LONGEST]
    if region == "CN":
        phone = _usual(text, area_code)
        if phone is not None:
            return phone
    return _parse(text, region, area_code)


def _usual(typed: str, area_code: str) -> Phone | None:
    """Reads the usual ways to write a Chinese number, forty times as fast as the library and with its answers."""
    match = _USUAL.fullmatch(typed)
    extension = ""
    if match is not None:
        one, two, three, area, local, rest, extension = match.groups()
        number = one + two + three if one else area + local + rest
    elif area_code and _USUAL_LOCAL.fullmatch(typed):
        number = area_code.lstrip("0") + typed
    else:
        return None
    shape = _shape(number[:5], len(number)) if 9 < len(number) < 12 else None
    if shape is None:
        return None
    kind, zero, first, second = shape
    national = f"{zero}{number[:first]} {number[first:second]} {number[second:]}"
    return Phone(typed, "+86" + number, extension or "", kind, national)


@lru_cache(maxsize=16384)
def _shape(head: str, length: int) -> tuple[Kind, str, int, int] | None:
    """Asks the library what Chinese numbers are that begin like this: kind, zero in front, and where the gaps are.

    The numbering plan decides by five digits at most (area code and first digits of the number, or the mobile
    network's prefix). None for what it does not know or writes otherwise.
    """
    number = _number(f"+86{head.ljust(length, '0')}", "CN")
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    groups = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).split(" ")
    type_ = phonenumbers.number_type(number)
    if len(groups) != 3 or type_ not in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
        return None
    zero = "0" if groups[0].startswith("0") else ""
    first = len(groups[0]) - len(zero)
    kind: Kind = "mobile" if type_ == PhoneNumberType.MOBILE else "landline"
    return kind, zero, first, first + len(groups[1])


@lru_cache(maxsize=4096)
def _parse(typed: str, region: str, area_code: str) -> Phone:
    text = one_width(typed)
    is_fax = _FAX.search(text) is not None
    text = _LABEL.sub("", text)
    main, extension = _split_extension(text, region)
    digits = re.sub(r"[^0-9]", "", main)
    if not digits or re.search(r"[A-Za-z\u4e00-\u9fff]", main):
        return Phone(typed)
    if region == "CN" and "+" not in main:
        if _SHORT.fullmatch(digits):
            return Phone(typed, "", extension, "short", digits)
        if _BARE_LOCAL.fullmatch(digits):
            return _local(typed, digits, extension, area_code, is_fax)
    return _international(typed, main, extension, region, is_fax)


def _split_extension(text: str, region: str) -> tuple[str, str]:
    """Takes an extension off: a written one, or a last group after what is a whole number already."""
    match = _EXTENSION.search(text)
    if match:
        return text[: match.start()], match[1]
    match = _LAST_GROUP.search(text)
    if match:
        rest = text[: match.start()]
        complete = _number(rest, region)
        if (
            complete is not None
            and phonenumbers.is_valid_number(complete)
            and _number_is_longer(text, region)
        ):
            return rest, match[1]
    return text, ""


def _number_is_longer(text: str, region: str) -> bool:
    """Tells whether the whole text, extension and all, is no valid number by itself."""
    whole = _number(text, region)
    return whole is None or not phonenumbers.is_valid_number(whole)


def _number(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except (NumberParseException, ValueError, OverflowError):
        return None


def _local(typed: str, digits: str, extension: str, area_code: str, is_fax: bool) -> Phone:
    """A Chinese local number: complete with an area code, else kept as it is."""
    if area_code:
        return _international(typed, "0" + area_code.lstrip("0") + digits, extension, "CN", is_fax)
    return Phone(typed, "", extension, "fax" if is_fax else "landline", digits)


def _international(typed: str, main: str, extension: str, region: str, is_fax: bool) -> Phone:
    number = _number(main, region)
    if number is None and main.strip().startswith("00"):
        number = _number("+" + main.strip()[2:], region)
    if number is None or not phonenumbers.is_possible_number(number):
        return Phone(typed, extension=extension)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number):
        # A range that the numbering plan does not know yet is believed only with its country code in front.
        believed = e164 if main.lstrip().startswith(("+", "00")) else ""
        return Phone(typed, believed, extension, "unknown", _national(number, region))
    mobile = phonenumbers.number_type(number) in (PhoneNumberType.MOBILE, PhoneNumberType.PAGER)
    kind: Kind = "fax" if is_fax else "mobile" if mobile else "landline"
    return Phone(typed, e164, extension or number.extension or "", kind, _national(number, region))


def _national(number: phonenumbers.PhoneNumber, region: str) -> str:
    """Writes the number as people at home write it; foreign numbers with their country code."""
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
