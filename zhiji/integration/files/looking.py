"""Looks at a list before anything is done with it: how it is laid out, what its columns hold and probably mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiji.integration.files.lists import open_list
from zhiji.integration.files.mapping import Column, recalled
from zhiji.integration.files.parts import propose_by_part
from zhiji.integration.files.reading.columns import propose
from zhiji.integration.files.reading.layout import FOLDER

SAMPLES = 50
SHOWN = 3
PATH_SHOWN = 200
LEFT_OUT_KEPT = 200


@dataclass(frozen=True)
class Look:
    """What was seen of a list: layout and names of columns as JSON, the columns' meaning, and the number of rows."""

    layout: dict[str, Any]
    columns: list[Column]
    count: int
    proposals: list[dict[str, Any]] = field(default_factory=list)
    # files of a folder that could not be read: {"part", "code", "details"}, see reading.faults.unreadable_text
    left_out: list[dict[str, Any]] = field(default_factory=list)


def look_at(
    path: Path, layout: Mapping[str, Any] | None = None, memory: Mapping[str, Any] | None = None
) -> Look:
    """Looks at a list; layout is what a person corrected, memory what its source's columns meant before.

    Raises UnreadableList.
    """
    listed = open_list(path, layout)
    if listed.layout.kind == FOLDER:
        proposed, samples = propose_by_part(listed.columns, listed.parts)
    else:
        samples = [row.cells for row in next(iter(listed.rows(0, SAMPLES)), [])]
        proposed = propose(listed.columns, samples)
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
    left_out = [
        {"part": one.part[:PATH_SHOWN], "code": one.why.code, "details": one.why.details}
        for one in listed.left_out[:LEFT_OUT_KEPT]
    ]
    return Look(kept, columns, listed.count or 0, proposals, left_out)


def _samples(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (row[place].strip()[:80] for row in rows if place < len(row))
    return list(dict.fromkeys(cell for cell in cells if cell))[:SHOWN]
