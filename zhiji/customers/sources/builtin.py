"""Sources that come with Zhiji and are made on first use, and how a source gets its key."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from zlib import crc32

from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from zhiji.customers.sources.rules import TRUST


class BuiltIn(NamedTuple):
    """A source that comes with Zhiji."""

    name: str
    kind: str
    trust: int


PEOPLE = "people"
BUILT_IN: Mapping[str, BuiltIn] = {
    PEOPLE: BuiltIn(_("Our own people"), "people", TRUST["people"]),
    "mail": BuiltIn(_("Mail"), "channel", TRUST["channel"]),
    "web": BuiltIn(_("Web forms"), "channel", 40),
    "portal": BuiltIn(_("Customer portal"), "channel", 80),
    "demo": BuiltIn(_("Demo company"), "department", TRUST["department"]),
    "unknown": BuiltIn(_("Unknown source"), "file", TRUST["file"]),
}
# What older parts of the house call the same source.
_SAME = {"desk": PEOPLE, "": "unknown"}


def source_key(text: str) -> str:
    """Returns the key under which a source is kept; one with Chinese letters only gets a key of its own."""
    if text in _SAME:
        return _SAME[text]
    return slugify(text)[:60] or f"s{crc32(text.encode()):08x}"


def shown_source(key: str, name: str) -> str:
    """Returns a source's name for a screen: one that comes with Zhiji speaks the reader's language."""
    known = BUILT_IN.get(key)
    return gettext(name) if known and known.name == name else name


def name_of_source(text: str) -> str:
    """Names for a screen the source that the house calls by this text, whether it is made yet or not."""
    key = source_key(text)
    return shown_source(key, str(first_values(key, text)["name"]))


def first_values(key: str, text: str) -> dict[str, Any]:
    """Returns name, kind and trust that a source has when it is made."""
    known = BUILT_IN.get(key) or BuiltIn(text, "file", TRUST["file"])
    return {"name": known.name[:100], "kind": known.kind, "trust": known.trust}
