"""Writes lists that any spreadsheet program opens, that can't run formulas there, and that come back unchanged."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from zhiji.integration.files.reading.layout import TEXT, Layout
from zhiji.lib.csv_writing import write_csv

# How our own files are laid out; whoever reads one of ours need not guess.
OWN_LAYOUT = Layout(kind=TEXT, encoding="utf-8", delimiter=",", quote='"', header_row=1)


def write_faults(
    target: Path | TextIO,
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str], str]],
    *,
    number_name: str,
    reason_name: str,
) -> int:
    """Writes the rows that could not be taken: the original columns, then the row's number in the file and the reason.

    rows are number, cells and reason. The two names are the headings of the added columns, in people's language.
    """
    padded = ([*_exactly(cells, len(columns)), str(number), reason] for number, cells, reason in rows)
    return write_csv(target, [*columns, number_name, reason_name], padded)


def _exactly(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
