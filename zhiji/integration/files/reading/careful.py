"""Reads rows line by line where quotes run over lines, and mends quotes that never close."""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhiji.integration.files.reading.blocks import Block
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.limits import LONGEST_LINE, LONGEST_RECORD, MOST_COLUMNS, OPEN_QUOTES
from zhiji.lib.formula_marks import unmarked

BLANKS = " \t\r\n\x1a"


@dataclass
class Place:
    """A place in a file where a row begins: its byte, rows with content before it, and rows of any kind before it."""

    offset: int
    rows: int = 0
    number: int = 0


@dataclass(frozen=True)
class Splitter:
    """Splits lines into cells by delimiter and quote; either may be "" for none."""

    delimiter: str
    quote: str

    @property
    def between(self) -> str:
        """What stands between cells; in a list of one column the unit separator, which nobody types."""
        return self.delimiter or "\x1f"

    def records(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Reads the cells of each row; [] for an empty line."""
        if not self.quote:
            return csv.reader(lines, delimiter=self.between, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self.between, quotechar=self.quote)


class OpenQuote(Exception):
    """A quote was opened and not closed within many lines, or never."""


class CarefulReader:
    """Reads a block, and the next ones until one ends where a row ends."""

    def __init__(self, next_block: Callable[[], Block | None], splitter: Splitter, at: Place) -> None:
        self._next_block = next_block
        self._splitter = splitter
        self._at = at
        self._lines: Iterator[str] = iter(())
        self._recent: list[str] = []  # lines of the row being read
        self._length = 0  # characters of these
        self._again: deque[str] = deque()  # lines to be read a second time
        self._read = 0
        self._faults: dict[int, str] = {}  # line (counted as read) → fault
        self._ended = False
        self.mended = 0

    def rows(self, block: Block) -> Iterator[Row]:
        """Gives the rows that hold anything; a row whose quote never closes is taken as it stands."""
        self._begin(block)
        done = False
        while not done:
            try:
                for cells in self._splitter.records(self._feed()):
                    if self._ended:
                        raise OpenQuote
                    yield from self._row(cells, self._row_faults())
                done = True
            except (OpenQuote, csv.Error):
                yield from self._row(self._literally(), ("open_quote",))

    def _row(self, cells: list[str], faults: tuple[str, ...]) -> Iterator[Row]:
        self._recent.clear()
        self._length = 0
        self._at.number += 1
        if not "".join(cells).strip(BLANKS):
            return
        cells = list(map(unmarked, cells))
        self._at.rows += 1
        if len(cells) > MOST_COLUMNS:
            cells, faults = cells[:MOST_COLUMNS], (*faults, "too_many_cells")
        yield Row(self._at.number, cells, faults)

    def _begin(self, block: Block) -> None:
        self._lines = iter(block.lines)
        for place, code in block.faults.items():
            self._faults[self._read + place + 1] = code

    def _feed(self) -> Iterator[str]:
        """Gives lines until a block ends where a row ends, and remembers those of the row that is being read."""
        self._ended = False
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                following = self._next_block() if self._recent else None
                if following is None:
                    self._ended = bool(self._recent)
                    return
                self._begin(following)
                continue
            self._read += 1
            self._recent.append(line)
            self._length += len(line)
            if len(self._recent) > LONGEST_RECORD or self._length > 4 * LONGEST_LINE:
                raise OpenQuote
            yield line

    def _row_faults(self) -> tuple[str, ...]:
        if not self._faults:
            return ()
        lines = range(self._read - len(self._recent) + 1, self._read + 1)
        return tuple(dict.fromkeys(self._faults.pop(line) for line in lines if line in self._faults))

    def _literally(self) -> list[str]:
        """Takes the first line of a broken row as it stands, and gives the others back to be read again."""
        self.mended += 1
        if self.mended > OPEN_QUOTES:
            raise UnreadableList("open_quotes", row=self._at.number + 1)
        first, others = self._recent[0], self._recent[1:]
        self._again.extendleft(reversed(others))
        self._read -= len(others)
        return first.rstrip("\r\n").split(self._splitter.between)
