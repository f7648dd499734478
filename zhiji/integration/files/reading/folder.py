"""A folder or zip file of lists as one list: all columns of all files, and of each row which file it is from."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from zhiji.integration.files.reading.archive import directory_of, name_of
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.gathering import Gathering
from zhiji.integration.files.reading.layout import FOLDER, Layout, Row
from zhiji.integration.files.reading.limits import ENTRIES

_BATCH = 1_000


class Part(Protocol):
    """One file of the folder, opened."""

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""

    def rows(self, start: int = 0, batch: int = _BATCH) -> Iterator[list[Row]]:
        """Its rows."""


OpenOne = Callable[[Path, Layout], Part]


@dataclass(frozen=True)
class LeftOut:
    """A file of the folder that could not be read, and why."""

    part: str
    why: UnreadableList


def open_folder(path: Path, options: Layout, open_one: OpenOne) -> tuple[Gathering, list[LeftOut]]:
    """Reads all lists of a folder, with its folders, or of a zip file. Files that are no list are left out and told.

    Raises UnreadableList where there is none.
    """
    gathered = Gathering(replace(options, kind=FOLDER, header_row=0))
    left_out: list[LeftOut] = []
    if path.is_dir():
        _gather(_files_in(path), options, open_one, gathered, left_out)
    else:
        with TemporaryDirectory(prefix="zhiji-list-") as unpacked:
            _gather(_unpack(path, Path(unpacked)), options, open_one, gathered, left_out)
    if not gathered.total()[0]:
        raise left_out[0].why if len(left_out) == 1 else UnreadableList("no_lists")
    return gathered, left_out


def _gather(
    files: list[tuple[str, Path]],
    options: Layout,
    open_one: OpenOne,
    gathered: Gathering,
    left_out: list[LeftOut],
) -> None:
    for name, file in files:
        try:
            part = open_one(file, options)
            for batch in part.rows(0, _BATCH):
                for row in batch:
                    gathered.put(
                        row.number, dict(zip(part.columns, row.cells, strict=False)), row.faults, name
                    )
        except UnreadableList as error:
            left_out.append(LeftOut(name, error))


def _files_in(folder: Path) -> list[tuple[str, Path]]:
    """Lists the files of a folder by name; links and hidden files are not followed."""
    found: list[tuple[str, Path]] = []
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_meant(name))
        for name in sorted(filter(_is_meant, names)):
            file = Path(inside) / name
            if file.is_file() and not file.is_symlink():
                found.append((file.relative_to(folder).as_posix(), file))
        if len(found) > ENTRIES:
            raise UnreadableList("too_many_files", limit=ENTRIES)
    return found


def _is_meant(name: str) -> bool:
    return not name.startswith((".", "~$", "__MACOSX")) and name not in ("Thumbs.db", "desktop.ini")


def _unpack(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Unpacks a zip file under names of our own: what an entry calls itself leads nowhere."""
    found: list[tuple[str, Path]] = []
    entries = directory_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for place, entry in enumerate(entries):
                name = name_of(entry)
                if entry.is_dir() or not all(map(_is_meant, set(name.split("/")) - {".", "..", ""})):
                    continue
                file = folder / f"{place}{Path(name).suffix[:10] if Path(name).suffix.isalnum() else ''}"
                with archive.open(entry) as packed, file.open("wb") as handle:
                    shutil.copyfileobj(packed, handle)
                found.append((name, file))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableList("damaged") from error
    return sorted(found)
