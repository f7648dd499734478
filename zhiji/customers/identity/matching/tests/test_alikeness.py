import random

import pytest

from zhiji.customers.identity.matching.alikeness import dice, edits, grams, jaro_winkler

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")


def _words(count):
    rng = random.Random(3)
    letters = "abcde电子科"
    return [
        (
            "".join(rng.choices(letters, k=rng.randrange(1, 9))),
            "".join(rng.choices(letters, k=rng.randrange(1, 9))),
        )
        for _ in range(count)
    ]


def test_python_and_duckdb_measure_the_same():
    pairs = _words(400)
    connection = duckdb.connect()
    for one, other in pairs:
        row = connection.execute(
            "select damerau_levenshtein($1, $2), jaro_winkler_similarity($1, $2)", [one, other]
        ).fetchone()
        assert edits(one, other) == row[0], (one, other)
        assert jaro_winkler(one, other) == pytest.approx(row[1]), (one, other)


def test_shared_character_groups_are_counted_once():
    assert grams("蓝天电子") == sorted(["蓝天", "天电", "电子"])
    assert dice(grams("蓝天电子"), grams("蓝天电子")) == 1.0
    assert dice(grams("蓝天电子"), grams("蓝天科技")) == pytest.approx(1 / 3)
    assert dice([], ["a"]) == 0.0


def test_an_exchange_of_two_letters_is_one_slip():
    assert edits("smith", "smiht") == 1
    assert edits("smith", "smit") == 1
    assert edits("", "ab") == 2
