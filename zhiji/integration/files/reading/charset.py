"""Finds the character set of a text file, and reads lines that are written in another one than the rest."""

import codecs
import re
import unicodedata

from zhiji.integration.files.reading.faults import UnreadableList

UTF8, UTF16LE, UTF16BE = "utf-8", "utf-16-le", "utf-16-be"
_MARKS = ((codecs.BOM_UTF8, UTF8), (codecs.BOM_UTF16_LE, UTF16LE), (codecs.BOM_UTF16_BE, UTF16BE))
# Chinese characters in everyday use: the first level of GB 2312 and of Big5, by their first byte, and punctuation.
_USUAL = {"gb18030": ((0xB0, 0xD7), (0xA1, 0xA3)), "big5": ((0xA4, 0xC6), (0xA1, 0xA3))}
# Names have rarer characters too, but most of a list is places, trades and streets.
_ENOUGH_USUAL = 0.6
_MIXED_AT_MOST = 0.3
_JUDGED = 65_536  # bytes
# Python can read these too, but no program writes lists in them, and they lead where no text should.
_NOT_FOR_LISTS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"}
_ODD_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1a\x1b")
_HIGH = re.compile(rb"[\x80-\xff]")
_CJK_IN_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
# Whole lines of UTF-8 with Chinese in them: text of an older character set practically never looks like that.
_UTF8_LINE = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf])*+[\xe3-\xe9][\x80-\xbf]{2}"
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})*+\Z"
)


def marked_encoding(start: bytes) -> tuple[str, int]:
    """Reads the mark at the beginning of a file: the character set it names and its length in bytes, or "", 0."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    return "", 0


def find_encoding(sample: bytes) -> str:
    """Tells the character set of whole lines from anywhere in a file without a mark."""
    wide = _without_mark_wide(sample)
    if wide:
        return wide
    lines = [line for line in sample.split(b"\n") if _HIGH.search(line)]
    wrong = sum(not _is(line, UTF8) for line in lines)
    if wrong <= len(lines) * _MIXED_AT_MOST:
        return UTF8
    high = b"\n".join(line for line in lines if not _is(line, UTF8))[:_JUDGED]
    shares = {encoding: usual_share(high, encoding) for encoding in _USUAL}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _ENOUGH_USUAL else "cp1252"


def _without_mark_wide(sample: bytes) -> str:
    """UTF-16 without a mark: every second byte of what is Latin in it, commas and line ends at least, is zero."""
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    least = max(2, len(sample) // 100)
    if odd >= least and odd > 9 * even:
        return UTF16LE
    return UTF16BE if even >= least and even > 9 * odd else ""


def is_binary(sample: bytes, encoding: str) -> bool:
    """Tells whether a file is no text at all: control characters, or none that mean anything, are too many."""
    if encoding in (UTF16LE, UTF16BE):
        text = sample.decode(encoding, "replace")
        kinds = [unicodedata.category(character) for character in text if not character.isspace()]
        return sum(kind in ("Cc", "Cn", "Co", "Cs", "So") for kind in kinds) > 2 + 0.05 * len(kinds)
    return len(sample) - len(sample.translate(None, _ODD_CONTROLS)) > 0.02 * len(sample)


def usual_share(data: bytes, encoding: str) -> float:
    """Tells which part of the characters beyond ASCII are in everyday use, read in a Chinese character set."""
    good = all_ = 0
    for character in data.decode(encoding, "replace"):
        if character < "\x80":
            continue
        all_ += 1
        try:
            lead = character.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        good += any(low <= lead <= high for low, high in _USUAL[encoding]) and character != "\ufffd"
    return good / all_ if all_ else 0.0


def known_encoding(name: str) -> str:
    """Gives the plain name of a character set that somebody chose; raises UnreadableList if there is none such."""
    try:
        found = codecs.lookup(name).name
        plain = {"utf-8-sig": UTF8, "utf-16": UTF16LE, "gb2312": "gb18030", "gbk": "gb18030"}.get(
            found, found
        )
        is_plain = plain in (UTF16LE, UTF16BE) or b'a,1\n"'.decode(plain) == 'a,1\n"'
    except (LookupError, ValueError) as error:  # "zip" is a codec too
        raise UnreadableList("unknown_encoding", encoding=name) from error
    if not is_plain or plain in _NOT_FOR_LISTS:
        raise UnreadableList("unknown_encoding", encoding=name)
    return plain


def decode_block(data: bytes, encoding: str) -> tuple[str, dict[int, str]]:
    """Reads whole lines; lines that are not of this character set are read in the one that fits, and told.

    Returns the text, and for the lines that were not as the rest (counted from 0 by line feeds) a fault code.
    """
    if encoding in (UTF16LE, UTF16BE):
        text = data.decode(encoding, "replace")
        return text, _lines_with(text, "\ufffd", "undecodable") if "\ufffd" in text else {}
    if encoding == UTF8 or not any(map(_UTF8_LINE.match, data.split(b"\n"))):
        try:
            return data.decode(encoding), {}
        except UnicodeDecodeError:
            pass
    return _decode_lines(data, encoding)


def _lines_with(text: str, sign: str, code: str) -> dict[int, str]:
    return {number: code for number, line in enumerate(text.split("\n")) if sign in line}


def _decode_lines(data: bytes, encoding: str) -> tuple[str, dict[int, str]]:
    texts: list[str] = []
    odd: dict[int, str] = {}
    for number, line in enumerate(data.split(b"\n")):
        text, fault = decode_line(line, encoding)
        texts.append(text)
        if fault:
            odd[number] = fault
    return "\n".join(texts), odd


def decode_line(line: bytes, encoding: str) -> tuple[str, str]:
    """Reads one line in the file's character set or in the one that it is really written in; gives text and fault."""
    if encoding != UTF8 and _CJK_IN_UTF8.search(line) and _is(line, UTF8):
        return line.decode(UTF8), "other_encoding"
    if _is(line, encoding):
        return line.decode(encoding), ""
    other = _other_encoding(line)
    if other:
        return line.decode(other), "other_encoding"
    return line.decode(encoding, "replace"), "undecodable"


def _other_encoding(line: bytes) -> str:
    for encoding in (UTF8, "gb18030", "big5"):
        if _is(line, encoding) and (encoding == UTF8 or usual_share(line, encoding) >= _ENOUGH_USUAL):
            return encoding
    return "cp1252" if _is(line, "cp1252") else "gb18030" if _is(line, "gb18030") else ""


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
