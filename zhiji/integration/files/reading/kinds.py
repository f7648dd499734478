"""Tells what kind of file a list is by what is in it; the name of a file counts for little."""

import re
from pathlib import Path

from zhiji.integration.files.reading.archive import directory_of, is_spreadsheet
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import CARDS, FOLDER, SHEETS, TEXT
from zhiji.integration.files.reading.limits import MIB
from zhiji.integration.files.reading.opening import opened

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_OTHERS = (
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
    b"SQLite format 3",
    b"PAR1",
    b"BZh",
    b"\xfd7zXZ",
    b"{\\rtf",
)
_WEB_PAGE = re.compile(
    rb"\s*(?:<!doctype html|<html|<table|<head|<meta|<\?xml[^>]*>\s*(?:<\?mso[^>]*>\s*)?<(?:\w+:)?workbook)",
    re.I,
)
_CARD = re.compile(rb"\s*begin\s*:\s*vcard", re.I)
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def kind_of(path: Path) -> str:
    """Tells whether a file is a text table, a spreadsheet, address cards, or a folder or zip of them.

    Raises UnreadableList with what to do for files that hold no list.
    """
    if path.is_dir():
        return FOLDER
    if path.exists() and not path.is_file():
        raise UnreadableList("other_format")  # a pipe would keep us waiting for ever
    with opened(path) as handle:
        start = handle.read(4096)
    if not start:
        raise UnreadableList("empty")
    if start.startswith(_ZIP):
        return SHEETS if is_spreadsheet(path, directory_of(path)) else FOLDER
    if start.startswith(_OLE):
        return _ole_kind(path)
    if start.startswith(_OLD_XLS):
        return SHEETS
    _refuse_others(start)
    return CARDS if _CARD.match(_narrow(start)) else TEXT


def _narrow(start: bytes) -> bytes:
    """Takes the mark off the beginning of a text, and the zeros out of UTF-16, to look for Latin words."""
    return (
        start.removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\0", b"")
    )


def _refuse_others(start: bytes) -> None:
    if start.startswith(b"%PDF"):
        raise UnreadableList("pdf")
    if start.startswith(_PICTURES) and any(byte in start[:64] for byte in range(9)):
        raise UnreadableList("picture")
    if start.startswith(_OTHERS) and (b"\0" in start or not start.startswith((b"MZ", b"BZh"))):
        raise UnreadableList("other_format")
    if _WEB_PAGE.match(_narrow(start)):
        raise UnreadableList("web_page")


def _ole_kind(path: Path) -> str:
    """Old Excel files are spreadsheets; new ones with a password are wrapped in the same container."""
    with opened(path) as handle:
        before = b""
        while chunk := handle.read(MIB):
            if _LOCKED in before + chunk:
                raise UnreadableList("encrypted")
            before = chunk[-len(_LOCKED) :]
    return SHEETS
