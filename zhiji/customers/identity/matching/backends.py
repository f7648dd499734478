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
# Spark's own functions for lists run where the records lie; for texts it asks Python on each of its machines.
_SPARK = (
    """create or replace temporary function zhiji_dice(one array<string>, other array<string>) returns double
       return cast(2 * size(array_intersect(one, other)) as double) / (size(one) + size(other))""",
    """create or replace temporary function zhiji_meet(one array<string>, other array<string>) returns boolean
       return arrays_overlap(one, other)""",
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


def prepare_spark(session: Any) -> None:
    """Adds the measures to a session of Spark 4 or newer; each of its machines must be able to import zhiji."""
    for statement in _SPARK:
        session.sql(statement)
    session.udf.register("zhiji_edits", _of_texts(edits), "int")
    session.udf.register("zhiji_jaro_winkler", _of_texts(jaro_winkler), "double")


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
