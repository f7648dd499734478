"""Criteria and fields of survivorship in people's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiji.customers.sources.rules import CRITERIA, PLAIN, POINTS, QUIET
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.queries import fields_for

CRITERION: Mapping[str, Any] = {
    "verified": _("verified"),
    "people": _("our own people"),
    "works": _("worked when used"),
    "trust": _("trusted source"),
    "recent": _("newest"),
    "most_sources": _("most sources"),
    "longest": _("most complete"),
}
# Fields whose order can be set, as screens show them.
FIELDS = (*(name for name in PLAIN if name not in QUIET), "title", "department", "tax_number", *POINTS)


def all_names(actor: Actor) -> tuple[str, ...]:
    """Lists the fields whose order can be set, an administrator's own that the actor may see at the end."""
    return (*FIELDS, *(field.name for field in fields_for(actor, "customer")))


def criteria_choices() -> list[tuple[str, Any]]:
    """Lists the criteria for a form."""
    return [(name, CRITERION[name]) for name in CRITERIA]
