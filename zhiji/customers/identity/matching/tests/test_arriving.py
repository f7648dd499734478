from collections import defaultdict
from dataclasses import replace

import pytest

from zhiji.customers.identity.matching import engine
from zhiji.customers.identity.matching.arriving import know, match_one
from zhiji.customers.identity.matching.blocking import keys_of
from zhiji.customers.identity.matching.records import from_row
from zhiji.customers.identity.matching.tables import to_arrow
from zhiji.customers.identity.matching.tests.samples import firms

pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")

MADE = (
    "cell_spread core_spread brand_spread town_spread person_spread own_phones few_phones own_mails few_mails "
    "own_domains few_domains house_spread"
).split()


@pytest.fixture(scope="module")
def base():
    """A base that was matched as a whole: its records as read, as known to the engine, and the weights."""
    records, _ = firms(300)
    connection = engine.open_engine(engine.Limits())
    engine.take_in(connection, "organisation", to_arrow(records))
    engine.find_candidates(connection)
    parameters = engine.learn_from(connection, "organisation")
    engine.weigh(connection, parameters)
    found = connection.execute("select * from records")
    names = [column[0] for column in found.description]
    known = {row[0]: from_row(dict(zip(names, row, strict=True))) for row in found.fetchall()}
    weights = {(one, other): weight for one, other, weight in engine.pairs_from(connection, 0.0)}
    return records, known, parameters, weights


def _plain(value):
    return sorted(value) if isinstance(value, list) else value


def test_python_knows_of_the_base_what_the_engine_knows(base):
    records, known, _, _ = base
    ours = [replace(record) for record in records]
    know(ours)
    for record in ours:
        for column in MADE:
            mine, theirs = (_plain(getattr(one, column)) for one in (record, known[record.id]))
            assert (mine or None) == (theirs or None) or (mine, theirs) == (None, 1), (record.id, column)


def test_a_record_that_arrives_finds_those_it_was_grouped_with(base):
    records, _, parameters, weights = base
    held = defaultdict(list)
    for record in records:
        for key in keys_of(record):
            held[key].append(record.id)
    asked = []

    def holders_of(keys, most):
        asked.append(len(keys))
        return {key: held[key][:most] for key in keys}

    def records_of(ids):
        return [replace(records[one]) for one in ids]

    hits = total = 0
    for record in records[:120]:
        found = {one.id for one in match_one(replace(record), parameters, holders_of, records_of, -2.0)}
        partners = {
            a + b - record.id for (a, b), weight in weights.items() if record.id in (a, b) and weight > 4
        }
        hits, total = hits + len(partners & found), total + len(partners)
    assert total > 50
    assert hits / total > 0.97
    assert len(asked) == 120


def test_a_stranger_finds_nobody(base):
    _, _, parameters, _ = base
    stranger = firms(1, seed=99)[0][0]
    assert match_one(stranger, parameters, lambda keys, most: {}, lambda ids: [], -2.0) == []
