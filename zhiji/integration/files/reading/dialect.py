"""Finds out what stands between the cells of a text file, and which quotation mark goes around them."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from zhiji.integration.files.reading.careful import Splitter

# In the order of trust where several fit equally: commas stand in addresses too.
DELIMITERS = ("\t", "|", ";", ",", "，", "、")
_MOSTLY = 0.55  # of the rows have the same number of cells
_SEP_LINE = re.compile(r"^\ufeff?sep=(.)\s*$", re.IGNORECASE)
_APOSTROPHES = re.compile(r"(?:^|[,;\t|])'[^']*'(?=[,;\t|\r\n])", re.MULTILINE)


def find_quote(lines: Sequence[str]) -> str:
    """Tells which mark goes around cells: the quotation mark, or the apostrophe where that alone is used."""
    text = "".join(lines)
    around = len(_APOSTROPHES.findall(text))
    return "'" if '"' not in text and around >= max(4, len(lines)) else '"'


def find_delimiter(lines: Sequence[str], quote: str) -> str:
    """Tells what stands between cells: what cuts most rows into the same number of cells; "" for one column.

    lines are the first lines of the file, title lines and all. A line "sep=;", as spreadsheet programs write and
    obey it, decides.
    """
    told = _SEP_LINE.match(lines[0]) if lines else None
    if told:
        return told[1]
    scores = {delimiter: _score(lines, Splitter(delimiter, quote)) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0.0) else ""


def is_directive(line: str) -> bool:
    """Tells whether a line says the delimiter and is no row."""
    return _SEP_LINE.match(line) is not None


def _score(lines: Sequence[str], splitter: Splitter) -> tuple[float, float]:
    """How well a delimiter fits: the share of rows of one width, in steps of a tenth, then how wide they are."""
    widths = Counter(_widths(lines, splitter))
    total = sum(widths.values())
    wide = {width: rows for width, rows in widths.items() if width > 1}
    if not wide:
        return 0.0, 0.0
    width, rows = max(wide.items(), key=lambda item: (item[1], item[0]))
    # Rows that come a few cells short belong to the same table, titles of one cell do not speak against it.
    near = sum(count for other, count in wide.items() if other <= width) / total
    if rows / total < _MOSTLY and near < 0.8:
        return 0.0, 0.0
    return round(max(rows / total, 0.9 * near), 1), float(width)


def _widths(lines: Sequence[str], splitter: Splitter) -> list[int]:
    try:
        return [len(cells) for cells in splitter.records(lines) if any(map(str.strip, cells))]
    except csv.Error:
        return []
