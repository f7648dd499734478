"""Reads a spreadsheet in a process of its own, which may hurt nobody but itself, and writes its rows line by line.

Started by `sheets.py` as `python -m …sheet_process FILE`; standard output is a file. Each line is JSON: an object
begins a sheet, counts the next batch or tells an error; a list is a batch of rows.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from zhiji.integration.files.reading.cells import cell_text, is_rounded
from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.limits import (
    CHILD_MEMORY,
    CHILD_OUTPUT,
    CHILD_SECONDS,
    MOST_COLUMNS,
)
from zhiji.integration.files.reading.spool import Batch
from zhiji.lib.formula_marks import unmarked


def main(path: str) -> int:
    """Writes out all sheets of a spreadsheet file; gives 0 also where it tells an error."""
    limit_itself()
    import python_calamine as calamine

    try:
        with calamine.load_workbook(path) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                    visible = sheet.visible == calamine.SheetVisibleEnum.Visible
                    _write_sheet(workbook.get_sheet_by_name(sheet.name), visible)
    except calamine.PasswordError:
        _write({"error": "encrypted"})
    except (MemoryError, OSError):
        _write({"error": "too_much"})
    except (calamine.CalamineError, ValueError, OverflowError):
        _write({"error": "damaged"})
    else:
        _write({"done": True})
    sys.stdout.flush()
    return 0


def limit_itself() -> None:
    """Sets limits of memory, computing and output; where the system knows none, the size of the file must do."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, CHILD_MEMORY),
        (resource.RLIMIT_CPU, CHILD_SECONDS),
        (resource.RLIMIT_FSIZE, CHILD_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _write_sheet(sheet: Any, visible: bool) -> None:
    _write({"sheet": sheet.name, "visible": visible})
    batch = Batch()
    for row in _rows(sheet):
        if batch.put(row):
            _write_batch(batch)
    if batch.rows:
        _write_batch(batch)


def _write_batch(batch: Batch) -> None:
    """Writes rows, after what one wants to know of them without reading them."""
    _write({"rows": len(batch.rows), "cells": sum(sum(map(bool, row.cells)) for row in batch.rows)})
    sys.stdout.buffer.write(batch.taken())


def _rows(sheet: Any) -> Iterator[Row]:
    """Gives the rows that hold anything, each up to its last filled cell."""
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [unmarked(cell_text(value)) for value in values[: MOST_COLUMNS + 1]]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Row(number, cells[:MOST_COLUMNS], _faults(cells, values))


def _faults(cells: list[str], values: list[object]) -> tuple[str, ...]:
    faults = ("rounded_number",) if any(map(is_rounded, values)) else ()
    return (*faults, "too_many_cells") if len(cells) > MOST_COLUMNS else faults


def _write(told: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode("ascii") + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
