"""Dates and quantities as GS1 codes write them.

Source: GS1 General Specifications, sections 3 (application identifiers) and 7.12 (the century of a two-digit year).
"""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from zhiji.lib.codes.scanned import Amount

_MEASURES = {
    "310": ("net_weight", "kg"),
    "311": ("length", "m"),
    "312": ("width", "m"),
    "313": ("height", "m"),
    "314": ("area", "m²"),
    "315": ("net_volume", "l"),
    "316": ("net_volume", "m³"),
    "320": ("net_weight", "lb"),
    "330": ("gross_weight", "kg"),
    "331": ("gross_length", "m"),
    "332": ("gross_width", "m"),
    "333": ("gross_height", "m"),
    "334": ("gross_area", "m²"),
    "335": ("gross_volume", "l"),
    "336": ("gross_volume", "m³"),
    "340": ("gross_weight", "lb"),
    "356": ("net_weight", "oz"),
    "357": ("net_weight", "oz"),
    "390": ("price", ""),
    "391": ("price", ""),
    "392": ("price", ""),
    "393": ("price", ""),
    "394": ("discount", "%"),
}
_COUNTS = frozenset({"30", "37"})
# ISO 4217 numbers of the currencies that are met most; others stay numbers.
_CURRENCIES = {
    "156": "CNY",
    "344": "HKD",
    "392": "JPY",
    "410": "KRW",
    "446": "MOP",
    "643": "RUB",
    "702": "SGD",
    "756": "CHF",
    "826": "GBP",
    "840": "USD",
    "901": "TWD",
    "978": "EUR",
}


def read_date(digits: str, today: date) -> date | None:
    """Reads a date of six digits YYMMDD; the day 00 means the last one of the month. None where there is none.

    The century is the one that brings the date between 49 years past and 50 years ahead of today.
    """
    if len(digits) < 6 or not (digits.isascii() and digits[:6].isdigit()):
        return None
    short, month, day = (int(digits[at : at + 2]) for at in (0, 2, 4))
    year = _whole_year(short, today.year)
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def _whole_year(short: int, this_year: int) -> int:
    year = this_year - this_year % 100 + short
    if year - this_year > 50:
        return year - 100
    if year - this_year < -49:
        return year + 100
    return year


def read_amount(element: str, groups: list[str]) -> Amount | None:
    """Reads the quantity of an element from its identifier and the groups of digits behind it, or None.

    In identifiers of four digits the last one says how many decimals the digits have.
    """
    if element in _COUNTS:
        return Amount(element, "count", Decimal(groups[-1]), "")
    what, unit = _MEASURES.get(element[:3], ("", ""))
    if len(element) != 4 or not (what or element[:2] in {"32", "33", "34", "35", "36"}):
        return None
    if element[:3] in {"391", "393"}:
        unit = _CURRENCIES.get(groups[0], groups[0])
    return Amount(element, what or "measure", Decimal(groups[-1]).scaleb(-int(element[3])), unit)
