"""Finds the row with the names of the columns, below titles and above the customers."""

from collections import Counter
from collections.abc import Sequence

from zhiji.integration.files.reading.contents import content_of, is_company, is_typed
from zhiji.integration.files.reading.layout import Row
from zhiji.integration.files.reading.vocabulary import field_named

_LOOKED_AT = 20  # rows in which the header may stand
_BELOW = 30  # rows that show what the columns hold
_TEXT_OF_NAME = 80
_LONGEST_NAME = 40


def find_header(rows: Sequence[Row]) -> int:
    """Tells which of the first rows has the names of the columns, counted from 0; -1 if none has.

    Titles fill few cells. Names are known words, or at least no values where the rows below hold values.
    """
    usual = Counter(_filled(row) for row in rows).most_common(1)[0][0] if rows else 0
    candidates = [
        index for index, row in enumerate(rows[:_LOOKED_AT]) if _filled(row) >= max(1, (usual + 1) // 2)
    ]
    if not candidates:
        return -1
    named = [index for index in candidates if _is_named(rows[index])]
    if named:
        return _lowest_of_several(rows, named)
    first = candidates[0]
    return first if _is_above_values(rows, first) else -1


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _names(row: Row) -> int:
    return sum(_is_name(cell.strip()) for cell in row.cells if cell.strip())


def _is_name(cell: str) -> bool:
    """A company that sells telephones has a telling word in its name too."""
    sure = field_named(cell)[1] if len(cell) <= _LONGEST_NAME else 0.0
    return sure >= 0.8 or (sure > 0 and not is_company(cell))


def _is_named(row: Row) -> bool:
    """Tells whether a row has known names of columns, and no values among them."""
    filled = _filled(row)
    values = sum(is_typed(cell.strip()) for cell in row.cells if cell.strip())
    return _names(row) >= max(1, 0.3 * filled) and values <= 0.1 * filled


def _lowest_of_several(rows: Sequence[Row], named: Sequence[int]) -> int:
    """Of a header in two rows, group above name, the lower counts; elsewhere the first."""
    best = named[0]
    for index in named[1:]:
        if index == best + 1 and _completes(rows[best], rows[index]):
            best = index
    return best


def _completes(upper: Row, lower: Row) -> bool:
    """A second header row fills gaps of the first with names; a row of customers seldom does."""
    gaps = [not cell.strip() for cell in upper.cells] + [True] * len(lower.cells)
    in_gaps = [cell.strip() for gap, cell in zip(gaps, lower.cells, strict=False) if gap]
    return any(map(_is_name, in_gaps)) and 2 * _names(lower) >= _filled(lower)


def _is_above_values(rows: Sequence[Row], first: int) -> bool:
    """Judges a row of unknown words: a header if the cells below are values, or at least other things."""
    top = [cell.strip() for cell in rows[first].cells]
    below = [row.cells for row in rows[first + 1 : first + 1 + _BELOW]]
    if not below or any(is_typed(cell) for cell in top if cell):
        return False
    columns = [[cells[index] for cells in below if index < len(cells)] for index in range(len(top))]
    if any(sum(map(is_typed, filter(None, column))) >= 0.6 * len(column) for column in columns if column):
        return True
    kinds = [
        (content_of([cell])[0], content_of(column)[0]) for cell, column in zip(top, columns, strict=True)
    ]
    if any(kind and kind == under for kind, under in kinds):
        return False
    return len(top) > 1 and all(top) and len(set(top)) == len(top)


def column_names(rows: Sequence[Row], header: int, width: int) -> list[str]:
    """Gives each column a name of its own: as written, numbered where two are equal, its letter where it has none.

    Where a header has two rows, a gap in the lower is filled from the upper.
    """
    written = [_one_line(cell) for cell in rows[header].cells[:width]] if header >= 0 else []
    written += [""] * (width - len(written))
    if header > 0 and _names(rows[header - 1]) and "" in written:
        above = [*map(_one_line, rows[header - 1].cells), *[""] * width]
        written = [name or above[index] for index, name in enumerate(written)]
    names: list[str] = []
    for index, name in enumerate(written):
        wanted, again = name or f"[{column_letter(index)}]", 2
        name = wanted
        while name in names:
            name, again = f"{wanted} ({again})", again + 1
        names.append(name)
    return names


def _one_line(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split())[:_TEXT_OF_NAME]


def column_letter(index: int) -> str:
    """Gives the letters by which spreadsheets call a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
