"""A text table as a list: CSV, TSV and their relatives, in any usual character set."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from zhiji.integration.files.reading import charset
from zhiji.integration.files.reading.blocks import Script, make_block, read_blocks, script_of
from zhiji.integration.files.reading.careful import BLANKS, Place, Splitter
from zhiji.integration.files.reading.dialect import DELIMITERS, find_delimiter, find_quote, is_directive
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import TEXT, Layout, Row
from zhiji.integration.files.reading.limits import COUNTED_EXACTLY, HEAD_ROWS, KIB, LONGEST_LINE
from zhiji.integration.files.reading.opening import opened
from zhiji.integration.files.reading.records import Records

_SPOTS = 16  # places of a long file from which a sample is taken
_SPOT = 32 * KIB
_SAMPLE = 256 * KIB
_LINES = 300


@dataclass
class TextList:
    """The rows of a text file, all of them: titles and header too."""

    path: Path
    layout: Layout
    script: Script
    splitter: Splitter
    begin: Place
    places: list[Place] = field(default_factory=list)
    _total: tuple[int, bool] | None = None

    @classmethod
    def open(cls, path: Path, options: Layout) -> "TextList":
        """Finds out how a file is written; what the options say is believed. Raises UnreadableList."""
        with opened(path) as handle:
            encoding, offset, start = _encoding_of(handle, options.encoding)
        script = script_of(encoding, start)
        if len(start) > LONGEST_LINE and not script.last_end(start[:LONGEST_LINE]):
            raise UnreadableList("one_line")
        written = make_block(0, start[: script.last_end(start) or len(start)], script).lines
        lines = [line for line in written if line.strip(BLANKS)][:_LINES]
        if not "".join(lines).strip(BLANKS + '"' + "".join(DELIMITERS)):
            raise UnreadableList("empty")
        quote = find_quote(lines) if options.quote is None else options.quote
        delimiter = find_delimiter(lines, quote) if options.delimiter is None else options.delimiter
        _check_marks(delimiter, quote)
        begin = Place(offset)
        if is_directive(written[0]):
            begin = Place(offset + script.first_end(start), 0, 1)
        layout = replace(options, kind=TEXT, encoding=encoding, delimiter=delimiter, quote=quote)
        return cls(path, layout, script, Splitter(delimiter, quote), begin)

    def head(self) -> list[Row]:
        """Gives the first rows of the file."""
        return next(self.batches(0, HEAD_ROWS), [])

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives all rows behind the first `skip` rows that hold anything, `size` at once."""
        known = [place for place in self.places if place.rows <= skip]
        begin = known[-1] if known else self.begin
        skip -= begin.rows
        with opened(self.path) as handle:
            records = Records(read_blocks(handle, self.script, begin.offset), self.splitter, begin)
            for batch in records.batches(size):
                self._learn(records)
                if skip >= len(batch):
                    skip -= len(batch)
                    continue
                yield batch[skip:]
                skip = 0

    def _learn(self, records: Records) -> None:
        last = self.places[-1].offset if self.places else -1
        self.places += [place for place in records.places if place.offset > last]
        records.places.clear()

    def total(self) -> tuple[int, bool]:
        """Counts the rows that hold anything; of a very large file they are estimated, and the second value says so."""
        if self._total is None:
            self._total = self._count() if self._size() <= COUNTED_EXACTLY else self._estimate()
        return self._total

    def _size(self) -> int:
        with opened(self.path) as handle:
            return handle.seek(0, 2)

    def _count(self) -> tuple[int, bool]:
        known = self.places[-1] if self.places else self.begin
        return known.rows + sum(len(batch) for batch in self.batches(known.rows, 50_000)), True

    def _estimate(self) -> tuple[int, bool]:
        with opened(self.path) as handle:
            records = Records(read_blocks(handle, self.script, self.begin.offset), self.splitter, self.begin)
            for _batch in records.batches(20_000):
                if len(records.places) > 8:
                    break
        seen = records.places[-1]
        return int(
            seen.rows * (self._size() - self.begin.offset) / max(1, seen.offset - self.begin.offset)
        ), False


def _check_marks(delimiter: str, quote: str) -> None:
    for mark in (delimiter, quote):
        if len(mark) > 1 or mark in ("\r", "\n") or (mark and delimiter == quote):
            raise UnreadableList("wrong_mark", mark=mark)


def _encoding_of(handle: BinaryIO, chosen: str | None) -> tuple[str, int, bytes]:
    """Tells the character set of a file, where its text begins, and its first bytes."""
    start = handle.read(LONGEST_LINE + 2)
    encoding, offset = charset.marked_encoding(start)
    start = start[offset:]
    if not start.strip(b" \t\r\n\0\x1a"):
        raise UnreadableList("empty")
    if chosen:
        return charset.known_encoding(chosen), offset, start
    sample = start[:_SAMPLE] if encoding else _sample(handle, start)
    encoding = encoding or charset.find_encoding(sample)
    if charset.is_binary(sample, encoding):
        raise UnreadableList("binary")
    return encoding, offset, start


def _sample(handle: BinaryIO, start: bytes) -> bytes:
    """Takes whole lines from the beginning of a file and from places all over it."""
    size = handle.seek(0, 2)
    if size <= _SAMPLE:
        return start
    parts = [start[:_SAMPLE].rpartition(b"\n")[0]]
    for spot in range(1, _SPOTS + 1):
        handle.seek((size - _SPOT) * spot // _SPOTS)
        parts.append(handle.read(_SPOT).partition(b"\n")[2].rpartition(b"\n")[0])
    return b"\n".join(parts)
