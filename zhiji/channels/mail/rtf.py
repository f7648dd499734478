"""Reads the text of a rich-text mail body, packed as Outlooks pack it or plain.

Sources: Microsoft's [MS-OXRTFCP] for the packing, [MS-OXRTFEX] for HTML carried inside, and the Rich Text Format
specification 1.9.1. Looks are dropped: only words and line ends matter here.
"""

import re
import struct
from dataclasses import dataclass, replace

_PRELOADED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_MOST_BYTES = 20_000_000
_MOST_GROUPS = 1000
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_NOT_TEXT = frozenset(
    b"colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf "
    b"footnote listtable listoverridetable rsidtbl generator themedata datastore xmlnstbl filetbl".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
# \fcharset of a font → character set of the bytes written in it.
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_PAGES = {936: "gb18030", 65001: "utf-8"}
_LINE_ENDS = re.compile(rb"<(?:br|/p|/div|/tr|/li|/h\d)\b", re.IGNORECASE)


def unpack_rtf(packed: bytes) -> bytes:
    """Unpacks a body as Outlooks pack it; empty when it can't be read. Never fails."""
    if len(packed) < 16:
        return b""
    _, size, kind, _ = struct.unpack_from("<IIII", packed)
    if kind == 0x414C454D:  # "MELA": not packed at all
        return packed[16 : 16 + min(size, _MOST_BYTES)]
    return _expand(packed[16:], min(size, _MOST_BYTES)) if kind == 0x75465A4C else b""


def _expand(packed: bytes, size: int) -> bytes:
    """Undoes the LZ compression: eight flags, then for each a byte or a place and length in the last 4096 bytes."""
    window, at, out = bytearray(_PRELOADED.ljust(_WINDOW, b"\0")), len(_PRELOADED), bytearray()
    flags, left, position = 0, 0, 0
    while position < len(packed) and len(out) < size:
        if not left:
            flags, left, position = packed[position], 8, position + 1
            continue
        copied, flags, left = flags & 1, flags >> 1, left - 1
        if copied and position + 1 >= len(packed):
            break
        if copied:
            place, length = packed[position] << 4 | packed[position + 1] >> 4, packed[position + 1] & 15
            position += 2
            if place == at:
                break
            source = [(place + step) % _WINDOW for step in range(length + 2)]
        else:
            window[at], position = packed[position], position + 1
            source = [at]
        for one in source:
            window[at] = window[one]
            out.append(window[at])
            at = (at + 1) % _WINDOW
    return bytes(out)


@dataclass(frozen=True)
class _Group:
    """What counts inside one pair of braces."""

    is_ignored: bool = False
    is_fonts: bool = False
    is_tag: bool = False
    is_hidden: bool = False
    font: int = 0
    fallback: int = 1  # so many characters after a \u stand for it in old programs


class _Reader:
    """Walks through the tokens and gathers the words."""

    def __init__(self) -> None:
        self.group, self.outer = _Group(), list[_Group]()
        self.said: list[str] = []
        self.bytes = bytearray()  # not yet decoded: a Chinese character is two tokens
        self.page, self.charsets = "cp1252", dict[int, int]()
        self.skip = 0

    def read(self, rtf: bytes) -> str:
        position = 0
        while position < len(rtf) and (token := _TOKEN.match(rtf, position)):
            position = token.end()
            digits, word, number, sign, brace, text = token.groups()
            if brace:
                self._brace(brace)
            elif word == b"bin":
                position += max(0, int(number or 0))
            elif word:
                self._word(word, int(number) if number else None)
            elif sign is not None:
                self._sign(sign)
            elif digits:
                self._bytes(bytes.fromhex(digits.decode()))
            elif text:
                self._bytes(text)
        self._decode()
        return "".join(self.said)

    def _brace(self, brace: bytes) -> None:
        self._decode()
        self.skip = 0
        if brace == b"{":
            if len(self.outer) < _MOST_GROUPS:
                self.outer.append(self.group)
        elif self.outer:
            self.group = self.outer.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        group = self.group
        if word == b"u" and number is not None:
            self._say(chr(number % 0x10000))
            self.skip = group.fallback
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == b"ansicpg":
            self.page = _PAGES.get(number or 0, f"cp{number}")
        elif word == b"f":
            self._decode()
            self.group = replace(group, font=number or 0)
        elif word == b"fcharset" and group.is_fonts:
            self.charsets[group.font] = number or 0
        elif word == b"uc":
            self.group = replace(group, fallback=max(0, number or 0))
        elif word == b"htmlrtf":
            self._decode()
            self.group = replace(group, is_hidden=number != 0)
        elif word == b"fonttbl":
            self.group = replace(group, is_ignored=True, is_fonts=True)
        elif word == b"htmltag":
            self.group = replace(group, is_ignored=True, is_tag=True)
        elif word in _NOT_TEXT:
            self.group = replace(group, is_ignored=True)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.group = replace(self.group, is_ignored=True)
        elif sign in b"\\{}":
            self._bytes(sign)
        elif sign in b"\r\n~_":
            self._say({b"~": " ", b"_": "-"}.get(sign, "\n"))

    def _bytes(self, some: bytes) -> None:
        if self.group.is_tag and _LINE_ENDS.search(some):
            self.said.append("\n")
        taken = min(self.skip, len(some))
        self.skip -= taken
        if not self.group.is_ignored and not self.group.is_hidden:
            self.bytes += some[taken:]

    def _say(self, text: str) -> None:
        self._decode()
        if not self.group.is_ignored and not self.group.is_hidden:
            self.said.append(text)

    def _decode(self) -> None:
        if not self.bytes:
            return
        charset = self.charsets.get(self.group.font, 0)
        codec = _CHARSETS.get(charset, self.page) if charset else self.page
        try:
            self.said.append(self.bytes.decode(codec, "replace"))
        except LookupError:
            self.said.append(self.bytes.decode("gb18030", "replace"))
        self.bytes.clear()


def text_of_rtf(rtf: bytes) -> str:
    """Reads the words of a rich text, paragraphs as lines; "" for what is none. Never fails."""
    if not rtf.lstrip().startswith(b"{\\rtf"):
        return ""
    said = _Reader().read(rtf[:_MOST_BYTES])
    # Signs outside the first 65,536 come as two halves.
    whole = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"\n{3,}", "\n\n", whole.replace("\0", "")).strip()
