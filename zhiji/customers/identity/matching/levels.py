"""Statements about two records ("same phone", "names alike"), each said once and told in Python and in SQL.

The engine that goes through the whole base asks in SQL, the one that looks at a single new record in Python.
Written once, they can't drift apart. A statement about a value that is missing is false in both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from zhiji.customers.identity.matching.alikeness import dice, edits, jaro_winkler


class Record(Protocol):
    """Whatever has the columns of a record as attributes."""

    def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Statement:
    """Something that two records may agree in: `sql` for engines, `holds` for Python, `columns` it looks at."""

    sql: str
    holds: Callable[[Any, Any], bool]
    columns: tuple[str, ...]

    def __and__(self, other: "Statement") -> "Statement":
        return Statement(
            f"({self.sql}) and ({other.sql})",
            lambda left, right: self.holds(left, right) and other.holds(left, right),
            tuple(dict.fromkeys(self.columns + other.columns)),
        )

    def __or__(self, other: "Statement") -> "Statement":
        return Statement(
            f"({self.sql}) or ({other.sql})",
            lambda left, right: self.holds(left, right) or other.holds(left, right),
            tuple(dict.fromkeys(self.columns + other.columns)),
        )


def same(column: str) -> Statement:
    """Both records have this value, and it is equal."""
    return Statement(
        f"{column}_l = {column}_r",
        lambda left, right: (
            getattr(left, column) is not None and getattr(left, column) == getattr(right, column)
        ),
        (column,),
    )


def differ(column: str) -> Statement:
    """Both records have this value, and it is not equal."""
    return Statement(
        f"{column}_l <> {column}_r",
        lambda left, right: _both(left, right, column, lambda one, other: one != other),
        (column,),
    )


def missing(column: str) -> Statement:
    """At least one of the records lacks this value."""
    return Statement(
        f"{column}_l is null or {column}_r is null",
        lambda left, right: getattr(left, column) is None or getattr(right, column) is None,
        (column,),
    )


def meet(column: str) -> Statement:
    """The two lists (of phones, say) have a member in common."""
    return Statement(
        f"zhiji_meet({column}_l, {column}_r)",
        lambda left, right: not set(getattr(left, column) or ()).isdisjoint(getattr(right, column) or ()),
        (column,),
    )


def alike(column: str, least: float) -> Statement:
    """The character groups in this column agree at least so much (Dice, 0 to 1)."""
    return _measured("zhiji_dice", dice, column, least)


def sounds_like(column: str, least: float) -> Statement:
    """Two personal names are at least so alike (Jaro-Winkler, 0 to 1)."""
    return _measured("zhiji_jaro_winkler", jaro_winkler, column, least)


def slips(column: str, most: int) -> Statement:
    """At most so many slips of the pen lie between the two writings."""
    return Statement(
        f"zhiji_edits({column}_l, {column}_r) <= {most}",
        lambda left, right: _both(left, right, column, lambda one, other: edits(one, other) <= most),
        (column,),
    )


def crossed(first: str, second: str) -> Statement:
    """What one record has in the first column the other has in the second, and the other way round."""
    return Statement(
        f"{first}_l = {second}_r and {second}_l = {first}_r",
        lambda left, right: (
            getattr(left, first) is not None
            and getattr(left, second) is not None
            and getattr(left, first) == getattr(right, second)
            and getattr(left, second) == getattr(right, first)
        ),
        (first, second),
    )


def at_most(column: str, number: int) -> Statement:
    """Both records' figure is at most so high: the value is held by few."""
    return Statement(
        f"{column}_l <= {number} and {column}_r <= {number}",
        lambda left, right: _both(left, right, column, lambda one, other: one <= number and other <= number),
        (column,),
    )


def _measured(function: str, measure: Callable[[Any, Any], float], column: str, least: float) -> Statement:
    return Statement(
        f"{function}({column}_l, {column}_r) >= {least}",
        lambda left, right: _both(left, right, column, lambda one, other: measure(one, other) >= least),
        (column,),
    )


def _both(left: Any, right: Any, column: str, test: Callable[[Any, Any], bool]) -> bool:
    one, other = getattr(left, column), getattr(right, column)
    return one is not None and other is not None and test(one, other)
