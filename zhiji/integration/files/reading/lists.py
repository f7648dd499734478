"""Opens any list file: `open_list` finds out how it is written and gives its columns and rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from zhiji.integration.files.reading.cards import open_cards
from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.folder import LeftOut, PartSeen, open_folder
from zhiji.integration.files.reading.gathering import Gathering
from zhiji.integration.files.reading.header import column_names, find_header
from zhiji.integration.files.reading.kinds import kind_of
from zhiji.integration.files.reading.layout import CARDS, FOLDER, SHEETS, TEXT, Layout, Row
from zhiji.integration.files.reading.limits import HEAD_ROWS, MOST_COLUMNS
from zhiji.integration.files.reading.sheets import SheetList
from zhiji.integration.files.reading.texts import TextList


class Table(Protocol):
    """Any kind of file, opened: all its rows, titles and header too."""

    layout: Layout

    def head(self) -> list[Row]:
        """Gives the first rows."""

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives all rows behind the first `skip` that hold anything, `size` at once."""

    def total(self) -> tuple[int, bool]:
        """Counts the rows that hold anything, and tells whether exactly."""


@dataclass
class ListFile:
    """A list file that was opened: how it is laid out, its columns, and its rows as often as one likes.

    left_out are the files of a folder that could not be read, parts those that were.
    """

    layout: Layout
    columns: list[str]
    left_out: list[LeftOut] = field(default_factory=list)
    parts: list[PartSeen] = field(default_factory=list)
    _table: Table = field(kw_only=True)
    _above: int = field(default=0, kw_only=True)  # rows of title and header

    @property
    def count(self) -> int:
        """The number of rows below the header; an estimate where `count_is_exact` says so."""
        return max(0, self._table.total()[0] - self._above)

    @property
    def count_is_exact(self) -> bool:
        """Whether the rows were counted, or estimated from the size of a very large file."""
        return self._table.total()[1]

    def rows(self, start: int = 0, batch: int = 2000) -> Iterator[list[Row]]:
        """Gives the rows below the header, behind the first `start` of them, about `batch` at once.

        Empty rows are not given and not counted. Raises UnreadableList when the file has gone meanwhile.
        """
        width = len(self.columns)
        is_text = self.layout.kind == TEXT
        for rows in self._table.batches(self._above + start, batch):
            yield [row if len(row.cells) == width else _fitted(row, width, is_text) for row in rows]

    def sample(self, rows: int = 50) -> list[Row]:
        """Gives the first rows below the header, for a preview and for `columns.propose`."""
        return next(self.rows(0, rows), [])


def open_list(path: Path, *, options: Layout | None = None) -> ListFile:
    """Opens a list file of any usual kind: CSV and its relatives, spreadsheet, address cards, folder or zip of them.

    options are what a person corrected or what is remembered from the last delivery; they count only for a file of
    the same kind. Raises UnreadableList with what to do for a file that can't be read.
    """
    kind = kind_of(path)
    chosen = options if options and options.kind in (None, kind) else Layout()
    if kind == FOLDER:
        found = open_folder(path, chosen, _open_one)
        listed = _gathered(found.gathered)
        listed.left_out, listed.parts = found.left_out, found.parts
        return listed
    return _open_file(path, kind, chosen)


def _open_one(path: Path, options: Layout) -> ListFile:
    """Opens one file of a folder; archives within archives are not looked into."""
    kind = kind_of(path)
    if kind == FOLDER:
        raise UnreadableList("other_format")
    return _open_file(path, kind, Layout(encoding=options.encoding))


def _open_file(path: Path, kind: str, options: Layout) -> ListFile:
    if kind == CARDS:
        return _gathered(open_cards(path, options))
    table: Table = SheetList.open(path, options) if kind == SHEETS else TextList.open(path, options)
    head = table.head()
    if not head:
        raise UnreadableList("empty")
    _check_width(head)
    place = _header_place(head, table.layout.header_row)
    below = head[place + 1 :] or next(table.batches(place + 1, 1), [])
    if not below:
        raise UnreadableList("header_only")
    columns = column_names(head, place, _width(head, place))
    layout = replace(table.layout, header_row=head[place].number if place >= 0 else 0)
    return ListFile(layout, columns, _table=table, _above=place + 1)


def _gathered(gathered: Gathering) -> ListFile:
    return ListFile(gathered.layout, gathered.columns, _table=gathered)


def _check_width(head: list[Row]) -> None:
    for row in head:
        if len(row.cells) >= MOST_COLUMNS:
            raise UnreadableList("too_many_columns", row=row.number, limit=MOST_COLUMNS)
        if "line_too_long" in row.faults and row is head[0]:
            raise UnreadableList("one_line")


def _header_place(head: list[Row], chosen: int | None) -> int:
    """Tells which row of the head has the names of the columns: the chosen one, else the one that looks like it."""
    if chosen is None:
        return find_header(head)
    if chosen == 0:
        return -1
    for place, row in enumerate(head):
        if row.number == chosen:
            return place
    raise UnreadableList("no_header_row", row=chosen, limit=HEAD_ROWS)


def _width(head: list[Row], place: int) -> int:
    """The number of columns: as many as the header names, or as most rows fill; without a header, as nearly all do."""
    widths = sorted(_filled_width(row) for row in head[place + 1 :] or head)
    usual = widths[len(widths) // 2] if place >= 0 else widths[len(widths) * 9 // 10]
    return max(1, _filled_width(head[place]) if place >= 0 else 1, usual)


def _filled_width(row: Row) -> int:
    return max((place for place, cell in enumerate(row.cells, 1) if cell.strip()), default=0)


def _fitted(row: Row, width: int, is_text: bool) -> Row:
    """Gives a row a cell for each column; cells beyond the last column stay and are told, unless they are empty.

    A text row that ends early has probably lost something; spreadsheets just keep no empty cells.
    """
    cells = row.cells
    if len(cells) < width:
        faults = _with(row.faults, "too_few_cells") if is_text else row.faults
        return row._replace(cells=cells + [""] * (width - len(cells)), faults=faults)
    if any(cell.strip() for cell in cells[width:]):
        return row._replace(faults=_with(row.faults, "too_many_cells"))
    return row._replace(cells=cells[:width])


def _with(faults: tuple[str, ...], code: str) -> tuple[str, ...]:
    return faults if code in faults else (*faults, code)
