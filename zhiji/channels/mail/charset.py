"""Bytes to text, whatever the sender claimed about them."""

import codecs
import re
from collections.abc import Callable, Iterable

_HANZI_BY_DEFAULT = "gb18030"
# WHATWG's habit: read the small standard by its superset, since that is what senders really use.
_SUPERSET = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
    "ms936": "gb18030", "windows-936": "gb18030", "euc-cn": "gb18030", "euccn": "gb18030",
    "chinese": "gb18030", "gb-2312": "gb18030", "gb2312-80": "gb18030", "gb-18030": "gb18030",
    "hz-gb-2312": "hz", "big5": "big5hkscs", "big-5": "big5hkscs", "x-big5": "big5hkscs",
    "cn-big5": "big5hkscs", "big5-tw": "cp950", "shift_jis": "cp932", "shift-jis": "cp932",
    "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932", "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949", "euc-kr": "cp949",
    "iso-2022-jp": "iso2022_jp_ext", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "windows-874": "cp874", "iso-8859-8-i": "iso8859_8",
    "unicode-1-1-utf-7": "utf-7", "utf8": "utf-8", "utf-8mb4": "utf-8", "utf8mb4": "utf-8",
    "utf-8": "utf-8", "cp65001": "utf-8", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
}  # fmt: skip
_NOT_FOR_TEXT = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
_NO_CLAIM = {
    "",
    "unknown-8bit",
    "x-unknown",
    "unknown",
    "default",
    "default_charset",
    "none",
    "8bit",
    "binary",
}
_ONE_BYTE_CLAIMS = {"ascii", "cp1252", "iso8859-15", "cp1250", "iso8859-2"}
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_CJK = re.compile("[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef\U00020000-\U0003ffff]")
_SAMPLE = 4096


def clean_text(text: str) -> str:
    """Text without the invisible characters that a database or a page would choke on.

    Line ends become "\\n"; NUL, other control characters and lone surrogates go.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BAD_CHARACTERS.sub("", text).removeprefix("\ufeff")


def known_codec(claim: str) -> str:
    """Name of the decoder for a charset as senders write it; empty when there is none for text."""
    name = claim.strip().strip("\"'").lower()
    if name in _NO_CLAIM:
        return ""
    if name in _SUPERSET:
        return _SUPERSET[name]
    if name in {"iso-2022-cn", "iso-2022-cn-ext", "iso2022cn"}:
        return "iso-2022-cn"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    if info.name.replace("-", "_") in _NOT_FOR_TEXT or not getattr(info, "_is_text_encoding", True):
        return ""
    return info.name


def decode(data: bytes, claim: str = "") -> str:
    """The text in some bytes: by the sender's claim where it fits, else by their looks. Never fails.

    Arguments: data; claim, the charset named by the sender, may be empty or wrong.
    """
    if data.isascii() and b"\x1b" not in data:
        codec = known_codec(claim)
        if codec in {"utf-7", "hz"} or codec.startswith(("utf-16", "utf-32")):
            return _first_that_fits(data, [codec]) or clean_text(data.decode("ascii"))
        return clean_text(data.decode("ascii"))
    return _decode_foreign(data, known_codec(claim))


def _decode_foreign(data: bytes, codec: str) -> str:
    if codec.startswith(("utf-16", "utf-32")) or (codec and b"\x1b" in data and "2022" in codec):
        candidates: Iterable[str] = [codec, "utf-8"]
    elif b"\x1b$" in data:
        candidates = ["iso2022_jp_ext", "iso-2022-cn", "iso2022_kr", codec]
    elif codec and codec not in _ONE_BYTE_CLAIMS:
        candidates = ["utf-8", codec] if _is_cjk_utf8(data) else [codec, *_guesses(data, claimed=True)]
    else:
        candidates = [*_guesses(data, claimed=bool(codec) and codec != "ascii"), codec, "cp1252"]
    text = _first_that_fits(data, candidates)
    if text is not None:
        return text
    return clean_text(data.decode(_lenient(codec, data), errors="replace"))


def _statistics_say(data: bytes) -> str:
    """The charset that a statistical reader names; slow, so only a sample is shown to it."""
    # Loaded on first need: 4 MB that most processes never use.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:2048], steps=3, chunk_size=512, preemptive_behaviour=False).best()
    return best.encoding if best else ""


def _first_that_fits(data: bytes, candidates: Iterable[str]) -> str | None:
    for codec in candidates:
        try:
            if codec == "iso-2022-cn":
                return clean_text(_iso_2022_cn(data))
            if codec:
                return clean_text(data.decode(codec))
        except (UnicodeError, ValueError, LookupError):
            continue
    return None


def _lenient(codec: str, data: bytes) -> str:
    """Decoder for bytes that fit nothing whole: one bad byte must not spoil a page of Chinese."""
    if codec and codec != "iso-2022-cn" and codec != "ascii":
        return codec
    high = len(_HIGH_RUNS.findall(data[:_SAMPLE]))
    if high and len(_CJK.findall(data[:_SAMPLE].decode("utf-8", "ignore"))) * 2 >= high:
        return "utf-8"
    return _HANZI_BY_DEFAULT if _mostly(_pairs(data), _common_in_gb, 0.7) else "utf-8"


def _is_cjk_utf8(data: bytes) -> bool:
    """Whether bytes claimed to be something else are UTF-8 with Chinese, Japanese or Korean in them."""
    try:
        return bool(_CJK.search(data.decode("utf-8")))
    except UnicodeError:
        return False


def _guesses(data: bytes, claimed: bool) -> list[str]:
    """Charsets that bytes may be in, likeliest first; `claimed` when the sender named one."""
    try:
        data.decode("utf-8")
        return ["utf-8"]
    except UnicodeDecodeError:
        pairs = _pairs(data)
    if _mostly(pairs, lambda lead, trail: lead in (0xA4, 0xA5) and trail >= 0xA1, 0.3):
        return ["euc_jp", "gb18030"]
    if len(pairs) >= 8 and _mostly(pairs, lambda lead, trail: 0xB0 <= lead <= 0xC8 and trail >= 0xA1, 1.0):
        return ["cp949", "gb18030"]
    if _mostly(pairs, _common_in_gb, 0.85):
        return ["gb18030", "big5hkscs"]
    if _mostly(pairs, _common_in_big5, 0.9):
        return ["big5hkscs", "gb18030"]
    return [] if claimed else [_statistics_say(data)]


def _pairs(data: bytes) -> list[tuple[int, int]]:
    """Two-byte characters in a sample, as GBK and Big5 read them: a high byte takes the next with it."""
    sample, found, i = data[:_SAMPLE], [], 0
    while i < len(sample) - 1:
        if sample[i] >= 0x80:
            found.append((sample[i], sample[i + 1]))
            i += 1
        i += 1
    return found


def _common_in_gb(lead: int, trail: int) -> bool:
    # The 3755 everyday characters of GB 2312 stand in rows B0-D7, its punctuation in A1-A3.
    return (0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3) and trail >= 0xA1


def _common_in_big5(lead: int, trail: int) -> bool:
    # The 5401 everyday characters of Big5 stand in rows A4-C6, its punctuation in A1-A3.
    return 0xA1 <= lead <= 0xC6 and (0x40 <= trail <= 0x7E or trail >= 0xA1)


def _mostly(pairs: list[tuple[int, int]], fits: Callable[[int, int], bool], share: float) -> bool:
    return bool(pairs) and sum(fits(lead, trail) for lead, trail in pairs) >= share * len(pairs)


def _iso_2022_cn(data: bytes) -> str:
    """ISO-2022-CN (RFC 1922) with GB 2312 in its shifted state; Python has no decoder for it."""
    out, shifted = bytearray(), False
    for piece in re.split(rb"(\x1b\$\)[A-Z]|\x0e|\x0f|\n)", data):
        if piece in {b"\x0e", b"\x0f"}:
            shifted = piece == b"\x0e"
        elif piece == b"\n":
            shifted = False
            out += piece
        elif not piece.startswith(b"\x1b"):
            out += bytes(b | 0x80 if b > 0x20 else b for b in piece) if shifted else piece
    return out.decode("gb18030")
