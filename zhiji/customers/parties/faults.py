"""What people are told about a contact point that can't be read."""

from django.conf import settings
from django.utils.translation import gettext as _

from zhiji.customers.parties.rules import Point, normal_point


def read_point(kind: str, typed: str) -> Point:
    """Brings a contact point to its normal form, by the country and area code of this installation."""
    return normal_point(kind, typed, region=settings.PHONE_REGION, area_code=settings.AREA_CODE)


def fault_of(point: Point) -> str:
    """Says what is wrong with a contact point and how to write it; "" if nothing is."""
    if not point.fault:
        return ""
    texts = {
        "empty": _("Write a number or an address."),
        "unreadable_phone": _("“%(typed)s” is not a telephone number. Write it with area or country code."),
        "unreadable_mail": _("“%(typed)s” is not a mail address. It should look like name@company.example."),
    }
    return texts[point.fault] % {"typed": point.typed}
