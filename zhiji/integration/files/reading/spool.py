"""Rows put aside in an unnamed file, a batch a line, so that a list of any size needs little memory.

The file has no name from the beginning: whatever kills the program, nothing is left lying about.
"""

import json
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.limits import SPOOL_ROWS, SPOOL_SIZE


class Batch:
    """Rows that wait to be written together: not too many, and not too long."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._size = 0

    def put(self, row: Row) -> bool:
        """Puts one row behind the others, and tells whether it is time to write them."""
        self.rows.append(row)
        self._size += sum(map(len, row.cells))
        return len(self.rows) >= SPOOL_ROWS or self._size >= SPOOL_SIZE

    def taken(self) -> bytes:
        """Gives the rows as one line and begins anew."""
        line = json.dumps(self.rows, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        self.rows, self._size = [], 0
        return line


def unnamed_file() -> BinaryIO:
    """Opens a new file without a name; it is gone as soon as it is closed."""
    return cast(BinaryIO, tempfile.TemporaryFile(prefix="zhiji-list-"))


class Spool:
    """Rows on disk, in the order in which they were put; those from any place on come back at once."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self._file = file or unnamed_file()
        self._starts: list[tuple[int, int, int]] = []  # rows before, rows, and byte of each batch
        self._batch = Batch()
        self._end = 0
        self.rows = 0

    def found(self, start: int, rows: int) -> None:
        """Learns of a batch that another process wrote from a byte on."""
        self._starts.append((self.rows, rows, start))
        self.rows += rows

    def put(self, row: Row) -> None:
        """Puts one row behind the others."""
        if self._batch.put(row):
            self.flush()

    def flush(self) -> None:
        """Writes out what waits."""
        if not self._batch.rows:
            return
        self.found(self._end, len(self._batch.rows))
        line = self._batch.taken()
        self._file.seek(self._end)
        self._file.write(line)
        self._end += len(line)

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives the rows behind the first `skip`, `size` at once; fewer where rows are very long, and at the end."""
        self.flush()
        pending: list[Row] = []
        read = 0
        for before, rows, start in self._starts:
            if before + rows <= skip:
                continue
            self._file.seek(start)
            line = self._file.readline()
            read += len(line)
            pending += _rows_of(line)[max(0, skip - before) :]
            while len(pending) >= size:
                yield pending[:size]
                del pending[:size]
                read = 0
            if pending and read >= SPOOL_SIZE:
                yield pending
                pending, read = [], 0
        if pending:
            yield pending


def _rows_of(line: bytes) -> list[Row]:
    told = json.loads(line.decode("utf-8", "surrogatepass"))
    return [Row(number, cells, tuple(faults), part) for number, cells, faults, part in told]
