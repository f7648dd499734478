"""How a list file is laid out: found by itself, corrected by a person, remembered for the next delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

TEXT, SHEETS, CARDS, FOLDER = "text", "sheets", "cards", "folder"


class Row(NamedTuple):
    """One row of a list: its number as a person sees it in the file, its cells, and what is wrong with it.

    cells has at least one text for each column; what stands beyond the last column follows. faults are codes, see
    `faults.row_fault_text`. part is the file that the row comes from, where the list is a folder.
    """

    number: int
    cells: list[str]
    faults: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Layout:
    """What one has to know to read a file: None means "find out".

    kind is text, sheets, cards or folder. header_row is the number of the row with the names of the columns, as seen
    in the file; 0 says there is none. delimiter "" says that the list has one column; quote "" that quotes are
    ordinary characters.
    """

    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Gives the layout in a form that can be kept as JSON."""
        return {
            "kind": self.kind,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quote": self.quote,
            "header_row": self.header_row,
            "sheet": self.sheet,
            "sheets": list(self.sheets),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Layout":
        """Reads a layout kept by `as_json`; what it does not know, it leaves out."""
        known = {key: kept[key] for key in cls.__dataclass_fields__ if key in kept}
        return replace(cls(**known), sheets=tuple(known.get("sheets") or ()))
