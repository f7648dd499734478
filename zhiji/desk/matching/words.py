"""What a run found out about two customers, in people's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELDS: Mapping[str, Any] = {
    "prior": gettext_lazy("Before looking"),
    "name": gettext_lazy("Name"),
    "given": gettext_lazy("Given name"),
    "family": gettext_lazy("Family name"),
    "born": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Phone"),
    "mail": gettext_lazy("Mail"),
    "domain": gettext_lazy("Mail domain"),
    "namesake_mail": gettext_lazy("Mail under the same name"),
    "address": gettext_lazy("Address"),
    "number": gettext_lazy("House number"),
    "postcode": gettext_lazy("Postcode"),
    "place": gettext_lazy("Place"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "work": gettext_lazy("Works for"),
    "organisation": gettext_lazy("Works for"),
    "person": gettext_lazy("Contact person"),
    "branch": gettext_lazy("Branch in the name"),
    "group": gettext_lazy("Group in the name"),
    "whom": gettext_lazy("Whom they assist"),
    "title": gettext_lazy("Job title"),
}
# A grade's code begins with what was seen and ends with how many others share the value.
SEEN: tuple[tuple[str, Any], ...] = (
    ("prior", gettext_lazy("how seldom two are one")),
    ("same_house", gettext_lazy("the same house")),
    ("same_room", gettext_lazy("the same room")),
    ("same_street", gettext_lazy("the same street")),
    ("same_domain", gettext_lazy("the same, and the same mail domain")),
    ("same_core", gettext_lazy("the same but for place and branch")),
    ("same_brand", gettext_lazy("the same brand")),
    ("same", gettext_lazy("the same")),
    ("fits", gettext_lazy("fits")),
    ("brand", gettext_lazy("the same brand")),
    ("domain", gettext_lazy("the same mail domain")),
    ("mail", gettext_lazy("the same mail address")),
    ("swapped", gettext_lazy("family and given name swapped")),
    ("one_slip", gettext_lazy("one slip of the pen")),
    ("two_slips", gettext_lazy("two slips of the pen")),
    ("alike", gettext_lazy("alike")),
    ("somewhat", gettext_lazy("somewhat alike")),
    ("sounds", gettext_lazy("sounds alike")),
    ("near", gettext_lazy("near")),
    ("street", gettext_lazy("the street is alike")),
    ("other_district", gettext_lazy("another district")),
    ("free", gettext_lazy("a free mail address")),
    ("branch", gettext_lazy("only one names a branch")),
    ("department", gettext_lazy("only one names a department")),
    ("group", gettext_lazy("only one is the group")),
    ("assists", gettext_lazy("assists somebody")),
    ("lacking", gettext_lazy("not known of both")),
    ("name_without_city", gettext_lazy("the same name, the town is not known of both")),
    ("name", gettext_lazy("the same name")),
    ("differs", gettext_lazy("differs")),
)
SHARED: Mapping[str, Any] = {
    "own": gettext_lazy("nobody else has it"),
    "one": gettext_lazy("nobody else has it"),
    "many": gettext_lazy("many others have it"),
    "rare": gettext_lazy("hardly anybody else has it"),
    "few": gettext_lazy("few others have it"),
    "some": gettext_lazy("some others have it"),
    "common": gettext_lazy("many others have it"),
    "shared": gettext_lazy("many others have it"),
}
FORBIDDEN: Mapping[str, Any] = {
    "tax": gettext_lazy("Their verified tax numbers differ."),
    "identity": gettext_lazy("Their verified identities differ."),
    "branch": gettext_lazy("They are a firm and its branch, or two branches of one firm."),
    "given": gettext_lazy("Their given names differ: they may be relatives or colleagues."),
    "family": gettext_lazy("Their family names differ: they may be relatives or colleagues."),
    "strangers": gettext_lazy("Neither their given nor their family names are alike."),
    "own": gettext_lazy("They share no more than a name and a place."),
    "named": gettext_lazy("Their names differ, and they share no more than a town and somebody of one name."),
}


def field_name(code: str) -> str:
    """Names a compared field."""
    return str(FIELDS.get(code, code))


def grade_text(code: str) -> str:
    """Says what was seen of a field, and how many others share it."""
    seen = next((str(text) for start, text in SEEN if code.startswith(start)), "")
    if not seen:
        return code or _("not compared")
    shared = SHARED.get(code.rpartition("_")[2])
    return f"{seen}, {shared}" if shared else seen


def value_shown(value: Any) -> str:
    """Writes a compared value, which may be a list."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value[:3])
    return "" if value is None else str(value)
