"""What kinds of fields there are, each with an icon and an example, for whoever defines one."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiji.kernel.fields.models import OwnField


@dataclass(frozen=True)
class ShownKind:
    """A kind of field as the page shows it."""

    slug: str
    label: Any
    icon: str
    example: Any


_SHOWN: dict[str, tuple[str, Any]] = {
    "text": ("typography", _("A word or a sentence, such as the name of their ERP")),
    "number": ("hash", _("A quantity, such as boards a year")),
    "money": ("coin", _("An amount with its currency, such as a credit limit")),
    "date": ("calendar", _("A day, such as the first contract")),
    "choice": ("circle-dot", _("One of a list, such as payment terms")),
    "choices": ("checklist", _("Some of a list, such as certificates")),
    "person": ("user", _("A colleague, such as the engineer who looks after them")),
    "customer": ("building", _("Another customer, such as their dealer")),
    "link": ("link", _("An address of the web, such as a data sheet")),
    "file": ("paperclip", _("A document, such as a signed agreement")),
}


def shown_kinds() -> list[ShownKind]:
    """Lists the kinds of fields as the page offers them."""
    return [ShownKind(slug, label, *_SHOWN[slug]) for slug, label in OwnField.Kind.choices]
