"""One row of a list as it arrives: the person and the organisation that it speaks of, ready to be written.

Pure: rows are prepared in a process of their own, which knows neither Django nor a database.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

ROLE_OPEN = '"organisation_id":null'
_LONGEST_ID = 100
# What is written has no cycles: it was made here.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Way(NamedTuple):
    """A contact point: kind, as typed, normal form, extension."""

    kind: str
    typed: str
    value: str
    extension: str


class Party(NamedTuple):
    """A customer as a row tells of one.

    key is the form in which names agree; place is the code of a city, name_place where the name itself tells it;
    owner is a colleague's name or mail address, folded; own holds values of fields of one's own. said is the JSON of
    a source record's values, in which a role's organisation is still open (ROLE_OPEN).
    """

    kind: str
    name: str
    family_name: str
    given_name: str
    sort_name: str
    key: str
    category: str
    language: str
    region: str
    place: str
    ways: tuple[Way, ...]
    numbers: tuple[tuple[str, str, str], ...]
    said: str
    owner: str = ""
    name_place: str = ""
    own: tuple[tuple[str, Any], ...] = ()


class Row(NamedTuple):
    """A row that was read: its place in the list, its external id, what it holds, and what could not be understood.

    main is the person, or the organisation where no person is named; organisation is the person's. digest stands for
    the whole content; raw and faults are JSON. A row without main is wrong.
    """

    number: int
    external_id: str
    digest: str
    raw: str
    faults: str
    main: Party | None
    organisation: Party | None = None
    title: str = ""
    department: str = ""
    permission: str = ""

    @property
    def alternative_id(self) -> str:
        """The id of a row whose external id another row of the same list bears already."""
        return f"{self.external_id[: _LONGEST_ID - 17]}~{self.digest}"

    def organisation_record_id(self, key: str) -> str:
        """The id of the record in which this row speaks of its organisation."""
        return f"{self.external_id[: _LONGEST_ID - 17]}#{digest(key)}"


def digest(content: str) -> str:
    """Returns a short fingerprint (16 hexadecimal digits) of a content."""
    return blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


def compact(value: Any) -> str:
    """Writes JSON without any needless byte; NUL, which no database keeps, becomes a space."""
    text = _encode(value)
    if "\\u0000" in text:
        text = text.replace("\\u0000", " ")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def external_id_of(typed: str, content: str) -> str:
    """Returns a row's id: the source's own, shortened where it is too long, else one made of the row's content."""
    if not typed:
        return f"~{content}"
    return typed if len(typed) <= _LONGEST_ID else f"{typed[:80]}~{digest(typed)}"


def same_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tells whether a source says now what it said before, whatever since when and which key its words were given."""
    return bool(_bare(before) == _bare(after))


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: _bare(part)
            for key, part in value.items()
            if key not in {"at", "organisation_id", "parent_id"} and part
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_bare(part) for part in value]
    return value
