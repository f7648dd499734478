"""How names are sorted and contact points brought to the one form by which they are found again."""

import re
from dataclasses import dataclass

from zhiji.lib.mailaddress import domain_of, is_valid_address, normalise_address
from zhiji.lib.person_names import parse_person_name
from zhiji.lib.phones import parse_phone
from zhiji.lib.pinyin import spellings
from zhiji.lib.text import fold, has_cjk

PHONES = frozenset({"mobile", "phone", "fax"})

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


@dataclass(frozen=True)
class Point:
    """A contact point in normal form; fault is a code that says what is wrong, "" if nothing is."""

    kind: str
    typed: str
    value: str
    extension: str = ""
    fault: str = ""


def is_e164(typed: str) -> bool:
    """Tells whether a number is in the form that telephone networks use, such as +8613800138000 (ITU-T E.164)."""
    return _E164.fullmatch(typed) is not None


def sort_form(name: str) -> str:
    """Returns the form by which names are sorted: Chinese by pinyin among Latin letters."""
    text = fold(name)
    return fold(spellings(text, 1)[0])[:200] if has_cjk(text) else text[:200]


def normal_point(kind: str, typed: str, *, region: str = "CN", area_code: str = "") -> Point:
    """Brings a contact point to its normal form: telephone numbers to E.164, mail addresses to small letters.

    A number that can't be understood is kept as typed, with fault "unreadable_phone", and is still found as written.
    """
    typed = " ".join(typed.split())[:400]
    if not typed:
        return Point(kind, typed, "", fault="empty")
    if kind in PHONES:
        return _phone(kind, typed, region, area_code)
    if kind == "mail":
        address = normalise_address(typed)
        return Point(kind, typed, address[:400], fault="" if is_valid_address(address) else "unreadable_mail")
    if kind == "domain":
        return Point(kind, typed, typed.lower().strip(".@ "))
    if kind == "website":
        return Point(kind, typed, _SCHEME.sub("", typed.lower()).rstrip("/"))
    return Point(kind, typed, fold(typed)[:400])


def stranger(kind: str, value: str) -> str:
    """Names whoever is reached at this normal value, for a hold while they are looked up and made.

    Empty for kinds that nobody is known by alone.
    """
    kind = "phone" if kind in PHONES else kind
    return f"know {kind} {value}" if kind in {"mail", "phone", "domain"} else ""


def _phone(kind: str, typed: str, region: str, area_code: str) -> Point:
    phone = parse_phone(typed, region, area_code)
    if not phone.is_known:
        return Point(kind, typed, fold(typed)[:400], fault="unreadable_phone")
    told = "mobile" if kind == "phone" and phone.kind == "mobile" else kind
    return Point(told, typed, phone.e164 or phone.digits, phone.extension[:12])


def split_name(name: str) -> tuple[str, str]:
    """Splits a person's name into family and given name, without titles; Chinese names start with the family name."""
    read = parse_person_name(name)
    return (read.family, read.given) if read.family or read.given else (" ".join(name.split()), "")


def organisation_domain(address: str) -> str:
    """Returns the mail domain that names an organisation: the last two or three labels of an address's domain."""
    labels = domain_of(address).split(".")
    second_level = (
        len(labels) >= 3
        and len(labels[-1]) == 2
        and labels[-2] in {"com", "net", "org", "edu", "gov", "co", "ac"}
    )
    return ".".join(labels[-3:] if second_level else labels[-2:])
