"""Tax numbers and other registered numbers of organisations, checked by python-stdnum.

A number that does not check is kept as typed with a code of what is wrong; nothing is ever guessed: an O that should be
a zero is told, not replaced.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from zhiji.lib.divisions import division
from zhiji.lib.text import one_width

_SPARE = re.compile(r"[\s\-–—._/:()]+")
_PREFIX = re.compile(
    r"^(?:统一社会信用代码|纳税人识别号|税务登记证?号|税号|TAX ?(?:ID|NO)\.?|VAT ?(?:NO|ID)?\.?|USCC)[:\s]*",
    re.IGNORECASE,
)
_LONGEST = 60
# Letters that GB 32100 leaves out because they are mistaken for digits, and V.
_CONFUSING = frozenset("IOSVZ")
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_EU = frozenset(
    "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)
# The module of python-stdnum that knows a country's number of organisations.
_MODULES = {
    "GB": "gb.vat",
    "CH": "ch.vat",
    "NO": "no.orgnr",
    "IS": "is_.vsk",
    "US": "us.ein",
    "CA": "ca.bn",
    "MX": "mx.rfc",
    "BR": "br.cnpj",
    "AR": "ar.cuit",
    "CL": "cl.rut",
    "CO": "co.nit",
    "PE": "pe.ruc",
    "JP": "jp.cn",
    "KR": "kr.brn",
    "TW": "tw.ubn",
    "SG": "sg.uen",
    "IN": "in_.gstin",
    "ID": "id.npwp",
    "TH": "th.tin",
    "VN": "vn.mst",
    "AU": "au.abn",
    "NZ": "nz.ird",
    "RU": "ru.inn",
    "UA": "ua.edrpou",
    "TR": "tr.vkn",
    "IL": "il.hp",
    "ZA": "za.tin",
    "RS": "rs.pib",
}


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """A registered number: which kind it is, in its compact form, and what is wrong with it ("" if nothing is).

    scheme is "uscc" (unified social credit code), "vat" (European), "cn_tax15", "cn_org_code", "cn_register",
    "cn_id_card", "cn_sole_trader", or the country and what its number is called, such as "us_ein".
    fault_code is "empty", "length", "characters", "confusing_letters" (I, O, S, V or Z where none may stand),
    "check_digit", "not_a_number_of_this_country" or "unknown_country". region_code is the place of registration
    (GB/T 2260) of a Chinese number.
    """

    typed: str
    scheme: str = ""
    value: str = ""
    is_valid: bool = False
    fault_code: str = ""
    region_code: str = ""


def read_tax_number(typed: str, country: str = "CN") -> TaxNumber:
    """Reads a tax number as typed, with spaces and in small letters too, and checks it.

    country is the customer's (two letters); a European VAT number is known by its own prefix in any country.
    """
    compact = _SPARE.sub("", _PREFIX.sub("", one_width(typed[:_LONGEST]))).upper()
    if not compact:
        return TaxNumber(typed, fault_code="empty")
    country = country.upper() or "CN"
    if country == "CN" and not _is_vat(compact):
        return _chinese(typed, compact)
    if _is_vat(compact) or country in _EU:
        return _vat(typed, compact, country)
    module = _MODULES.get(country)
    if module is None:
        return TaxNumber(typed, "", compact, fault_code="unknown_country")
    return _checked(typed, compact, module.replace("_", "").replace(".", "_"), _module(module))


def _is_vat(compact: str) -> bool:
    return compact[:2] in _EU and 8 <= len(compact) <= 14 and any(letter.isdigit() for letter in compact[2:])


def _vat(typed: str, compact: str, country: str) -> TaxNumber:
    """A European VAT number, with its country in front or told beside it."""
    if compact[:2] not in _EU:
        compact = ("EL" if country == "GR" else country) + compact
    return _checked(typed, compact, "vat", _module("eu.vat"))


def _chinese(typed: str, compact: str) -> TaxNumber:
    """Tells a Chinese number's kind by its length: 18 of today, 15 and 9 of before, 18 and 20 of sole traders."""
    length = len(compact)
    if length == 18:
        if compact[:17].isdigit() and compact[0] in "123456" and compact[6:8] in ("19", "20"):
            card = _checked(typed, compact, "cn_id_card", _module("cn.ric"))
            if card.is_valid:
                return card
        return _uscc(typed, compact)
    if length == 15:
        return _fifteen(typed, compact)
    if length == 20 and _checked(typed, compact[:18], "cn_id_card", _module("cn.ric")).is_valid:
        return TaxNumber(typed, "cn_sole_trader", compact, True, "", _region(compact[:6]))
    if length == 9 and compact[:8].isalnum():
        is_valid = _org_check(compact)
        return TaxNumber(typed, "cn_org_code", compact, is_valid, "" if is_valid else "check_digit")
    return TaxNumber(typed, "uscc", compact, fault_code="length")


def _uscc(typed: str, compact: str) -> TaxNumber:
    """The unified social credit code (GB 32100-2015)."""
    if any(letter in _CONFUSING for letter in compact):
        return TaxNumber(typed, "uscc", compact, fault_code="confusing_letters")
    found = _checked(typed, compact, "uscc", _module("cn.uscc"))
    return TaxNumber(typed, "uscc", compact, found.is_valid, found.fault_code, _region(compact[2:8]))


def _fifteen(typed: str, compact: str) -> TaxNumber:
    """The tax number of before 2015 (place and organisation code, GB 11714), or the number of the trade register."""
    if compact[:6].isdigit() and _org_check(compact[6:]):
        return TaxNumber(typed, "cn_tax15", compact, True, "", _region(compact[:6]))
    if compact.isdigit():
        register = _checked(typed, compact, "cn_register", _module("iso7064.mod_11_10"))
        if register.is_valid:
            return TaxNumber(typed, "cn_register", compact, True, "", _region(compact[:6]))
    fault = "check_digit" if compact[:6].isdigit() and compact.isalnum() else "characters"
    return TaxNumber(typed, "cn_tax15", compact, False, fault, _region(compact[:6]))


def _org_check(code: str) -> bool:
    """Checks an organisation code of nine characters (GB 11714-1997): weighted sum, modulo 11, X for ten."""
    if len(code) != 9 or not code.isascii() or not code.isalnum():
        return False
    total = sum(weight * int(letter, 36) for weight, letter in zip(_ORG_WEIGHTS, code[:8], strict=True))
    return code[8] == "0123456789X0"[11 - total % 11]


def _region(code: str) -> str:
    return code if division(code) is not None else ""


def _checked(typed: str, compact: str, scheme: str, module: Any) -> TaxNumber:
    """Lets the library check a number, and turns its complaint into a code."""
    from stdnum import exceptions

    validate: Callable[[str], str] = module.validate
    try:
        return TaxNumber(typed, scheme, validate(compact), is_valid=True)
    except exceptions.InvalidChecksum:
        fault = "check_digit"
    except exceptions.InvalidLength:
        fault = "length"
    except exceptions.InvalidFormat:
        fault = "characters"
    except (exceptions.ValidationError, ValueError, IndexError, KeyError):
        fault = "not_a_number_of_this_country"
    return TaxNumber(typed, scheme, compact, fault_code=fault)


@cache
def _module(name: str) -> Any:
    """Loads a module of python-stdnum when the first number of its kind comes."""
    return import_module(f"stdnum.{name}")
