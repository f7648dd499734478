"""The file of rows that need a look: the original columns, and behind them where each row is and what is wrong."""

import json
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.rows import Row
from zhiji.integration.files.faults import reason_of
from zhiji.lib.csv_writing import write_csv

Line = list[str]


def write_errors(handle: BinaryIO, columns: Sequence[str], lines: Iterable[Line]) -> int:
    """Writes lines as CSV that a spreadsheet program opens without running anything; returns how many there are."""
    text = TextIOWrapper(handle, encoding="utf-8", newline="")
    try:
        return write_csv(text, [*columns, _("Row"), _("What is wrong")], lines)
    finally:
        text.flush()
        text.detach()


def lines_of(rows: Iterable[Row], width: int, header: int = 0) -> Iterable[Line]:
    """Gives the lines of those rows that have faults; header counts the lines above the first row."""
    for row in rows:
        if row.faults != "[]":
            yield _line(row.number + header, json.loads(row.faults), json.loads(row.raw), width)


def write_errors_of_import(handle: BinaryIO, at: Import) -> int:
    """Writes the error file of an import that ran, from the records it kept."""
    columns = at.layout.get("columns", [])
    return write_errors(handle, columns, _kept_lines(at, len(columns)))


def _kept_lines(at: Import, width: int) -> Iterable[Line]:
    told = SourceRecord.objects.filter(of_import=at).exclude(faults=[]).order_by("row", "id")
    seen, header = None, at.layout.get("header_row") or 0
    for row, faults, raw in told.values_list("row", "faults", "raw").iterator(chunk_size=500):
        if row != seen:
            yield _line((row or 0) + header, faults, raw, width)
        seen = row


def _line(number: int, faults: Sequence[dict[str, Any]], cells: Sequence[str], width: int) -> Line:
    first = faults[0] if faults else {}
    place = " ".join(filter(None, (first.get("part", ""), str(first.get("line") or number + 1))))
    return [*cells[:width], *[""] * (width - len(cells)), place, reason_of(faults)]
