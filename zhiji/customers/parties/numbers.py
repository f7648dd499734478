"""Numbers that authorities and other systems give customers: their kind, their normal form, and what is wrong."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from zhiji.lib.tax_numbers import read_tax_number
from zhiji.lib.text import one_width


@dataclass(frozen=True)
class Number:
    """A number in its normal form; fault says in people's language what is wrong, "" if nothing is."""

    scheme: str
    value: str
    fault: str = ""


def read_number(kind: str, typed: str) -> Number:
    """Reads a number as typed. kind is "tax" (which country's is told by the number itself), "erp" or "other"."""
    if kind != "tax":
        value = one_width(typed)[:100]
        return Number(kind, value, "" if value else _("Write the number."))
    found = read_tax_number(typed, settings.PHONE_REGION)
    return Number(found.scheme or "tax", found.value, _fault(found.fault_code))


def _fault(code: str) -> str:
    texts = {
        "": "",
        "empty": _("Write the number."),
        "length": _("This number is too short or too long. A unified social credit code has 18 characters."),
        "confusing_letters": _(
            "I, O, S, V and Z do not stand in such a number. Write 1, 0, 5, U or 2 if it is one."
        ),
        "check_digit": _("The check digit does not fit. Compare the number with its certificate."),
    }
    return texts.get(code) or (
        code and _("This is not a tax number as it is known. Choose “other number” to keep it.")
    )
