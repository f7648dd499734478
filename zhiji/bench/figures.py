"""A measured figure, and how figures are shown."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One row: value and floor in unit; goal is the most (or, where more is better, the least) that value may be."""

    name: str
    database: str
    value: float
    unit: str
    floor: float
    goal: float
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the floor the value is."""
        return self.value / self.floor if self.floor else 0.0

    @property
    def ok(self) -> bool:
        """Tells whether the goal was reached."""
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal

    def as_json(self) -> dict[str, Any]:
        """Returns the row as the JSON file holds it."""
        row = {key: value for key, value in asdict(self).items() if key != "more_is_better"}
        numbers = {key: round(value, 4) for key, value in row.items() if isinstance(value, float)}
        return {**row, **numbers, "ratio": round(self.ratio, 3), "ok": self.ok}


def p95(seconds: Sequence[float]) -> float:
    """Returns the 95th percentile of some times, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def timed(act: Callable[[Any], Any], inputs: Iterable[Any]) -> list[float]:
    """Runs an act once for each input and returns the seconds each took."""
    seconds = []
    for value in inputs:
        start = time.perf_counter()
        act(value)
        seconds.append(time.perf_counter() - start)
    return seconds


def table(figures: Sequence[Figure]) -> str:
    """Writes figures as a table for a terminal."""
    heads = ("name", "database", "value", "floor", "ratio", "goal", "")
    rows = [
        (
            figure.name,
            figure.database,
            f"{figure.value:,.2f} {figure.unit}",
            f"{figure.floor:,.2f}" if figure.floor else "–",
            f"{figure.ratio:.1f}×" if figure.floor else "–",
            f"{'≥' if figure.more_is_better else '≤'} {figure.goal:,.4g}",
            ("ok" if figure.ok else "MISSED") + (f"  {figure.note}" if figure.note else ""),
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in [heads, *rows]
    )
