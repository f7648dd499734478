"""The head of a mail: its lines, encoded words, addresses and dates. Nothing here ever fails."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_tz
from urllib.parse import unquote_to_bytes

from zhiji.channels.mail.charset import clean_text, decode
from zhiji.channels.mail.parsed import Address

HEAD_LIMIT = 1 << 20
VALUE_LIMIT = 1 << 16
MOST_ADDRESSES = 1000
_LINE = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_FOLD = re.compile(rb"\r*\n[ \t]+")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)(?:\?=|\?$|$)")
_PARAMETER = re.compile(r";\s*([^\s=;\"]{1,100})\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Headers:
    """The lines at the head of a mail or of one of its parts, by name and in order."""

    def __init__(self, block: bytes) -> None:
        self._values: dict[str, list[bytes]] = {}
        for match in _LINE.finditer(block):
            self._values.setdefault(match[1].decode("ascii").lower(), []).append(match[2])

    def __bool__(self) -> bool:
        return bool(self._values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def count(self, name: str) -> int:
        """How often a header stands there (name in small letters)."""
        return len(self._values.get(name, ()))

    def raw(self, name: str) -> bytes:
        """First value of a header as it came, unfolded; empty when there is none."""
        values = self._values.get(name)
        return _unfold(values[0]) if values else b""

    def raw_all(self, name: str) -> list[bytes]:
        """All values of a header as they came."""
        return self._values.get(name, [])

    def line(self, name: str) -> str:
        """First value of a header as text, encoded words left alone."""
        return decode(self.raw(name))

    def text(self, name: str) -> str:
        """First value of a header as a person reads it."""
        return decode_words(self.line(name))

    def lines(self, name: str, most: int = 20) -> list[str]:
        """The first values of a header that may stand there several times."""
        return [decode(_unfold(value)) for value in self._values.get(name, [])[:most]]


def _unfold(value: bytes) -> bytes:
    value = value[:VALUE_LIMIT].strip()
    return _FOLD.sub(b" ", value) if b"\n" in value else value


def unbase64(data: bytes | memoryview) -> tuple[bytes, bool]:
    """Bytes out of base64, as many as can be saved, and whether it was sound."""
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        kept = _NO_BASE64.sub(b"", bytes(data))
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)), False


def decode_words(text: str) -> str:
    """Text with its encoded words (RFC 2047) spelled out; tolerant of the ways mail programs break them."""
    if "=?" not in text:
        return " ".join(text.split())
    out: list[str] = []
    pending: list[tuple[str, str]] = []
    charset, end = "", 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        claim = match[1].partition("*")[0].lower()
        if pending and (between.strip() or claim != charset):
            out.append(decode(_words_bytes(pending), charset))
            pending = []
        if between.strip() or end == 0:
            out.append(between)
        pending.append((match[2].lower(), match[3]))
        charset, end = claim, match.end()
    out.append(decode(_words_bytes(pending), charset))
    out.append(text[end:])
    return " ".join("".join(out).split())


def _words_bytes(words: list[tuple[str, str]]) -> bytes:
    """Neighbouring words as bytes: their edge may cut a character, or even a group of base64, in two."""
    data, unfinished = b"", ""
    for place, (encoding, payload) in enumerate(words):
        if encoding == "q":
            data += binascii.a2b_qp(payload.encode("utf-8", "replace"), header=True)
            continue
        unfinished += payload.strip()
        more = place + 1 < len(words) and words[place + 1][0] == "b"
        if not (more and len(unfinished) % 4 and not unfinished.endswith("=")):
            data += unbase64(unfinished.encode("utf-8", "replace"))[0]
            unfinished = ""
    return data


@dataclass(frozen=True, slots=True)
class Typed:
    """A header such as Content-Type: its value and its named parameters."""

    value: str
    parameters: dict[str, str]


def parse_typed(line: str) -> Typed:
    """Value and parameters of a Content-Type or Content-Disposition line, pieces (RFC 2231) put together."""
    value = line.partition(";")[0].strip().lower()
    found: dict[str, str] = {}
    if ";" not in line:
        return Typed(value, {})
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(line):
        name, given = match[1].lower(), _unquote(match[2].strip())
        base, star, rest = name.partition("*")
        if not star:
            found.setdefault(base, decode_words(given))
            continue
        number, _, _ = rest.partition("*")
        encoded = name.endswith("*")
        pieces.setdefault(base, []).append((int(number) if number.isdecimal() else 0, encoded, given))
    for base, parts in pieces.items():
        found[base] = _join_pieces(sorted(parts, key=lambda part: part[0]))
    return Typed(value, found)


def _unquote(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return re.sub(r"\\(.)", r"\1", inner)


def _join_pieces(parts: list[tuple[int, bool, str]]) -> str:
    charset, data = "", b""
    for place, (_, encoded, given) in enumerate(parts):
        if encoded and place == 0 and given.count("'") >= 2:
            charset, _, given = given.split("'", 2)
        data += unquote_to_bytes(given) if encoded else given.encode("utf-8")
    return decode_words(decode(data, charset or "utf-8"))


def parse_addresses(line: str) -> tuple[Address, ...]:
    """Everyone named in a From, To or Cc line; pieces without a mail address are left out."""
    found = []
    for piece in _split_addresses(line[:VALUE_LIMIT]):
        one = _parse_address(piece)
        if one.address:
            found.append(one)
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(found)


_ADDRESS_MARK = re.compile(r"[\"(),;<>\\:]")


def _split_addresses(line: str) -> list[str]:
    """Cuts at commas and semicolons that stand outside quotes, comments and angle brackets."""
    pieces, start, quoted, angle, depth, skip = [], 0, False, False, 0, -1
    for match in _ADDRESS_MARK.finditer(line):
        at, mark = match.start(), match[0]
        if at == skip:
            continue
        if mark == "\\":
            skip = at + 1
        elif mark == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
        elif mark in "<>":
            angle = mark == "<"
        elif mark in ",;" and not angle and not depth:
            pieces.append(line[start:at])
            start = at + 1
        elif mark == ":" and not angle and not depth and line.find("@", start, at) < 0:
            start = at + 1  # the name of a group ("friends: a@b, c@d;")
    pieces.append(line[start:])
    return pieces


_BARE = re.compile(r"[^\s<>\"(),;:\[\]]{1,250}@[^\s<>\"(),;:]{1,250}")


def _parse_address(piece: str) -> Address:
    piece = piece.strip()[-1000:]
    if "<" not in piece and "=?" in piece:
        piece = decode_words(piece)  # the whole "Name <address>" was encoded, against the rules
    before, angle, after = piece.rpartition("<")
    match = _BARE.search(after.partition(">")[0]) if angle else None
    if match:
        name = before
    else:
        match = _BARE.search(piece)
        name = piece[: match.start()] + piece[match.end() :] if match else piece
    return Address(_person(name), normal_address(match[0]) if match else "")


def _person(name: str) -> str:
    name = decode_words(name.strip()).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    elif name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return decode_words(name.strip(" \t<>\"'"))[:200]


def normal_address(address: str) -> str:
    """A mail address with its domain in small letters and without stray marks."""
    local, _, domain = address.strip(" \t<>\"'.,;").rpartition("@")
    return f"{local}@{domain.lower()}" if local and domain else ""


def message_ids(line: str, most: int = 100) -> tuple[str, ...]:
    """Message numbers in a line such as References, without brackets, the latest `most` of them."""
    found = _MESSAGE_ID.findall(line)
    if not found:
        found = [word for word in line.split() if "@" in word and len(word) < 900]
    return tuple(dict.fromkeys(clean_text(one) for one in found[-most:]))


def parse_date(line: str) -> datetime | None:
    """When a mail says it was written, in UTC; nothing when that can't be a date of this age."""
    try:
        parts = parsedate_tz(line[:200])
        if parts is None or not 1980 <= parts[0] <= 2200:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC).timestamp() - (parts[9] or 0)
        return datetime.fromtimestamp(moment, UTC)
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return None
