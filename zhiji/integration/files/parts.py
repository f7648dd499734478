"""What the columns of several files mean that come in as one list: each file's are judged by themselves."""

from collections.abc import Sequence
from dataclasses import replace

from zhiji.integration.files.reading.cards import ORDER as CARD_COLUMNS
from zhiji.integration.files.reading.columns import SEVERAL, Proposal, propose
from zhiji.integration.files.reading.folder import PartSeen


def propose_by_part(
    columns: Sequence[str], parts: Sequence[PartSeen]
) -> tuple[list[Proposal], list[list[str]]]:
    """Says for each column of all files what it probably is, and gives rows of all files as samples.

    So 姓名 of one file and Name of another both are names, and what a card calls a name is one, whatever a list beside
    it calls so. A column that several files have is what the first of them takes it for.
    """
    best = [Proposal(place, column, "", 0.0, "unknown") for place, column in enumerate(columns)]
    places = {column: place for place, column in enumerate(columns)}
    judged = [_of_part(part) for part in parts]
    for found in judged:
        for column, one in found.items():
            place = places.get(column)
            if place is not None and not best[place].field and (one.field or best[place].reason == "unknown"):
                best[place] = replace(one, index=place, column=column)
    for part, found in zip(parts, judged, strict=True):
        _part_twice(part, found, places, best)
    return best, [row for part in parts for row in _widened(part, places, len(columns))]


def _of_part(part: PartSeen) -> dict[str, Proposal]:
    found = propose(list(part.columns.values()), part.rows)
    return {
        column: replace(one, field=one.column, confidence=1.0, reason="name")
        if part.is_cards and one.column in CARD_COLUMNS
        else one
        for column, one in zip(part.columns, found, strict=True)
    }


def _part_twice(
    part: PartSeen, found: dict[str, Proposal], places: dict[str, int], best: list[Proposal]
) -> None:
    """Takes a field that has one value from the column that this file itself would not have fed it from."""
    holders: dict[str, list[str]] = {}
    for column in part.columns:
        if column in places and (field := best[places[column]].field) and field not in SEVERAL:
            holders.setdefault(field, []).append(column)
    for field, several in holders.items():
        kept = next((column for column in several if found[column].field == field), several[0])
        for column in several:
            if column != kept:
                best[places[column]] = replace(best[places[column]], field="", reason="taken")


def _widened(part: PartSeen, places: dict[str, int], width: int) -> list[list[str]]:
    where = [places.get(column) for column in part.columns]
    rows = []
    for cells in part.rows:
        row = [""] * width
        for place, cell in zip(where, cells, strict=False):
            if place is not None:
                row[place] = cell
        rows.append(row)
    return rows
