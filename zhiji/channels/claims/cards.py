"""Visiting cards that come with a mail (text/vcard), read as if they were signatures."""

import logging
from collections.abc import Iterator
from typing import Any

from zhiji.lib.card_grammar import card_library
from zhiji.lib.signatures import Signature
from zhiji.lib.text import has_cjk

LARGEST = 100_000
MOST_CARDS = 5
MEDIA = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
_NUMBERS = (("FAX", "fax"), ("CELL", "mobile"), ("IPHONE", "mobile"))

logging.getLogger("vobject").setLevel(logging.ERROR)


def is_card(name: str, media_type: str) -> bool:
    """Tells whether a file is a visiting card."""
    return media_type.lower() in MEDIA or name.lower().endswith(".vcf")


def read_cards(content: bytes) -> list[Signature]:
    """Reads the cards of a file, [] where none can be read."""
    if len(content) > LARGEST:
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    return list(_cards(text))


def _cards(text: str) -> Iterator[Signature]:
    count = 0
    try:
        for card in card_library().readComponents(text, ignoreUnreadable=True, allowQP=True):
            if card.name == "VCARD" and count < MOST_CARDS:
                count += 1
                yield Signature(_values(card))
    except Exception:  # the library gives up on broken cards in many ways; a mail is not worth less for one
        logging.getLogger("zhiji.claims").info("a visiting card could not be read")


def _values(card: Any) -> dict[str, list[str]]:
    lines: dict[str, list[Any]] = card.contents
    found: dict[str, list[str]] = {}

    def say(name: str, text: Any) -> None:
        text = " ".join(part for part in text if part) if isinstance(text, list) else str(text)
        if text.strip():
            found.setdefault(name, []).append(" ".join(text.split()))

    for name, key in (("name", "fn"), ("title", "title"), ("mail", "email"), ("website", "url")):
        for line in lines.get(key, ())[:3]:
            say(name, line.value)
    for line in lines.get("org", ())[:1]:
        parts = line.value if isinstance(line.value, list) else str(line.value).split(";")
        say("organisation", parts[0] if parts else "")
        say("department", parts[1] if len(parts) > 1 else "")
    for line in lines.get("tel", ())[:6]:
        types = {word.upper() for word in line.params.get("TYPE", [])} | {
            word.upper() for word in line.singletonparams
        }
        say(next((kind for word, kind in _NUMBERS if word in types), "phone"), line.value)
    for line in lines.get("adr", ())[:1]:
        place = line.value
        parts = [str(part) for part in (place.region, place.city, place.street) if part]
        chinese = has_cjk("".join(parts))
        say("address", ("" if chinese else ", ").join(parts if chinese else reversed(parts)))
    return found
