"""Rows put aside in an unnamed file, a batch a line, so that a list of any size needs little memory.

The file has no name from the beginning: whatever kills the program, nothing is left lying about.
"""

import json
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.limits import SPOOL_ROWS


def as_line(rows: list[Row]) -> bytes:
    """Writes a batch of rows as one line."""
    return json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def from_line(line: bytes) -> list[Row]:
    """Reads a batch of rows from its line."""
    return [
        Row(number, cells, tuple(faults), part)
        for number, cells, faults, part in json.loads(line.decode("utf-8", "surrogatepass"))
    ]


def unnamed_file() -> BinaryIO:
    """Opens a new file without a name; it is gone as soon as it is closed."""
    return cast(BinaryIO, tempfile.TemporaryFile(prefix="zhiji-list-"))


class Spool:
    """Rows on disk, in the order in which they were put; those from any place on come back at once."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file or unnamed_file()
        self._starts: list[tuple[int, int]] = []  # (rows before, byte) of each batch
        self._pending: list[Row] = []
        self._end = 0
        self.rows = 0

    def found(self, start: int, rows: int) -> None:
        """Learns of a batch that another process wrote from a byte on."""
        self._starts.append((self.rows, start))
        self.rows += rows

    def put(self, row: Row) -> None:
        """Puts one row behind the others."""
        self._pending.append(row)
        self.rows += 1
        if len(self._pending) >= SPOOL_ROWS:
            self.flush()

    def flush(self) -> None:
        """Writes out what waits."""
        if not self._pending:
            return
        line = as_line(self._pending)
        self._starts.append((self.rows - len(self._pending), self._end))
        self._file.seek(self._end)
        self._file.write(line)
        self._end += len(line)
        self._pending = []

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives the rows behind the first `skip`, `size` at once."""
        self.flush()
        pending: list[Row] = []
        for before, start in self._starts:
            if before + SPOOL_ROWS <= skip:
                continue
            self._file.seek(start)
            pending += from_line(self._file.readline())[max(0, skip - before) :]
            while len(pending) >= size:
                yield pending[:size]
                del pending[:size]
        if pending:
            yield pending
