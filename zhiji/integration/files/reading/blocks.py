"""Reads a text file in blocks of whole lines, whatever the length of its lines, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import BinaryIO

from zhiji.integration.files.reading.charset import UTF16BE, UTF16LE, decode_block
from zhiji.integration.files.reading.limits import BLOCK, LONGEST_LINE

_STUB = 400  # bytes kept of a line that is too long


@dataclass
class Block:
    """Whole lines of a file: where they begin in it (bytes), and the faults of some (by place in lines)."""

    offset: int
    lines: list[str]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """How lines are written: the character set, and the byte or bytes that end a line."""

    encoding: str
    newline: bytes = b"\n"

    @property
    def unit(self) -> int:
        """Bytes of the smallest character."""
        return 2 if self.encoding in (UTF16LE, UTF16BE) else 1

    def last_end(self, data: bytes) -> int:
        """Tells behind which byte the last whole line ends; 0 if none does."""
        place = data.rfind(self.newline)
        while place % self.unit and place >= 0:
            place = data.rfind(self.newline, 0, place + len(self.newline) - 1)
        return place + len(self.newline) if place >= 0 else 0

    def first_end(self, data: bytes) -> int:
        """Tells behind which byte the first line ends; 0 if none does."""
        place = data.find(self.newline)
        while place % self.unit and place >= 0:
            place = data.find(self.newline, place + 1)
        return place + len(self.newline) if place >= 0 else 0


def script_of(encoding: str, sample: bytes) -> Script:
    """Tells how lines end in a file: by line feed, or by carriage return alone as old Macintosh programs wrote."""
    plain = encoding if encoding in (UTF16LE, UTF16BE) else "ascii"
    feed, carriage = "\n".encode(plain), "\r".encode(plain)
    return Script(encoding, carriage if carriage in sample and feed not in sample else feed)


def read_blocks(handle: BinaryIO, script: Script, offset: int) -> Iterator[Block]:
    """Gives the lines of a file from a byte on, some thousand at a time. A line beyond the limit is only begun."""
    handle.seek(offset)
    rest = b""
    while chunk := handle.read(BLOCK):
        data = rest + chunk
        cut = script.last_end(data)
        if cut:
            yield make_block(offset, data[:cut], script)
        elif len(data) > LONGEST_LINE:
            yield _stub(offset, data, script)
            data, cut, offset = _past_line(handle, script, data, offset)
        offset, rest = offset + cut, data[cut:]
    if rest:
        yield make_block(offset, rest, script)


def _stub(offset: int, data: bytes, script: Script) -> Block:
    block = make_block(offset, data[:_STUB], script)
    return Block(offset, [block.lines[0].replace('"', "") + "\n"], {0: "line_too_long"})


def _past_line(handle: BinaryIO, script: Script, data: bytes, offset: int) -> tuple[bytes, int, int]:
    """Reads on until a line ends; gives the last data, where in them the next line begins, and their place."""
    while not (cut := script.first_end(data)):
        offset += len(data) - len(data) % script.unit
        data = data[len(data) - len(data) % script.unit :] + handle.read(BLOCK)
        if len(data) < script.unit or data == b"":
            return b"", 0, offset
    return data, cut, offset


def make_block(offset: int, data: bytes, script: Script) -> Block:
    """Turns the bytes of whole lines into texts, without NUL characters."""
    text, odd = decode_block(data, script.encoding)
    if "\0" in text:
        odd = {number: "nul" for number, line in enumerate(text.split("\n")) if "\0" in line} | odd
        text = text.replace("\0", "")
    lines = list(StringIO(text, newline=""))
    return Block(offset, lines, _by_place(lines, odd) if odd else {})


def _by_place(lines: list[str], odd: dict[int, str]) -> dict[int, str]:
    """Line feeds count the faults so far; lines may end otherwise as well."""
    faults, feeds = {}, 0
    for place, line in enumerate(lines):
        if feeds in odd:
            faults[place] = odd[feeds]
        feeds += line.endswith("\n")
    return faults
