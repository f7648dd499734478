"""Teaches each database engine the four measures that the statements about two records use."""

import json
from typing import Any

from zhiji.customers.identity.matching.alikeness import dice, edits, jaro_winkler

# DuckDB has all four built in; macros give them our names.
_DUCKDB = (
    """create or replace macro zhiji_dice(one, other) as
       2.0 * len(list_intersect(one, other)) / (len(one) + len(other))""",
    "create or replace macro zhiji_meet(one, other) as list_has_any(one, other)",
    "create or replace macro zhiji_edits(one, other) as damerau_levenshtein(one, other)",
    "create or replace macro zhiji_jaro_winkler(one, other) as jaro_winkler_similarity(one, other)",
)


def prepare_duckdb(connection: Any) -> None:
    """Adds the measures to an open DuckDB."""
    for statement in _DUCKDB:
        connection.execute(statement)


def prepare_sqlite(connection: Any) -> None:
    """Adds the measures to an open SQLite, in which lists are written as JSON."""
    connection.create_function("zhiji_dice", 2, _of_lists(dice), deterministic=True)
    connection.create_function("zhiji_meet", 2, _of_lists(_share), deterministic=True)
    connection.create_function("zhiji_edits", 2, _of_texts(edits), deterministic=True)
    connection.create_function("zhiji_jaro_winkler", 2, _of_texts(jaro_winkler), deterministic=True)


def _share(one: list[str], other: list[str]) -> bool:
    return not set(one).isdisjoint(other)


def _of_lists(measure: Any) -> Any:
    def measured(one: str | None, other: str | None) -> Any:
        if one is None or other is None:
            return None
        return measure(json.loads(one), json.loads(other))

    return measured


def _of_texts(measure: Any) -> Any:
    return lambda one, other: None if one is None or other is None else measure(one, other)
