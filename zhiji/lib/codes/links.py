"""Web addresses in codes: GS1 Digital Links of anybody, our own ones, and plain addresses.

Only http and https are ever links. What a browser might read differently than we do is no link either.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from zhiji.lib.codes.elements import is_product_number, told_by
from zhiji.lib.codes.scanned import LINK, TEXT, Scanned

LONGEST_ADDRESS = 2_000
SECRET_KEY = "k"
# 128 bits: 22 letters of the URL-safe base 64, or 32 of the digits 0-9 and a-f.
_SECRET = re.compile(r"(?![0-9A-Fa-f]{22,31}$)[A-Za-z0-9_-]{22,128}", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s\\<>\"'`{}|^\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
_PRODUCT_PART = re.compile(r"/01/(\d{8}|\d{12,14})(?=/|$)", re.ASCII)
# Primary identifiers with a check digit: chance hardly makes one in an address that means something else.
_CHECKED = frozenset({"00", "414", "415", "417"})
_UNIT_PART = re.compile(r"[!-~]{1,20}", re.ASCII)


def read_address(text: str, today: date, our_hosts: Collection[str] = ()) -> Scanned | None:
    """Reads a web address, and what it says of a unit where it is a GS1 Digital Link; None where it is none.

    `our_hosts` are our own hosts in small letters, with the port where it is not the usual one.
    """
    if not re.match("https?:", text, re.IGNORECASE):
        return None
    parts = _parts(text)
    if parts is None:
        return Scanned(TEXT, text, faults=("address",))
    ours = parts.netloc.lower() in our_hosts
    found = replace(_digital_link(text, parts, today) or Scanned(LINK, text), url=text, ours=ours)
    return replace(found, secret=_secret(parts)) if ours else found


def digital_link(base: str, product: str, *, lot: str = "", serial: str = "", secret: str = "") -> str:
    """Writes the web address that stands in the code on a product, a lot or one unit.

    `base` is our own address, such as "https://shop.example"; `product` is a GTIN; `secret` keeps strangers from
    trying serial numbers: at least 128 bits as the caller drew them, e.g. `secrets.token_urlsafe(16)`.
    Raises ValueError with the name of what can't be right: base, product, lot, serial, secret.
    Source: GS1 Digital Link Standard, URI syntax: the identifiers 01, 10 and 21 as parts of the path, in this order.
    """
    parts = _parts(base)
    if parts is None or parts.query or parts.fragment:
        raise ValueError("base")
    if not is_product_number(product):
        raise ValueError("product")
    if serial and not _SECRET.fullmatch(secret):
        raise ValueError("secret")
    path = f"/01/{product.zfill(14)}"
    for key, name, value in (("10", "lot", lot), ("21", "serial", serial)):
        if value and not is_unit_word(value):
            raise ValueError(name)
        path += f"/{key}/{quote(value, safe='')}" if value else ""
    return f"{base.rstrip('/')}{path}" + (f"?{SECRET_KEY}={secret}" if secret else "")


def is_unit_word(value: str) -> bool:
    """Tells whether a lot or serial number may stand in a GS1 code: up to 20 of 82 usual signs, no space.

    Source: GS1 General Specifications, figure 7.11-1 (character set 82).
    """
    return bool(_UNIT_PART.fullmatch(value)) and not set(value) & set("#$@[\\]^`{|}~")


def _parts(text: str) -> SplitResult | None:
    """Takes an address apart, or None for one that is too long, hides its host, or could be read in two ways."""
    if len(text) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
        valid = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return None
    return parts if valid else None


def _secret(parts: SplitResult) -> str:
    value = parse_qs(parts.query).get(SECRET_KEY, [""])[-1]
    return value if _SECRET.fullmatch(value) else ""


def _digital_link(text: str, parts: SplitResult, today: date) -> Scanned | None:
    from biip import ParseConfig, ParseError
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI

    # Many an address has a part "01"; only a number of a product's length behind it makes a Digital Link.
    product = _PRODUCT_PART.search(parts.path)
    try:
        link = GS1DigitalLinkURI.parse(text, config=ParseConfig(gs1_element_strings_verify_date=False))
    except (ParseError, ValueError, LookupError):
        return _plain(text, product)
    if not all(element.value.isascii() for element in link.element_strings):
        return _plain(text, product)
    told = told_by(list(link.element_strings), today, text)
    if product or (told.elements[0][0] in _CHECKED and "check_digit" not in told.faults):
        return told
    return replace(told, kind=LINK, faults=()) if told.elements[0][0] not in _CHECKED | {"01"} else None


def _plain(text: str, product: re.Match[str] | None) -> Scanned:
    return Scanned(LINK, text, faults=("element",) if product else ())
