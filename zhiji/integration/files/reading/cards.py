"""A file of address cards (vCard 2.1, 3.0, 4.0) as a list: one card, one row."""

from dataclasses import replace
from pathlib import Path

from zhiji.integration.files.reading.cardlines import Card, Line, cards_in, pieces
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.gathering import Gathering
from zhiji.integration.files.reading.layout import CARDS, Layout
from zhiji.integration.files.reading.limits import MOST_WAYS
from zhiji.integration.files.reading.opening import opened
from zhiji.lib.phones import parse_phone

ORDER = (
    "kind name family_name given_name organisation department title mobile phone fax mail address city province "
    "postcode country website wechat language category external_id note"
).split()
_PLAIN = {
    "TITLE": "title",
    "EMAIL": "mail",
    "URL": "website",
    "NOTE": "note",
    "UID": "external_id",
    "LANG": "language",
    "CATEGORIES": "category",
    "X-WECHAT": "wechat",
    "X-WEIXIN": "wechat",
    "X-QQ": "QQ",
}
_SAYS_NOTHING = {
    "PRODID",
    "REV",
    "PROFILE",
    "MAILER",
    "SORT-STRING",
    "CLASS",
    "CLIENTPIDMAP",
    "LABEL",
    "N",
    "FN",
    "ORG",
}
_ADDRESS_PARTS = ((3, "city"), (4, "province"), (5, "postcode"), (6, "country"))


def open_cards(path: Path, options: Layout) -> Gathering:
    """Reads all cards of a file. Raises UnreadableList where there is none."""
    gathered = Gathering(replace(options, kind=CARDS, header_row=0), ORDER)
    with opened(path) as handle:
        for number, card in enumerate(cards_in(handle), 1):
            values = values_of(card)
            if values:
                gathered.put(number, values, ("bad_card",) if card.bad else ())
    if not gathered.total()[0]:
        raise UnreadableList("no_cards")
    return gathered


def values_of(card: Card) -> dict[str, str]:
    """Gives what a card says by column: name, organisation, each telephone by its sort, first address in parts."""
    values: dict[str, str] = {}
    for line in card.lines:
        if line.name in ("N", "FN", "ORG", "ADR", "TEL"):
            continue
        _add(values, *_single(line))
    _add_names(values, card)
    for line in card.lines:
        if line.name == "TEL":
            _add(values, _sort_of_phone(line), _number(line))
        elif line.name == "ADR":
            _add_address(values, line)
    return {column: value.strip() for column, value in values.items() if value.strip()}


def _single(line: Line) -> tuple[str, str]:
    value = "\n".join(pieces(line.value, "\0"))
    if line.name in _PLAIN:
        return _PLAIN[line.name], value.removeprefix("mailto:")
    if line.name == "ROLE":
        return "title", value
    if line.name == "KIND":
        return "kind", {"individual": "person", "org": "organisation"}.get(value.strip().lower(), value)
    if line.name == "X-ABSHOWAS":
        return "kind", "organisation" if value.strip().upper() == "COMPANY" else ""
    if line.name in ("IMPP", "X-SOCIALPROFILE") and ("WECHAT" in line.types or value[:2].lower() == "we"):
        return "wechat", value.partition(":")[2] or value
    if line.name in _SAYS_NOTHING or line.name.startswith(("X-AB", "X-MS-OL")):
        return "", ""
    return line.name, value


def _add(values: dict[str, str], column: str, value: str) -> None:
    """Puts a value under its column, a second one under "mobile (2)"; the same value is put once."""
    if not column or not value.strip():
        return
    for again in range(1, MOST_WAYS + 1):
        name = column if again == 1 else f"{column} ({again})"
        if values.setdefault(name, value) == value:
            return


def _add_names(values: dict[str, str], card: Card) -> None:
    for line in card.lines:
        parts = [part.strip() for part in pieces(line.value)]
        if line.name == "N":
            _add(values, "family_name", parts[0])
            _add(values, "given_name", " ".join(filter(None, parts[1:3])))
        elif line.name == "FN":
            _add(values, "name", "\n".join(pieces(line.value, "\0")))
        elif line.name == "ORG":
            _add(values, "organisation", parts[0])
            _add(values, "department", " ".join(filter(None, parts[1:])))
    if "name" not in values:
        made = _whole_name(values.get("family_name", ""), values.get("given_name", ""))
        _add(values, "name", made or values.get("organisation", ""))


def _whole_name(family: str, given: str) -> str:
    latin = (family + given).isascii()
    return f"{given} {family}".strip() if latin else family + given


def _sort_of_phone(line: Line) -> str:
    if line.types & {"FAX", "WORKFAX", "HOMEFAX"}:
        return "fax"
    if line.types & {"CELL", "MOBILE", "IPHONE"} or parse_phone(_number(line)).kind == "mobile":
        return "mobile"
    return "phone"


def _number(line: Line) -> str:
    return "".join(pieces(line.value, "\0")).strip().removeprefix("tel:").replace(";ext=", " ext. ")


def _add_address(values: dict[str, str], line: Line) -> None:
    """The first address goes into its parts, any other stays in one piece."""
    parts = [part.strip() for part in pieces(line.value)] + [""] * 7
    street = " ".join(filter(None, (parts[2], parts[1], parts[0])))
    if any(column in values for _place, column in _ADDRESS_PARTS) or "address" in values:
        _add(values, "address", ", ".join(filter(None, (street, *parts[3:7]))))
        return
    _add(values, "address", street)
    for place, column in _ADDRESS_PARTS:
        _add(values, column, parts[place])
