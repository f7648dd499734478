"""Turns the blocks of a text file into rows: whole blocks at once, line by line where quotes run over lines."""

import csv
from collections.abc import Iterable, Iterator
from functools import partial

from zhiji.integration.files.reading.blocks import Block
from zhiji.integration.files.reading.careful import BLANKS, CarefulReader, Place, Splitter
from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.limits import LONGEST_LINE, MOST_COLUMNS
from zhiji.lib.formula_marks import MARK, unmarked

_BLOCKS_IN_BATCH = 8
_CAREFUL_ROWS = 500
_make_row = partial(tuple.__new__, Row)  # half the time of Row(…), a million times

# Python's own limit is for all readers of the process; it may only grow. Lines are limited before they come here.
csv.field_size_limit(max(csv.field_size_limit(), 4 * LONGEST_LINE))


class Records:
    """Reads rows from blocks of lines. `places` collects where one can begin to read again; `at` is the last."""

    def __init__(self, blocks: Iterable[Block], splitter: Splitter, begin: Place) -> None:
        self._blocks = iter(blocks)
        self._splitter = splitter
        self._blocks_read = 0
        self.at = Place(begin.offset, begin.rows, begin.number)
        self.places: list[Place] = []
        self._careful = CarefulReader(self._next_block, splitter, self.at)

    def batches(self, size: int) -> Iterator[list[Row]]:
        """Gives rows that hold anything, size at once; fewer where rows are very long, and at the end."""
        pending: list[Row] = []
        began = 0
        for rows in self._by_block():
            pending += rows
            while len(pending) >= size:
                yield pending[:size]
                del pending[:size]
            if not pending:
                began = self._blocks_read
            elif self._blocks_read - began >= _BLOCKS_IN_BATCH:
                yield pending
                pending, began = [], self._blocks_read
        if pending:
            yield pending

    def _next_block(self) -> Block | None:
        self._blocks_read += 1
        return next(self._blocks, None)

    def _by_block(self) -> Iterator[list[Row]]:
        while block := self._next_block():
            self.places.append(Place(block.offset, self.at.rows, self.at.number))
            quick = self._quick(block)
            if quick is not None:
                yield quick
            else:
                yield from _grouped(self._careful.rows(block), _CAREFUL_ROWS)

    def _quick(self, block: Block) -> list[Row] | None:
        """Reads a block at once; None where a row is more than a line, or a quote stays open."""
        try:
            records = list(self._splitter.records(block.lines))
        except csv.Error:
            return None
        if len(records) != len(block.lines) or (records[-1] and records[-1][-1].endswith(("\n", "\r"))):
            return None
        if MARK in "".join(block.lines):
            records = [list(map(unmarked, cells)) for cells in records]
        first = self.at.number + 1
        if block.faults or max(map(len, records)) > MOST_COLUMNS:
            rows = _rows_with_faults(records, first, block.faults)
        else:
            rows = [
                _make_row((number, cells, (), ""))
                for number, cells in enumerate(records, first)
                if cells and (cells[0].strip(BLANKS) or "".join(cells).strip(BLANKS))
            ]
        self.at.number += len(records)
        self.at.rows += len(rows)
        return rows


def _rows_with_faults(records: list[list[str]], first: int, faults: dict[int, str]) -> list[Row]:
    rows = []
    for place, cells in enumerate(records):
        told = (faults[place],) if place in faults else ()
        if len(cells) > MOST_COLUMNS:
            cells, told = cells[:MOST_COLUMNS], (*told, "too_many_cells")
        if "".join(cells).strip(BLANKS):
            rows.append(Row(first + place, cells, told))
    return rows


def _grouped(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    group = []
    for row in rows:
        group.append(row)
        if len(group) >= size:
            yield group
            group = []
    if group:
        yield group
