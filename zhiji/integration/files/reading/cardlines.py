"""Takes a file of address cards apart: cards, their lines, and of each line its name, parameters and value."""

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from zhiji.integration.files.reading.charset import UTF8, decode_line, marked_encoding
from zhiji.integration.files.reading.limits import LONGEST_CARD, LONGEST_CARD_LINE
from zhiji.lib.card_grammar import card_library

_BEGIN, _END = re.compile(rb"\s*begin\s*:\s*vcard\s*$", re.I), re.compile(rb"\s*end\s*:\s*vcard\s*$", re.I)
_AGENT = re.compile(rb"(?:[\w-]+\.)?agent\b", re.I)
_SOFT = re.compile(rb"[^:]*quoted-printable[^:]*:", re.I)
_LINE = re.compile(
    r"(?:(?P<group>[^\s.;:]+)\.)?(?P<name>[^\s.;:][^;:]*)(?P<params>(?:;[^:;]*)*):(?P<value>.*)", re.S
)
# Pictures, sounds and keys: large, and nothing that a list of customers keeps.
_HEAVY = re.compile(rb"(?:[\w-]+\.)?(?:photo|logo|sound|key|x-ms-cardpicture)\b", re.I)


@dataclass
class Line:
    """One line of an address card."""

    name: str
    value: str
    types: set[str] = field(default_factory=set)
    group: str = ""


@dataclass
class Card:
    """The lines of one address card, joined again where they were folded, and whether some could not be read."""

    lines: list[Line] = field(default_factory=list)
    version: str = "3.0"
    bad: bool = False


def cards_in(handle: BinaryIO) -> Iterator[Card]:
    """Gives the address cards of a file, one after the other; one that breaks off is given as far as it goes."""
    kept: list[bytes] | None = None
    depth = 0
    for line in _without_pictures(_physical_lines(handle)):
        if _BEGIN.match(line):
            if kept is not None and kept and _AGENT.match(kept[-1]):
                depth += 1  # a card within a card: somebody's assistant
                continue
            if kept is not None:
                yield _read(kept, broken=True)
            kept, depth = [], 0
        elif _END.match(line) and kept is not None:
            if depth:
                depth -= 1
                continue
            yield _read(kept, broken=False)
            kept = None
        elif kept is not None and not depth and len(kept) < LONGEST_CARD:
            kept.append(line)
    if kept:
        yield _read(kept, broken=True)


def _without_pictures(lines: Iterator[bytes]) -> Iterator[bytes]:
    heavy = False
    for line in lines:
        if not (heavy and line[:1] in (b" ", b"\t")):
            heavy = _HEAVY.match(line) is not None
        if not heavy:
            yield line


def _physical_lines(handle: BinaryIO) -> Iterator[bytes]:
    """Gives the lines as they stand in the file, in UTF-8 where it is UTF-16; of one without end, the beginning."""
    encoding, length = marked_encoding(handle.read(4))
    handle.seek(length)
    if encoding and encoding != UTF8:
        handle = cast(BinaryIO, codecs.EncodedFile(handle, UTF8, encoding, "replace"))
    while line := handle.readline(LONGEST_CARD_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = handle.readline(LONGEST_CARD_LINE)
        yield from line.rstrip(b"\r\n").replace(b"\0", b"").split(b"\r")


def _read(physical: list[bytes], broken: bool) -> Card:
    card = Card(bad=broken)
    for joined in _unfolded(physical):
        text, _fault = decode_line(joined, UTF8)
        line = _parsed(text)
        if line is None:
            card.bad = True
        elif line.name == "VERSION":
            card.version = line.value.strip()
        else:
            card.lines.append(line)
    return card


def _unfolded(physical: list[bytes]) -> Iterator[bytes]:
    """Joins folded lines as bytes, since some programs fold within a character."""
    parts: list[bytes] = []
    for line in physical:
        soft = bool(parts) and parts[-1].endswith(b"=") and _SOFT.match(parts[0]) is not None
        if soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif line[:1] in (b" ", b"\t"):
            if sum(map(len, parts)) < LONGEST_CARD_LINE:
                parts.append(line[1:])
        elif line.strip():
            if parts:
                yield b"".join(parts)
            parts = [line]
    if parts:
        yield b"".join(parts)


def _parsed(text: str) -> Line | None:
    """Reads one line by the library's grammar; where it gives up (姓名:…, TEL;HOME;:…), by a more forgiving one."""
    grammar = card_library().base
    try:
        name, params, value, group = grammar.parseLine(text)
    except grammar.ParseError:
        match = _LINE.match(text)
        if not match:
            return None
        name, value, group = match["name"].strip(), match["value"], match["group"]
        params = [part.split("=", 1) for part in match["params"].split(";") if part.strip()]
    return _made(name, [[part.strip() for part in param] for param in params], value, group or "")


def _made(name: str, params: list[list[str]], value: str, group: str) -> Line:
    """Sorts the parameters, TYPE=CELL and the bare CELL of version 2.1 alike, and undoes the transport encoding."""
    types: set[str] = set()
    charset = encoding = ""
    for key, *values in params:
        if not values:
            types.add(key.upper())
        elif key.upper() == "CHARSET":
            charset = values[0].strip('"')
        elif key.upper() == "ENCODING":
            encoding = values[0].upper()
        elif key.upper() == "TYPE":
            types |= {word.strip().upper() for text in values for word in text.strip('"').split(",")}
    if encoding == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in types:
        value = _unquoted(value, charset)
    return Line(name.upper(), value, types, group)


def _unquoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return data.decode("gb18030" if charset.lower() in ("gbk", "gb2312") else charset or UTF8)
    except (LookupError, UnicodeDecodeError):
        return decode_line(data, UTF8)[0]


def pieces(value: str, separator: str = ";") -> list[str]:
    r"""Splits a value at a separator and takes the escapes out: \; \, \n."""
    parts, current, escaped = [], "", False
    for character in value:
        if escaped:
            current += "\n" if character in "nN" else character if character in ";,:\\" else "\\" + character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == separator:
            parts.append(current)
            current = ""
        else:
            current += character
    return [*parts, current + ("\\" if escaped else "")]
