"""A spreadsheet as a list: XLSX, XLSM, XLSB, XLS and ODS. One sheet, chosen or the fullest."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import SHEETS, Layout, Row
from zhiji.integration.files.reading.limits import CHILD_SECONDS, HEAD_ROWS
from zhiji.integration.files.reading.spool import Spool, unnamed_file

_READER = "zhiji.integration.files.reading.sheet_process"


@dataclass
class Sheet:
    """One sheet of a spreadsheet, put aside on disk."""

    name: str
    visible: bool
    spool: Spool
    cells: int = 0


@dataclass
class SheetList:
    """The rows of one sheet, all of them: titles and header too."""

    layout: Layout
    sheet: Sheet

    @classmethod
    def open(cls, path: Path, options: Layout) -> "SheetList":
        """Reads a spreadsheet and takes the sheet that was chosen, else the fullest. Raises UnreadableList."""
        file = unnamed_file()
        _convert(path, file)
        sheets = _sheets_in(file)
        if not any(sheet.cells for sheet in sheets):
            raise UnreadableList("empty")
        sheet = _chosen(sheets, options.sheet)
        names = tuple(sheet.name for sheet in sheets)
        return cls(replace(options, kind=SHEETS, sheet=sheet.name, sheets=names), sheet)

    def head(self) -> list[Row]:
        """Gives the first rows of the sheet."""
        return next(self.batches(0, HEAD_ROWS), [])

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives all rows behind the first `skip` rows that hold anything, `size` at once."""
        return self.sheet.spool.batches(skip, size)

    def total(self) -> tuple[int, bool]:
        """Counts the rows that hold anything, exactly."""
        return self.sheet.spool.rows, True


def _convert(path: Path, file: BinaryIO) -> None:
    """Has another process write the rows; what a hostile file does to it is told as a fault of the file."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", _READER, os.fspath(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.DEVNULL,
            timeout=2 * CHILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableList("too_much") from error
    if done.returncode:
        # Killed by a signal: out of memory or time. Ended by itself: the library gave up on what it read.
        raise UnreadableList("too_much" if done.returncode < 0 else "damaged")


def _sheets_in(file: BinaryIO) -> list[Sheet]:
    sheets: list[Sheet] = []
    start = 0
    file.seek(0)
    for line in file:
        start += len(line)
        if line.startswith(b"{"):
            _take_told(json.loads(line), file, sheets, start)
    return sheets


def _take_told(told: dict[str, Any], file: BinaryIO, sheets: list[Sheet], end: int) -> None:
    if "error" in told:
        raise UnreadableList(told["error"])
    if "sheet" in told:
        sheets.append(Sheet(told["sheet"], told["visible"], Spool(file)))
    if "rows" in told:
        sheets[-1].spool.found(end, told["rows"])
        sheets[-1].cells += told["cells"]


def _chosen(sheets: list[Sheet], name: str | None) -> Sheet:
    if name is None:
        visible = [sheet for sheet in sheets if sheet.visible and sheet.cells]
        return max(visible or sheets, key=lambda sheet: sheet.cells)
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise UnreadableList("no_sheet", sheet=name, sheets=", ".join(sheet.name for sheet in sheets))
