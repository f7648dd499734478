"""Goes through the whole base: candidates by shared keys, grades and weights by Splink on DuckDB, learning by EM.

Splink, DuckDB and Arrow are imported inside the functions: they belong to the extra "matching" and to a job's own
process, never to the one that serves pages.
"""

import logging
from dataclasses import dataclass, replace
from typing import Any

from zhiji.customers.identity.matching.backends import prepare_duckdb
from zhiji.customers.identity.matching.blocking import HOT
from zhiji.customers.identity.matching.comparisons import Comparison, owned
from zhiji.customers.identity.matching.holders import known_sql, namesakes_sql
from zhiji.customers.identity.matching.learning import Seen, learn
from zhiji.customers.identity.matching.parameters import Parameters, starting
from zhiji.customers.identity.matching.persons import RENAMED
from zhiji.customers.identity.matching.records import Kind, MatchRecord, from_row

SEED = 20_260_101
_SAMPLE_OF_PAIRS = 2_000_000.0
_SAMPLE_OF_CANDIDATES = 3_000_000
# Fields that fewer records than this share fill are not compared.
_FILLED = 0.001
# A base smaller than this is matched with the starting weights.
SMALLEST_TO_LEARN_FROM = 300
LOWEST_WEIGHT = -10.0


@dataclass(frozen=True)
class Limits:
    """What a run may take: threads, memory in gigabytes, and a folder for what doesn't fit."""

    threads: int = 2
    memory_gb: float = 5.0
    folder: str = ""


def open_engine(limits: Limits) -> Any:
    """Opens a DuckDB of its own for one run, within the limits, with our functions in it."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {int(limits.threads)}")
    connection.execute(f"set memory_limit = '{float(limits.memory_gb)}GB'")
    connection.execute("set preserve_insertion_order = false")
    if limits.folder:
        connection.execute("set temp_directory = ?", [limits.folder])
    prepare_duckdb(connection)
    return connection


def _count(connection: Any, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def take_in(connection: Any, kind: Kind, table: Any) -> None:
    """Takes an Arrow table of records (columns of MatchRecord and `keys`) and adds what the base knows of them."""
    connection.register("arrived", table)
    connection.execute("create or replace table raw_records as select * exclude (keys) from arrived")
    connection.execute("create or replace table record_keys as select id, unnest(keys) as key from arrived")
    connection.unregister("arrived")
    connection.execute(f"create or replace table records as {known_sql(kind, 'raw_records')}")
    connection.execute("drop table raw_records")


def find_candidates(connection: Any, hot: int = HOT) -> int:
    """Writes down every pair of records that share a key which is not hot; gives their number."""
    connection.execute(
        f"""create or replace table live_keys as select id, key from record_keys
        where key in (select key from record_keys group by key having count(*) between 2 and {int(hot)})"""
    )
    connection.execute(
        """create or replace table candidates as
        select distinct l.id as join_key_l, r.id as join_key_r, '0' as match_key
        from live_keys l join live_keys r on l.key = r.key and l.id < r.id"""
    )
    connection.execute("drop table live_keys")
    return _count(connection, "select count(*) from candidates")


def settings_of(parameters: Parameters) -> dict[str, Any]:
    """Writes parameters as the settings that Splink takes, on any of its engines."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": parameters.prior,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(one, parameters) for one in parameters.comparisons()],
    }


def _comparison(one: Comparison, parameters: Parameters) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.lacking.sql, "label_for_charts": "lacking", "is_null_level": True}
    ]
    for place, grade in enumerate(one.grades):
        level: dict[str, Any] = {
            "sql_condition": grade.when.sql if grade.when else "ELSE",
            "label_for_charts": grade.code,
            "m_probability": parameters.matches[one.field][place],
            "u_probability": parameters.others[one.field][place],
        }
        if grade.frequency:
            level["tf_adjustment_column"] = grade.frequency
            level["disable_tf_exact_match_detection"] = True
        levels.append(level)
    return {"output_column_name": one.field, "comparison_levels": levels}


def linker_for(database: Any, table: str, parameters: Parameters) -> Any:
    """Makes a Splink linker over a table of records, on whichever of its engines `database` stands for."""
    from splink import Linker, SettingsCreator

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator.from_path_or_dict(settings_of(parameters))
    return Linker(database.register(table), settings)


def learn_from(connection: Any, kind: Kind, *, strict: bool = True) -> Parameters:
    """Learns the weights from the records taken in; a base too small keeps the starting ones.

    strict: as in match_all.
    """
    count = _count(connection, "select count(*) from records")
    start = starting(kind, count, _filled(connection, kind, count))
    if count < SMALLEST_TO_LEARN_FROM:
        return start
    return replace(learn(start, replace(_see(connection, start, count), strict=strict)), records=count)


def _filled(connection: Any, kind: Kind, count: int) -> tuple[str, ...]:
    return tuple(
        one.field for one in starting(kind).comparisons() if _filling(connection, one, count) >= _FILLED
    )


def _filling(connection: Any, one: Comparison, count: int) -> float:
    """Tells which share of the records has the field: those that can be compared with themselves."""
    absent = one.absent or one.lacking
    columns = ", ".join(f"{column} as {column}_{side}" for column in absent.columns for side in "lr")
    found = _count(
        connection, f"select count(*) from (select {columns} from records) where not ({absent.sql})"
    )
    return found / max(count, 1)


def _see(connection: Any, start: Parameters, count: int) -> Seen:
    pairs = count * (count - 1) / 2.0
    filled = {one.field: _filling(connection, one, count) for one in start.comparisons()}
    sampled, samples = _draw_pairs(connection, start)
    return Seen(
        patterns=_patterns(connection, start),
        sampled=sampled,
        samples=samples,
        comparable={
            one.field: 0.0 if one.among_candidates else pairs * filled[one.field] ** 2
            for one in start.comparisons()
        },
        pairs=pairs,
        doubts=_doubts(connection, start),
    )


def _doubts(connection: Any, start: Parameters) -> dict[tuple[str, int], float]:
    """Tells for the grades that rest on a name being known in one place how often it is somebody elsewhere."""
    return {
        (one.field, place): float(connection.execute(namesakes_sql(grade.doubt, "records")).fetchall()[0][0])
        for one in start.comparisons()
        for place, grade in enumerate(one.grades)
        if grade.doubt
    }


def _patterns(connection: Any, start: Parameters) -> list[tuple[tuple[int, ...], float]]:
    """Counts the patterns of grades among the candidates, or among a sample of them where they are many."""
    total = _count(connection, "select count(*) from candidates")
    parts = max(1, -(-total // _SAMPLE_OF_CANDIDATES))
    connection.execute(
        f"""create or replace table some_candidates as select * from candidates
        where hash(join_key_l, join_key_r) % {parts} = 0"""
    )
    return [
        (grades, number * parts) for grades, number in count_patterns(connection, start, "some_candidates")
    ]


def count_patterns(
    connection: Any, parameters: Parameters, pairs: str
) -> list[tuple[tuple[int, ...], float]]:
    """Counts how many pairs of a table show each pattern of grades."""
    compared = parameters.comparisons()
    used = dict.fromkeys(column for one in compared for column in _columns(one))
    sides = ", ".join(f"{side}.{column} as {column}_{side}" for column in used for side in "lr")
    grades = ", ".join(_grade_sql(one) for one in compared)
    rows = connection.execute(
        f"""select {grades}, count(*) from (select {sides} from {pairs}
        join records l on l.id = join_key_l join records r on r.id = join_key_r) group by all order by all"""
    ).fetchall()
    return [(tuple(row[:-1]), float(row[-1])) for row in rows]


def _columns(one: Comparison) -> list[str]:
    statements = [one.lacking, *(grade.when for grade in one.grades if grade.when)]
    return [column for statement in statements for column in statement.columns]


def _grade_sql(one: Comparison) -> str:
    """Writes the grade of a field as SQL: its place, best first, -1 for lacking."""
    cases = [f"when {grade.when.sql} then {place}" for place, grade in enumerate(one.grades) if grade.when]
    return f"case when {one.lacking.sql} then -1 {' '.join(cases)} else {len(one.grades) - 1} end"


def _draw_pairs(connection: Any, start: Parameters) -> tuple[dict[str, tuple[float, ...]], dict[str, float]]:
    """Draws pairs of records by lot (by a hash of their keys, so always the same) and counts their grades."""
    side = int((2 * _SAMPLE_OF_PAIRS) ** 0.5)
    connection.execute(
        f"""create or replace table drawn as select id from records order by hash(id + {SEED}) limit {side}"""
    )
    connection.execute(
        """create or replace table drawn_pairs as
        select l.id as join_key_l, r.id as join_key_r, '0' as match_key from drawn l join drawn r on l.id < r.id"""
    )
    patterns = count_patterns(connection, start, "drawn_pairs")
    sampled = {one.field: [0.0] * len(one.grades) for one in start.comparisons()}
    for pattern, number in patterns:
        for name, grade in zip(start.fields, pattern, strict=True):
            if grade >= 0:
                sampled[name][grade] += number
    connection.execute("drop table drawn_pairs")
    return {name: tuple(counts) for name, counts in sampled.items()}, {
        name: sum(counts) for name, counts in sampled.items()
    }


def weigh_on(database: Any, table: str, pairs: str, parameters: Parameters) -> list[tuple[int, int, float]]:
    """Weighs the pairs of a table on any engine of Splink: DuckDB, SQLite, PostgreSQL, Spark.

    The engine must know our four measures (backends.py). Gives (one, other, weight in bits).
    """
    linker = linker_for(database, table, parameters)
    linker.table_management.register_blocked_pairs_for_predict(database.register(pairs))
    scored = linker.inference.predict(warning_mode="never")
    return [(row["id_l"], row["id_r"], row["match_weight"]) for row in scored.as_record_list()]


def weigh(connection: Any, parameters: Parameters, lowest: float = LOWEST_WEIGHT) -> int:
    """Weighs all candidates; keeps those from `lowest` bits up in the table `weighed`.

    Its columns: one, other, weight (by which groups grow), evidence (the weight of all that was compared), and both
    owned and renamed as in scoring.rule_against.
    """
    if not parameters.fields:
        connection.execute(
            "create or replace table weighed "
            "(one bigint, other bigint, weight double, evidence double, owned boolean, renamed boolean)"
        )
        return 0
    from splink import DuckDBAPI

    database = DuckDBAPI(connection=connection)
    linker = linker_for(database, "records", parameters)
    linker.table_management.register_blocked_pairs_for_predict(database.register("candidates"))
    scored = linker.inference.predict(threshold_match_weight=lowest, warning_mode="never")
    connection.execute(
        f"""create or replace table weighed as select least(id_l, id_r) as one, greatest(id_l, id_r) as other,
        match_weight as weight, match_weight as evidence, true as owned, true as renamed from {scored.physical_name}"""
    )
    scored.drop_table_from_database_and_remove_from_cache()
    return _count(connection, "select count(*) from weighed")


def hold_back(connection: Any, parameters: Parameters, most: float) -> None:
    """Lets pairs that share nothing of one's own weigh at most so much, in bits, where groups grow.

    Their evidence is kept beside it, and that they own nothing together: whether they are asked about goes by that.
    """
    own = owned(parameters.comparisons())
    used = dict.fromkeys(column for statement in (*own, RENAMED) for column in statement.columns)
    sides = ", ".join(f"{side}.{column} as {column}_{side}" for column in used for side in "lr")
    renamed = f"coalesce({RENAMED.sql}, false)" if parameters.kind == "person" else "true"
    shared = " or ".join(f"coalesce({statement.sql}, false)" for statement in own)
    connection.execute(
        f"""create or replace table weighed as select one, other,
        case when owned then evidence else least(evidence, {float(most)}) end as weight, evidence, owned, renamed
        from (select one, other, evidence, ({shared}) as owned, ({renamed}) as renamed
        from (select one, other, evidence, {sides} from weighed
        join records l on l.id = one join records r on r.id = other))"""
    )


def pairs_from(connection: Any, lowest: float) -> list[tuple[int, int, float]]:
    """Returns the weighed pairs from `lowest` bits up: (one, other, weight), heaviest first."""
    return list(
        connection.execute(
            "select one, other, weight from weighed where weight >= ? order by weight desc, one, other",
            [lowest],
        ).fetchall()
    )


def evident(connection: Any, lowest: float) -> list[tuple[int, int, float, bool, bool]]:
    """Returns the pairs with evidence from `lowest` bits up, heaviest first: (one, other, bits, owned, renamed).

    The last two as in scoring.rule_against.
    """
    return list(
        connection.execute(
            "select one, other, evidence, owned, renamed from weighed where evidence >= ? "
            "order by evidence desc, one, other",
            [lowest],
        ).fetchall()
    )


def linked(connection: Any, lowest: float) -> list[tuple[int, int, float]]:
    """Returns the weighed pairs of which both sides are linked to anybody by `lowest` bits: what groups grow from."""
    return list(
        connection.execute(
            """with strong as (select one, other from weighed where weight >= ?),
            ends as (select one as id from strong union select other from strong)
            select one, other, weight from weighed
            where one in (select id from ends) and other in (select id from ends) order by one, other""",
            [lowest],
        ).fetchall()
    )


def known(connection: Any, left: int, right: int) -> tuple[MatchRecord, MatchRecord]:
    """Returns two records as the run knows them."""
    found = connection.execute("select * from records where id = ? or id = ?", [left, right])
    names = [column[0] for column in found.description]
    rows = {row[0]: from_row(dict(zip(names, row, strict=True))) for row in found.fetchall()}
    return rows[left], rows[right]
