"""Writes the values of spreadsheet cells as a person would write them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

# Beyond this a spreadsheet program has put zeros for the last digits: an identity or card number is lost.
_EXACT_UP_TO = 10**15


def cell_text(value: object) -> str:
    """Gives the text of a cell: 13800138000 and not 1.38E+10, 2024-03-01, 0.1 and not 0.1000000000001, TRUE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _EXACT_UP_TO):
        return str(int(value))
    # Spreadsheet programs show 15 digits of the 17 that they keep.
    text = format(Decimal(f"{value:.15g}"), "f") if -1e300 < value < 1e300 else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return f"{value:%Y-%m-%d %H:%M}" + (f":{value.second:02}" if value.second else "")


def is_rounded(value: object) -> bool:
    """Tells whether a number has more digits than a spreadsheet keeps, so that the last are lost."""
    return isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= _EXACT_UP_TO
