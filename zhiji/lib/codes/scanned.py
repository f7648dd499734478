"""What was understood of a scan."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Kinds of what can be in a code.
NUMBER = "number"  # one of our own numbers, C-000123
GOODS = "goods"  # a GS1 code: product, unit, lot, parcel
CARD = "card"  # a vCard; `text` is the card
LINK = "link"  # a web address
TEXT = "text"  # anything else
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Amount:
    """One quantity that a code tells: 12.5 kg net weight, 40 pieces, 99.00 CNY."""

    element: str  # the application identifier, such as "3101"
    what: str  # count, net_weight, price …
    value: Decimal
    unit: str  # kg, m, l, an ISO 4217 letter code, "" for pieces


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a code says. `text` is always what was scanned, without what can't be seen."""

    kind: str
    text: str
    symbology: str = ""  # the two characters of the AIM identifier: "C1", "d2", "Q3"; "" where none came
    product: str = ""  # GTIN in 14 digits, its check digit right
    lot: str = ""
    serial: str = ""
    produced: date | None = None
    expires: date | None = None
    best_before: date | None = None
    amounts: tuple[Amount, ...] = ()
    elements: tuple[tuple[str, str], ...] = ()  # all GS1 elements: identifier and value as they stood
    url: str = ""  # http or https, nothing else
    ours: bool = False  # the address is on one of our own hosts
    secret: str = ""  # the unguessable part of a link of ours
    prefix: str = ""  # of one of our own numbers
    key: int = 0
    # check_digit, date, element, contradiction, too_many, too_long, address, hidden_characters
    faults: tuple[str, ...] = ()


def visible(text: str) -> str:
    """Takes out of a text what can't be seen: control characters and marks that turn its direction.

    Line breaks and tabs stay; line ends of other systems become plain ones.
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in _UNSEEN
    )


# Control characters, directions and other formats, halves of characters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
