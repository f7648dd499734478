"""Writes lists that any spreadsheet program opens, that can't run formulas there, and that come back unchanged."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from zhiji.integration.files.reading.layout import TEXT, Layout
from zhiji.integration.files.reading.marks import marked

# How our own files are laid out; whoever reads one of ours need not guess.
OWN_LAYOUT = Layout(kind=TEXT, encoding="utf-8", delimiter=",", quote='"', header_row=1)
_MARK_OF_ORDER = "\ufeff"  # by this, spreadsheet programs know UTF-8 and show Chinese


def write_csv(target: Path | TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes a list as CSV and tells how many rows it has.

    UTF-8 with a byte order mark. Cells that a spreadsheet program would take for a formula get the mark of `marks.py`,
    which reading takes off again. Characters that no text may hold (NUL, half of a pair) are left out. A stream must
    be open for text with newline="" and is left open.
    """
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as handle:
            return _write(handle, columns, rows)
    return _write(target, columns, rows)


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


def _write(handle: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    handle.write(_MARK_OF_ORDER)
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow([_safe(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
        count += 1
    return count


def _safe(cell: str) -> str:
    text = marked(cell)
    if "\0" in text or not text.isascii():
        return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return text
