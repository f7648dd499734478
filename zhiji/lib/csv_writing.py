"""Writes lists that any spreadsheet program opens, that can't run formulas there, and that come back unchanged."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from zhiji.lib.formula_marks import marked

BYTE_ORDER_MARK = "\ufeff"  # by this, spreadsheet programs know UTF-8 and show Chinese


def write_csv(target: Path | TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes a list as CSV and tells how many rows it has.

    UTF-8 with a byte order mark. Cells that a spreadsheet program would take for a formula get the mark of
    `formula_marks.py`, which reading takes off again. Characters that no text may hold (NUL, half of a pair) are left
    out. A stream must be open for text with newline="" and is left open.
    """
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as handle:
            return _write(handle, columns, rows)
    return _write(target, columns, rows)


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Gives rows as lines of CSV, each cell made safe."""
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()


def _write(handle: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    handle.write(BYTE_ORDER_MARK)
    writer = csv.writer(handle, lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        count += 1
    return count


def safe_cell(cell: str) -> str:
    """Writes a cell so that nothing runs and nothing breaks: marked, and without characters that no text may hold."""
    text = marked(cell)
    if "\0" in text or not text.isascii():
        return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return text
