"""A folder or zip file of lists as one list: all columns of all files, and of each row which file it is from."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from zhiji.integration.files.reading.archive import directory_of, name_of
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.gathering import Gathering
from zhiji.integration.files.reading.layout import CARDS, FOLDER, Layout, Row
from zhiji.integration.files.reading.limits import ENTRIES, HEAD_ROWS

_BATCH = 1_000
_TOLD = 3


class Part(Protocol):
    """One file of the folder, opened."""

    layout: Layout

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""

    def rows(self, start: int = 0, batch: int = _BATCH) -> Iterator[list[Row]]:
        """Its rows."""


OpenOne = Callable[[Path, Layout], Part]
# What is a person's name on a card may be a firm's in a list: such columns of cards and of lists are kept apart.
_AMBIGUOUS = frozenset({"name", "organisation"})


@dataclass(frozen=True)
class LeftOut:
    """A file of the folder that could not be read, and why."""

    part: str
    why: UnreadableList


@dataclass(frozen=True)
class PartSeen:
    """A file of the folder as it was read: the whole list's columns with the file's own names, and its first rows."""

    is_cards: bool
    columns: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Folder:
    """All that was read of a folder: the rows of its files, which files those are, and which were left out."""

    gathered: Gathering
    parts: list[PartSeen] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def open_folder(path: Path, options: Layout, open_one: OpenOne) -> Folder:
    """Reads all lists of a folder, with its folders, or of a zip file. Files that are no list are left out and told.

    Raises UnreadableList where there is none.
    """
    found = Folder(Gathering(replace(options, kind=FOLDER, header_row=0)))
    if path.is_dir():
        _gather(_files_in(path), options, open_one, found)
    else:
        with TemporaryDirectory(prefix="zhiji-list-") as unpacked:
            _gather(_unpack(path, Path(unpacked)), options, open_one, found)
    if not found.gathered.total()[0]:
        raise _none_of(found.left_out)
    return found


def _none_of(left_out: list[LeftOut]) -> UnreadableList:
    if len(left_out) < 2:
        return left_out[0].why if left_out else UnreadableList("no_lists")
    told = " · ".join(f"{one.part}: {one.why}" for one in left_out[:_TOLD])
    return UnreadableList("none_read", files=len(left_out), told=told)


def _gather(files: list[tuple[str, Path]], options: Layout, open_one: OpenOne, found: Folder) -> None:
    taken: dict[str, bool] = {}
    for name, file in files:
        try:
            part = open_one(file, options)
            is_cards = part.layout.kind == CARDS
            columns = [_named_apart(column, is_cards, taken) for column in part.columns]
            seen = PartSeen(is_cards, dict(zip(columns, part.columns, strict=True)))
            for batch in part.rows(0, _BATCH):
                seen.rows.extend(row.cells for row in batch[: HEAD_ROWS - len(seen.rows)])
                for row in batch:
                    values = dict(zip(columns, row.cells, strict=False))
                    found.gathered.put(row.number, values, row.faults, name)
            found.parts.append(seen)
        except UnreadableList as error:
            found.left_out.append(LeftOut(name, error))


def _named_apart(column: str, is_cards: bool, taken: dict[str, bool]) -> str:
    if column in _AMBIGUOUS and taken.setdefault(column, is_cards) != is_cards:
        return f"{column} (vCard)" if is_cards else f"{column} (2)"
    return column


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
