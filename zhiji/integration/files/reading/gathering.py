"""A table whose columns become known only while it is filled: address cards, and files of different shape."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhiji.integration.files.reading.layout import Layout, Row
from zhiji.integration.files.reading.limits import HEAD_ROWS, MOST_COLUMNS
from zhiji.integration.files.reading.spool import Spool


@dataclass
class Gathering:
    """Rows put aside on disk, each with a value for any of the columns that were met so far."""

    layout: Layout
    order: Sequence[str] = ()  # columns that come first, in this order, where they are met at all
    spool: Spool = field(default_factory=Spool)
    _places: dict[str, int] = field(default_factory=dict)

    def put(self, number: int, values: dict[str, str], faults: tuple[str, ...] = (), part: str = "") -> None:
        """Puts one row; columns beyond the limit are left out and told."""
        for column in values:
            if column not in self._places and len(self._places) < MOST_COLUMNS:
                self._places[column] = len(self._places)
        kept = {self._places[column]: value for column, value in values.items() if column in self._places}
        cells = [kept.get(place, "") for place in range(max(kept, default=-1) + 1)]
        self.spool.put(
            Row(number, cells, faults if len(kept) == len(values) else (*faults, "too_many_cells"), part)
        )

    @property
    def columns(self) -> list[str]:
        """The columns that were met: those with a place of their own first, the others as they came."""
        first = [column for column in self.order if column in self._places]
        return first + [column for column in self._places if column not in set(first)]

    def head(self) -> list[Row]:
        """Gives the first rows."""
        return next(self.batches(0, HEAD_ROWS), [])

    def batches(self, skip: int, size: int) -> Iterator[list[Row]]:
        """Gives all rows behind the first `skip`, `size` at once, each with a cell for each column."""
        places = [self._places[column] for column in self.columns]
        for batch in self.spool.batches(skip, size):
            yield [row._replace(cells=_arranged(row.cells, places)) for row in batch]

    def total(self) -> tuple[int, bool]:
        """Counts the rows, exactly."""
        self.spool.flush()
        return self.spool.rows, True


def _arranged(cells: list[str], places: list[int]) -> list[str]:
    return [cells[place] if place < len(cells) else "" for place in places]
