"""Numbers that authorities give customers: their normal form, and whether they can be right."""

from django.utils.translation import gettext as _

from zhiji.lib.text import one_width

SCHEMES = ("uscc", "tax", "vat", "erp", "other")


def normal_number(typed: str) -> str:
    """Brings a number to the form in which two writings of it are equal: one width, capitals, no blanks or dashes."""
    return one_width(typed).replace(" ", "").replace("-", "").upper()[:100]


def number_fault(scheme: str, value: str) -> str:
    """Says what is wrong with a number in its normal form; "" if nothing is known to be.

    A unified social credit code (GB 32100-2015) and a European VAT number carry check digits, which are tried.
    """
    if not value:
        return _("Write the number.")
    if scheme == "uscc":
        from stdnum.cn import uscc

        if not uscc.is_valid(value):
            return _("This is not a unified social credit code: 18 characters, the last of them a check.")
    if scheme == "vat":
        from stdnum.eu import vat

        if not vat.is_valid(value):
            return _("This is not a European VAT number. It begins with the country, such as DE136695976.")
    return ""
