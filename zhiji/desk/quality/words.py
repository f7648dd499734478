"""Questions and parts of the score in people's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.customers.quality.rules import STALE_AFTER, WEIGHTS
from zhiji.desk.customers.told import field_label

PARTS: Mapping[str, Any] = {
    "completeness": _("Complete"),
    "validity": _("Works"),
    "freshness": _("Fresh"),
    "agreement": _("Sources agree"),
    "uniqueness": _("No duplicate"),
}
WHY: Mapping[str, Any] = {
    "missing": _("not known yet"),
    "fails": _("does not work"),
    "disputed": _("sources disagree"),
    "stale": _("not confirmed for long"),
    "unsure": _("not tried yet"),
}
_MISSING: Mapping[str, Any] = {
    "name": _("Ask for the full name"),
    "mobile": _("Ask for a mobile number"),
    "phone": _("Ask for a phone number"),
    "mail": _("Ask for a mail address"),
    "address": _("Ask for the address"),
    "wechat": _("Ask for the WeChat name"),
    "website": _("Ask for the web site"),
    "organisation": _("Ask whom they work for"),
    "title": _("Ask what they do there"),
    "language": _("Ask which language they prefer"),
    "region": _("Ask which market region they belong to"),
    "category": _("Ask what kind of customer they are"),
    "people": _("Ask whom to talk to there"),
    "tax_number": _("Ask for the tax number"),
}
_FAILING: Mapping[str, Any] = {
    "mobile": _("%(value)s does not work: ask for another mobile number"),
    "phone": _("%(value)s does not work: ask for another phone number"),
    "mail": _("%(value)s does not work: ask for another mail address"),
    "address": _("Post to %(value)s comes back: ask for the address"),
    "wechat": _("%(value)s does not work: ask for the WeChat name"),
    "website": _("%(value)s does not work: ask for the web site"),
}
_LABELS: Mapping[str, Any] = {
    "duplicate": _("Possible duplicate"),
    "organisation": _("Organisation"),
    "people": _("Contacts"),
}
REACHED = frozenset(_FAILING)
FIELDS = tuple(dict.fromkeys(name for weights in WEIGHTS.values() for name in weights))
STALE_FIELDS = tuple(STALE_AFTER)


def label_of(field: str) -> str:
    """Names a field of the score."""
    return str(_LABELS.get(field) or field_label(field))


def question_text(field: str, why: str, value: str = "") -> str:
    """Puts a question into the words in which an agent may ask it; value is what is known now, "" if nothing is."""
    if why == "disputed":
        return _now("Sources disagree about “%(field)s”: which is right?") % {"field": label_of(field)}
    if why == "missing" or not value:
        known = _MISSING.get(field)
        return str(known) if known else _now("Ask for “%(field)s”") % {"field": label_of(field)}
    if why == "fails" and field in _FAILING:
        return str(_FAILING[field]) % {"value": value}
    return _still(field, value)


def _still(field: str, value: str) -> str:
    if field in REACHED:
        return _now("Does %(value)s still work?") % {"value": value}
    if field == "organisation":
        return _now("Do they still work for %(value)s?") % {"value": value}
    if field == "people":
        return _now("Is %(value)s still the right one to talk to?") % {"value": value}
    return _now("%(field)s: is “%(value)s” still right?") % {"field": label_of(field), "value": value}
