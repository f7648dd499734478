"""Looks into zip files before anything in them is unpacked: what they are, and whether they are meant to hurt."""

import zipfile
from pathlib import Path

from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.limits import ENTRIES, MIB, RATIO, RATIO_FROM, UNPACKED

_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def directory_of(path: Path) -> list[zipfile.ZipInfo]:
    """Reads the directory of a zip file; raises UnreadableList where it is damaged, too large unpacked, or locked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except FileNotFoundError as error:
        raise UnreadableList("gone") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableList("damaged") from error
    if len(entries) > ENTRIES:
        raise UnreadableList("too_many_files", limit=ENTRIES)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableList("encrypted")
    size, packed = sum(entry.file_size for entry in entries), max(1, path.stat().st_size)
    if size > UNPACKED or (size > RATIO_FROM and size > RATIO * packed):
        raise UnreadableList("bomb", size=size // MIB, limit=min(UNPACKED, RATIO * packed) // MIB)
    return entries


def is_spreadsheet(path: Path, entries: list[zipfile.ZipInfo]) -> bool:
    """Tells whether a zip file is a spreadsheet; raises UnreadableList for one with a password."""
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return True
    if "content.xml" not in names or "mimetype" not in names:
        return False
    with zipfile.ZipFile(path) as archive:
        is_sheet = _start(archive, "mimetype").startswith(_ODS)
        if "META-INF/manifest.xml" in names and b"encryption-data" in _start(
            archive, "META-INF/manifest.xml"
        ):
            raise UnreadableList("encrypted")
    if not is_sheet:
        raise UnreadableList("other_format")
    return True


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as handle:
            return handle.read(MIB)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise UnreadableList("damaged") from error


def name_of(entry: zipfile.ZipInfo) -> str:
    """Gives the name of a file in a zip file; Chinese programs write it in their own character set."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
