"""How values are written for people, in the language that is spoken now."""

import re
import zlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiji.lib.phones import parse_phone

TINTS = 7
MINUTE, HOUR, DAY = 60, 3600, 86_400
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$"}


def initials(name: str) -> str:
    """Returns one Chinese character, or up to two Latin letters, that stand for a name."""
    words = str(name).split()
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F:
        return words[0][0]
    last = words[-1][0] if len(words) > 1 else ""
    return (words[0][0] + last).upper()


def tint(name: str) -> int:
    """Returns the number of the colour that a name always has."""
    return zlib.crc32(str(name).encode()) % TINTS


def number(value: Any) -> str:
    """Writes a number with a comma between thousands, as both languages do in business."""
    return "" if value in (None, "") else f"{value:,}"


def money(amount: Decimal | int | None, currency: str) -> str:
    """Writes an amount with its currency; whole amounts without decimals."""
    if amount is None:
        return ""
    places = 0 if amount == int(amount) else 2
    return f"{'−' if amount < 0 else ''}{SYMBOLS.get(currency, currency + ' ')}{abs(amount):,.{places}f}"


def breakable(text: Any) -> SafeString:
    """Lets an address of mail or web break before its signs rather than inside of a word."""
    first, *rest = re.split(r"(?<=[^\W_])(?=[@._/\-])", str(text or ""))
    return format_html("{}{}", first, format_html_join("", "<wbr>{}", ((part,) for part in rest)))


def phone(text: Any) -> str:
    """Writes a telephone number in the groups that people at home read it in."""
    known = parse_phone(str(text or ""))
    return (
        (known.national + (f" #{known.extension}" if known.extension else ""))
        if known.national
        else str(text or "")
    )


def exact_time(value: datetime) -> str:
    """Writes date and time in full."""
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")


def relative_marks(value: datetime) -> SafeString | str:
    """Marks a time that is near enough to be kept true by the page."""
    near = abs((timezone.now() - value).total_seconds()) < 7 * DAY
    return format_html(' data-relative data-now="{}"', _("just now")) if near else ""


def relative_time(value: datetime) -> str:
    """Says how long ago something was, or when it will be; beyond a week the date."""
    seconds = (timezone.now() - value).total_seconds()
    distance = abs(seconds)
    if distance < MINUTE:
        return _("just now")
    if distance >= 7 * DAY:
        return short_date(value)
    unit = MINUTE if distance < HOUR else HOUR if distance < DAY else DAY
    amount = int(distance // unit)
    return (_past(unit, amount) if seconds > 0 else _future(unit, amount)) % {"n": amount}


def _past(unit: int, amount: int) -> str:
    if unit == MINUTE:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", amount)
    if unit == HOUR:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", amount)
    return ngettext("%(n)s day ago", "%(n)s days ago", amount)


def _future(unit: int, amount: int) -> str:
    if unit == MINUTE:
        return ngettext("in %(n)s minute", "in %(n)s minutes", amount)
    if unit == HOUR:
        return ngettext("in %(n)s hour", "in %(n)s hours", amount)
    return ngettext("in %(n)s day", "in %(n)s days", amount)


def short_date(value: datetime) -> str:
    """Writes a date; the year only when it is another one."""
    local = timezone.localtime(value)
    same_year = local.year == timezone.localtime(timezone.now()).year
    # Translators: a date without its year, in the letters of Django's date filter; Chinese n月j日
    short = _("M j")
    # Translators: a date with its year, in the letters of Django's date filter; Chinese Y年n月j日
    full = _("M j, Y")
    return formats.date_format(local, short if same_year else full)


def dressed(bound_field: BoundField, autofocus: bool) -> BoundField:
    """Gives a field's widget our classes and ties it to its faults and help for screen readers."""
    attributes = bound_field.field.widget.attrs
    widget = bound_field.field.widget
    if not isinstance(widget, CheckboxInput | RadioSelect):
        own = "form-select" if isinstance(widget, Select) else "form-control"
        if own not in attributes.get("class", ""):
            attributes["class"] = f"{attributes.get('class', '')} {own}".strip()
    ties = [f"{bound_field.auto_id}_{part}" for part, on in _ties(bound_field) if on]
    if ties:
        attributes["aria-describedby"] = " ".join(ties)
    if bound_field.errors:
        attributes["aria-invalid"] = "true"
    if autofocus:
        attributes["autofocus"] = True
    return bound_field


def _ties(bound_field: BoundField) -> list[tuple[str, Any]]:
    return [("error", bound_field.errors), ("help", bound_field.help_text)]
