"""Looks at a list before anything is done with it: how it is laid out, what its columns hold and probably mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zhiji.integration.files.lists import open_list
from zhiji.integration.files.mapping import Column, recalled
from zhiji.integration.files.reading.columns import Proposal, propose
from zhiji.integration.files.reading.layout import FOLDER
from zhiji.integration.files.reading.vocabulary import EITHER, FIRM, WHO, field_named

SAMPLES = 50
SHOWN = 3


@dataclass(frozen=True)
class Look:
    """What was seen of a list: layout and names of columns as JSON, the columns' meaning, and the number of rows."""

    layout: dict[str, Any]
    columns: list[Column]
    count: int
    proposals: list[dict[str, Any]] = field(default_factory=list)


def look_at(
    path: Path, layout: Mapping[str, Any] | None = None, memory: Mapping[str, Any] | None = None
) -> Look:
    """Looks at a list; layout is what a person corrected, memory what its source's columns meant before.

    Raises UnreadableList.
    """
    listed = open_list(path, layout)
    samples = [row.cells for row in next(iter(listed.rows(0, SAMPLES)), [])]
    proposed = propose(listed.columns, samples)
    if listed.layout.kind == FOLDER:
        proposed = _of_several_files(proposed, samples)
    known = recalled(listed.columns, memory or {})
    columns = [earlier or Column(one.column, one.field) for one, earlier in zip(proposed, known, strict=True)]
    proposals = [
        {
            "reason": "remembered" if earlier else one.reason,
            "confidence": one.confidence,
            "words": list(one.words),
            "samples": _samples(samples, one.index),
        }
        for one, earlier in zip(proposed, known, strict=True)
    ]
    kept = {**listed.layout.as_json(), "columns": list(listed.columns)}
    return Look(kept, columns, listed.count or 0, proposals)


def _of_several_files(proposed: list[Proposal], samples: Sequence[Sequence[str]]) -> list[Proposal]:
    """Lets columns of different files mean one field: 姓名 of one list and Name of another never meet."""
    held = {one.field: one.index for one in proposed if one.field}
    return [
        replace(one, field=meant, reason="name")
        if one.reason == "taken"
        and (meant := _field_of(one.column, held))
        and not any(row[one.index].strip() and row[held[meant]].strip() for row in samples)
        else one
        for one in proposed
    ]


def _field_of(column: str, held: Mapping[str, int]) -> str:
    """Returns the field that a column's name alone means, if another column holds it already."""
    named, _sure = field_named(column)
    firm = "organisation" if "organisation" in held else "name"
    field = {WHO: "name", FIRM: firm, EITHER: firm}.get(named, named)
    return field if field in held else ""


def _samples(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (row[place].strip()[:80] for row in rows if place < len(row))
    return list(dict.fromkeys(cell for cell in cells if cell))[:SHOWN]
