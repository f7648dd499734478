"""What fields, states and counts of an import are called on screens."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiji.customers.sources.models import Import
from zhiji.integration.files.reading.reasons import reason_text

# (group, ((field, its name), …)): in the order in which one looks for them.
FIELDS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (
        _("Who they are"),
        (
            ("name", _("Name")),
            ("organisation", _("Organisation")),
            ("family_name", _("Family name")),
            ("given_name", _("Given name")),
            ("title", _("Job title")),
            ("department", _("Department")),
            ("kind", _("Person or organisation")),
            ("parent", _("Parent organisation")),
        ),
    ),
    (
        _("How to reach them"),
        (
            ("mobile", _("Mobile")),
            ("phone", _("Phone")),
            ("fax", _("Fax")),
            ("mail", _("Mail address")),
            ("wechat", _("WeChat")),
            ("website", _("Web site")),
        ),
    ),
    (
        _("Where they are"),
        (
            ("address", _("Address")),
            ("country", _("Country")),
            ("province", _("Province")),
            ("city", _("City")),
            ("district", _("District")),
            ("postcode", _("Postcode")),
        ),
    ),
    (
        _("Further"),
        (
            ("external_id", _("Number in this list")),
            ("tax_number", _("Tax number")),
            ("category", _("Category")),
            ("region", _("Market region")),
            ("language", _("Language")),
            ("owner", _("Owner")),
            ("note", _("Note")),
            ("permission", _("Agreement to offers and news")),
        ),
    ),
)
OWN = _("Fields of our own")
MEANINGS = (("", _("says nothing")), ("granted", _("agreed")), ("refused", _("refused")))
TONES = {
    Import.State.DONE: "good",
    Import.State.FAILED: "bad",
    Import.State.RUNNING: "info",
    Import.State.CHECKING: "info",
    Import.State.UNDOING: "info",
    Import.State.PAUSED: "warn",
}
# (count, its name, what it means)
COUNTS = (
    ("new", _("New rows"), _("not known before")),
    ("changed", _("Changed"), _("known, and something is new")),
    ("conflict", _("In conflict"), _("known, and another source says otherwise")),
    ("same", _("Same"), _("nothing to do")),
    ("wrong", _("Wrong"), _("can't come in")),
)
TOLD = ("wrong", "faults", "erased")
# Shown where there are any.
ERASED = ("erased", _("Left out: was erased"), _("on their own request"))


def why(reason: str) -> str:
    """Says why a column was taken for a field."""
    return str(_("As last time")) if reason == "remembered" else reason_text(reason)
