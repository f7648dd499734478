"""How alike two texts are. The database engines compute the same numbers; a test holds them together."""

from collections.abc import Iterable


def dice(left: Iterable[str], right: Iterable[str]) -> float:
    """Tells how many of their character groups two names share: 1 all, 0 none.

    Takes the character groups (n-grams) of both names. Source: L. R. Dice, "Measures of the Amount of Ecologic
    Association Between Species", 1945: twice the shared ones by the number of both.
    """
    one, other = set(left), set(right)
    if not one or not other:
        return 0.0
    return 2.0 * len(one & other) / (len(one) + len(other))


def grams(text: str, size: int = 2) -> list[str]:
    """Cuts a name into its overlapping groups of characters, each once, in order; a shorter name is one group."""
    if len(text) <= size:
        return [text] if text else []
    return sorted({text[place : place + size] for place in range(len(text) - size + 1)})


def edits(left: str, right: str) -> int:
    """Counts the slips of the pen between two writings: a letter too many, missing, wrong, or two exchanged.

    Counted over the bytes of UTF-8, as DuckDB counts: a wrong Chinese character is up to three slips.
    Source: Damerau 1964, in the unrestricted form by Lowrance and Wagner 1975.
    """
    return _edits(left.encode(), right.encode())


def _edits(left: bytes, right: bytes) -> int:
    if left == right:
        return 0
    far = len(left) + len(right)
    last: dict[int, int] = {}
    table = [[far] * (len(right) + 2) for _ in range(len(left) + 2)]
    for row in range(len(left) + 1):
        table[row + 1][1] = row
    for column in range(len(right) + 1):
        table[1][column + 1] = column
    for row, letter in enumerate(left, start=1):
        same_at = 0
        for column, other in enumerate(right, start=1):
            above, beside = last.get(other, 0), same_at
            cost = 0 if letter == other else 1
            if not cost:
                same_at = column
            table[row + 1][column + 1] = min(
                table[row][column] + cost,
                table[row + 1][column] + 1,
                table[row][column + 1] + 1,
                table[above][beside] + (row - above - 1) + 1 + (column - beside - 1),
            )
        last[letter] = row
    return table[-1][-1]


def jaro_winkler(left: str, right: str) -> float:
    """Tells how alike two personal names are, where a like beginning counts more: 1 equal, 0 nothing in common.

    Source: W. E. Winkler, "String Comparator Metrics", 1990; the bonus of the beginning (0.1 for each of the first
    four letters) is given from 0.7 on, as most engines do. Over the bytes of UTF-8, as DuckDB counts.
    """
    return _jaro_winkler(left.encode(), right.encode())


def _jaro_winkler(left: bytes, right: bytes) -> float:
    if left == right:
        return 1.0 if left else 0.0
    likeness = _jaro(left, right)
    if likeness <= 0.7:
        return likeness
    prefix = 0
    for letter, other in zip(left[:4], right[:4], strict=False):
        if letter != other:
            break
        prefix += 1
    return likeness + prefix * 0.1 * (1.0 - likeness)


def _jaro(left: bytes, right: bytes) -> float:
    reach = max(len(left), len(right)) // 2 - 1
    reach = max(reach, 0)
    taken = [False] * len(right)
    common: list[int] = []
    for place, letter in enumerate(left):
        for other in range(max(0, place - reach), min(len(right), place + reach + 1)):
            if not taken[other] and right[other] == letter:
                taken[other] = True
                common.append(letter)
                break
    if not common:
        return 0.0
    others = [letter for letter, is_taken in zip(right, taken, strict=True) if is_taken]
    swapped = sum(one != other for one, other in zip(common, others, strict=True)) // 2
    count = len(common)
    return (count / len(left) + count / len(right) + (count - swapped) / count) / 3.0
