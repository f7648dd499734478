"""What the columns of a list mean: corrected by hand, and remembered for each source by the columns' names. Pure."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiji.lib.text import fold

Said = list[tuple[str, str]]

FIELDS = (
    "name", "family_name", "given_name", "kind", "organisation", "title", "department", "parent", "tax_number",
    "mobile", "phone", "fax", "mail", "address", "province", "city", "district", "postcode", "country", "wechat",
    "website", "category", "language", "region", "owner", "external_id", "note", "permission",
)  # fmt: skip
# Fields whose words a person says the meaning of: nothing else in such a column counts.
WORDED = ("permission",)


@dataclass(frozen=True)
class Column:
    """One column of a list: its name, the field that it means ("" for none), and what its words mean."""

    name: str
    field: str = ""
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Gives the column in a form that can be kept as JSON."""
        return {
            "column": self.name,
            "field": self.field,
            **({"words": dict(self.words)} if self.words else {}),
        }


def columns_from(kept: Iterable[Mapping[str, Any]]) -> list[Column]:
    """Reads columns kept by `as_json`."""
    return [Column(one["column"], one.get("field", ""), one.get("words", {})) for one in kept]


def reader_of(columns: Sequence[Column]) -> Callable[[Sequence[str]], Said]:
    """Makes the function that reads the cells of a row as (field, text)."""
    plain = [(place, one.field) for place, one in enumerate(columns) if one.field and one.field not in WORDED]
    worded = [
        (place, one.field, {fold(word): meaning for word, meaning in one.words.items()})
        for place, one in enumerate(columns)
        if one.field in WORDED and one.words
    ]

    def read(cells: Sequence[str]) -> Said:
        said = [(name, cells[place]) for place, name in plain if cells[place]]
        said += [
            (name, meaning) for place, name, words in worded if (meaning := words.get(fold(cells[place])))
        ]
        return said

    return read


def remembered(columns: Iterable[Column], earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what to remember of a source's columns: what it said before, with what is said now."""
    now = {fold(one.name): {"field": one.field, "words": dict(one.words)} for one in columns if one.name}
    return {**earlier, **now}


def recalled(names: Sequence[str], memory: Mapping[str, Any]) -> list[Column | None]:
    """Returns for each column what was said of one of this name, None where nothing was."""
    found = [memory.get(fold(name)) for name in names]
    return [
        Column(name, one["field"], one.get("words", {})) if one is not None else None
        for name, one in zip(names, found, strict=True)
    ]
