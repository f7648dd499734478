"""Criteria and fields of survivorship in people's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiji.customers.sources.rules import CRITERIA, PLAIN, POINTS, QUIET

CRITERION: Mapping[str, Any] = {
    "verified": _("verified first"),
    "people": _("our own people first"),
    "works": _("what worked first"),
    "trust": _("the more trusted source first"),
    "recent": _("the newer first"),
    "most_sources": _("what most sources say first"),
    "longest": _("the more complete first"),
}
# Fields whose order can be set, as screens show them.
FIELDS = (*(name for name in PLAIN if name not in QUIET), "title", "department", "tax_number", *POINTS)


def criteria_choices() -> list[tuple[str, Any]]:
    """Lists the criteria for a form."""
    return [(name, CRITERION[name]) for name in CRITERIA]
