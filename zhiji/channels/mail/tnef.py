"""Opens winmail.dat, in which some Outlooks hide text and files. Layout: Microsoft's [MS-OXTNEF]."""

import struct
from collections.abc import Iterator

from zhiji.channels.mail.charset import decode
from zhiji.channels.mail.rtf import text_of_rtf, unpack_rtf

_SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY = 0x0002800C
_MESSAGE_PROPERTIES = 0x00069003
_RTF_TAG = b"\x02\x01\x09\x10"  # PidTagRtfCompressed
_ATTACHMENT_START = 0x00069002
_ATTACHMENT_TITLE = 0x00018010
_ATTACHMENT_DATA = 0x0006800F
_ATTACHMENT_PROPERTIES = 0x00069005
_LONG_NAME_TAGS = (b"\x1f\x00\x07\x37", b"\x1e\x00\x07\x37")
_MOST_FILES = 500


def is_tnef(media: str, name: str) -> bool:
    """Whether an attachment is such a wrapper."""
    return media in {"application/ms-tnef", "application/vnd.ms-tnef"} or name.lower() == "winmail.dat"


def unpack(data: bytes) -> tuple[str, str, list[tuple[str, bytes]]]:
    """Text, words of the rich text and files (name, bytes) in a wrapper; empty when it can't be read. Never fails."""
    body, rich, files = "", "", list[list[object]]()
    if data[:4] != _SIGNATURE:
        return "", "", []
    for tag, value in _attributes(data):
        if tag == _BODY:
            body = decode(value.rstrip(b"\0"))
        elif tag == _MESSAGE_PROPERTIES:
            rich = _rich_text(value) or rich
        elif tag == _ATTACHMENT_START and len(files) < _MOST_FILES:
            files.append(["", b""])
        elif files and tag == _ATTACHMENT_TITLE:
            files[-1][0] = files[-1][0] or decode(value.rstrip(b"\0"))
        elif files and tag == _ATTACHMENT_PROPERTIES:
            files[-1][0] = _long_name(value) or files[-1][0]
        elif files and tag == _ATTACHMENT_DATA:
            files[-1][1] = value
    found = [(str(name), content) for name, content in files if isinstance(content, bytes) and content]
    return body, rich, found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    # After the signature and a key of two bytes: level (1), tag (4), length (4), value, checksum (2).
    at = 6
    while at + 9 <= len(data):
        tag, length = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + length]
        if len(value) < length:
            return
        yield tag, value
        at += 11 + length


def _rich_text(properties: bytes) -> str:
    """The words of the rich-text body, which is all that some Outlooks send."""
    at = properties.find(_RTF_TAG)
    if at < 0 or at + 12 > len(properties):
        return ""
    count, length = struct.unpack_from("<II", properties, at + 4)
    return text_of_rtf(unpack_rtf(properties[at + 12 : at + 12 + length])) if count == 1 else ""


def _long_name(properties: bytes) -> str:
    """The file's full name (PidTagAttachLongFilename, 0x3707), which the short title may cut to 8.3."""
    for tag in _LONG_NAME_TAGS:
        at = properties.find(tag)
        if at < 0 or at + 12 > len(properties):
            continue
        count, length = struct.unpack_from("<II", properties, at + 4)
        value = properties[at + 12 : at + 12 + min(length, 1000)]
        if count == 1 and value:
            return (
                value.decode("utf-16-le", "ignore").strip("\0")
                if tag[0] == 0x1F
                else decode(value.rstrip(b"\0"))
            )
    return ""
