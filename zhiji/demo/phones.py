"""Telephone numbers for customers who do not exist.

They have the form of real numbers of their country, so that parsing, formatting and searching can be tried;
China and most countries keep no range free for fiction, so a number may by chance belong to somebody.
They are counted out from the customer's serial, not taken from anywhere. Never dial or message them.
"""

from functools import cache

_MOBILE_HEADS = (
    "138",
    "139",
    "136",
    "135",
    "158",
    "159",
    "188",
    "187",
    "186",
    "133",
    "189",
    "177",
    "150",
    "182",
)
# A bijection of eight digits that scatters neighbours: odd and not a multiple of five.
_SPREAD = 48_271_937


def scattered(serial: int, digits: int) -> str:
    """Turn a serial into digits that look drawn by lot; different serials below 10**digits differ."""
    size = 10**digits
    return str((serial * _SPREAD + 7_654_321) % size).zfill(digits)


def chinese_mobile(serial: int) -> tuple[str, str]:
    """Return a Chinese mobile number in E.164 and as people write it: ("+8613812345678", "138 1234 5678")."""
    tail = scattered(serial, 8)
    head = _MOBILE_HEADS[serial % len(_MOBILE_HEADS)]
    return f"+86{head}{tail}", f"{head} {tail[:4]} {tail[4:]}" if serial % 3 else head + tail


# Cities whose landline numbers have seven digits instead of eight.
_SHORT_AREAS = frozenset(("752", "756", "592", "771", "553", "535", "351", "931", "991"))


def chinese_landline(serial: int, area: str) -> tuple[str, str]:
    """Return a Chinese landline number of an area code (without its 0) in E.164 and as written."""
    tail = "2" + scattered(serial, 6) if area in _SHORT_AREAS else "6" + scattered(serial, 7)
    return f"+86{area}{tail}", f"0{area}-{tail}"


@cache
def _form(pattern: str, area: str) -> tuple[str, int]:
    return pattern.replace("A", area).replace("x", "%s"), pattern.count("x")


def foreign(serial: int, pattern: str, area: str) -> tuple[str, str]:
    """Fill a country's pattern (x any digit, A area code); return E.164 and the spaced form."""
    form, missing = _form(pattern, area)
    written = form % tuple(scattered(serial, missing))
    return written.replace(" ", ""), written
