import json
import sqlite3

import pytest

from zhiji.customers.identity.matching import backends, engine
from zhiji.customers.identity.matching.parameters import from_json, starting
from zhiji.customers.identity.matching.records import COLUMNS, LISTS, MatchRecord, from_row
from zhiji.customers.identity.matching.running import match_all
from zhiji.customers.identity.matching.scoring import forbidden, score_pair
from zhiji.customers.identity.matching.tables import to_arrow
from zhiji.customers.identity.matching.tests.samples import firms

pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")


@pytest.fixture(scope="module")
def weighed():
    """Firms weighed by Splink on DuckDB: connection, parameters, weights by pair."""
    records, _ = firms(250)
    connection = engine.open_engine(engine.Limits())
    engine.take_in(connection, "organisation", to_arrow(records))
    engine.find_candidates(connection)
    parameters = engine.learn_from(connection, "organisation")
    engine.weigh(connection, parameters, lowest=-1000.0)
    return connection, parameters, engine.pairs_from(connection, -1000.0)


def _known(connection):
    found = connection.execute("select * from records")
    names = [column[0] for column in found.description]
    return {row[0]: from_row(dict(zip(names, row, strict=True))) for row in found.fetchall()}


def test_python_weighs_every_pair_as_splink_does(weighed):
    connection, parameters, pairs = weighed
    known = _known(connection)
    assert len(pairs) > 300
    for one, other, weight in pairs:
        assert score_pair(known[one], known[other], parameters).weight == pytest.approx(weight, abs=1e-6)


def test_the_same_settings_give_the_same_weights_on_another_engine_of_splink(weighed):
    connection, parameters, pairs = weighed
    from splink.backends.sqlite import SQLiteAPI

    database = sqlite3.connect(":memory:")
    backends.prepare_sqlite(database)
    columns = ", ".join(name for name in COLUMNS)
    database.execute(f"create table people ({columns})")
    rows = connection.execute(f"select {columns} from records").fetchall()
    lists = [name in LISTS for name in COLUMNS]
    database.executemany(
        f"insert into people values ({', '.join('?' * len(COLUMNS))})",
        [
            [json.dumps(v) if is_list and v is not None else v for v, is_list in zip(row, lists, strict=True)]
            for row in rows
        ],
    )
    database.execute("create table pairs (join_key_l, join_key_r, match_key)")
    database.executemany("insert into pairs values (?, ?, '0')", [pair[:2] for pair in pairs[:300]])
    api = SQLiteAPI(database, register_udfs=False)
    found = engine.weigh_on(api, "people", "pairs", parameters)
    expected = {(one, other): weight for one, other, weight in pairs[:300]}
    assert len(found) == 300
    for one, other, weight in found:
        assert weight == pytest.approx(expected[one, other], abs=1e-6)


def test_the_waterfall_adds_up_and_shows_both_values():
    left = MatchRecord(
        1, core="蓝天电子", brand="蓝天", brand_sound="lantian", trade="电子", city="0755", town="深圳市"
    )
    right = MatchRecord(
        2, core="蓝天电子", brand="蓝天", brand_sound="lantian", trade="电子", city="021", town="上海市"
    )
    left.brand_spread = right.brand_spread = left.core_spread = right.core_spread = 2
    evidence = score_pair(left, right, starting("organisation", 1000))
    assert evidence.weight == pytest.approx(sum(step.weight for step in evidence.steps))
    city = next(step for step in evidence.steps if step.field == "city")
    assert (city.grade, city.left, city.right) == ("differs", "深圳市", "上海市")
    assert city.weight < 0 < next(step for step in evidence.steps if step.field == "name").weight


def test_a_value_that_only_one_side_has_weighs_nothing():
    left, right = MatchRecord(1, phones=["+8613800000000"]), MatchRecord(2)
    steps = score_pair(left, right, starting("organisation")).steps
    assert {step.weight for step in steps[1:]} == {0.0}


def test_two_verified_tax_numbers_forbid_whatever_the_weight():
    assert forbidden(MatchRecord(1, tax=["A"]), MatchRecord(2, tax=["B"])) == "tax"
    assert forbidden(MatchRecord(1, tax=["A", "B"]), MatchRecord(2, tax=["B"])) == ""
    assert (
        forbidden(MatchRecord(1, identities=["duns:1"]), MatchRecord(2, identities=["duns:2"])) == "identity"
    )
    assert forbidden(MatchRecord(1, identities=["duns:1"]), MatchRecord(2, identities=["lei:2"])) == "named"


def test_a_branch_and_relatives_are_never_merged_unasked():
    head, branch = (MatchRecord(n, brand="蓝天", branch=part) for n, part in ((1, None), (2, "大连")))
    assert forbidden(head, branch) == "branch"
    assert forbidden(head, MatchRecord(3, brand="蓝田")) == "named"
    he, she = (MatchRecord(n, "person", family="王", given=given) for n, given in ((1, "伟"), (2, "芳")))
    assert forbidden(he, she) == "given"


def test_firms_of_different_names_are_merged_for_what_is_their_own_and_not_for_somebody_of_one_name():
    def firm(number: int, name: str, **more: object) -> MatchRecord:
        known = {"brand": name, "core": name, "city": "0553", "name": "冯春林", "person_spread": 2, **more}
        return MatchRecord(number, **known)

    one = firm(1, "骏格", own_phones=["+861"])
    assert forbidden(one, firm(2, "旭捷")) == "named"
    assert forbidden(one, firm(3, "旭捷", own_phones=["+861"])) == ""
    assert forbidden(firm(4, "骏格", tax=["91"]), firm(5, "旭捷", tax=["91"])) == ""


def test_colleagues_of_wholly_different_names_are_strangers_unless_a_mail_or_birth_date_is_the_same():
    def at_work(number: int, family: str, given: str, **more: object) -> MatchRecord:
        house = {"core": "蓝天电子", "street": "人民路", "number": "3", "own_phones": ["+861"], **more}
        return MatchRecord(number, "person", family=family, given=given, **house)

    assert forbidden(at_work(1, "王", "伟"), at_work(2, "李", "芳")) == "strangers"
    assert forbidden(at_work(1, "王", "伟"), at_work(2, "王", "芳")) == "given"
    assert forbidden(at_work(1, "lopez", "maria"), at_work(2, "jones", "marie")) == "given"
    assert forbidden(at_work(1, "王", "伟"), at_work(2, "伟", "王")) == "given"
    for same in ({"mails": ["w@x.example"]}, {"born": "19800101"}):
        assert forbidden(at_work(1, "王", "伟", **same), at_work(2, "zhang", "david", **same)) == "given"


def test_a_mail_domain_that_many_share_is_nobodys_own_even_among_namesakes():
    def firm(number: int, trade: str, **more: object) -> MatchRecord:
        known = {"brand": "骏格", "brand_sound": "junge", "core": f"骏格{trade}", "trade": trade, **more}
        return MatchRecord(number, domains=["mail.example"], **known)

    assert forbidden(firm(1, "电子"), firm(2, "服装")) == "named"
    for column in ("own_domains", "few_domains"):
        theirs = {column: ["mail.example"]}
        assert forbidden(firm(1, "电子", **theirs), firm(2, "服装", **theirs)) == ""
    slipped = {"brand": "骏格尔", "brand_sound": "junger", "brand_grams": ["骏", "格", "骏格"]}
    known = {"brand_grams": ["骏", "格", "骏格"]}
    assert forbidden(firm(1, "电子", **known), firm(2, "服装", **slipped)) == "named"


def test_parameters_survive_being_kept(weighed):
    _, parameters, _ = weighed
    assert from_json(parameters.to_json()) == parameters


def test_persons_of_different_family_names_or_with_nothing_of_their_own_are_only_asked_about():
    def met(number: int, family: str, phone: str) -> MatchRecord:
        return MatchRecord(number, "person", family=family, given="伟", phones=[phone], own_phones=[phone])

    assert forbidden(met(1, "王", "+861"), met(2, "王", "+861")) == ""
    assert forbidden(met(1, "王", "+861"), met(2, "张", "+861")) == "family"
    assert forbidden(met(1, "王", "+861"), met(2, "王", "+862")) == "own"


def test_a_base_with_hardly_any_doubles_does_not_take_namesakes_for_matches():
    family = "王李张刘陈杨赵黄周吴"
    given = [one + other for one in "伟芳娜敏静丽强磊军洋" for other in "明华红文玉"]
    records = [
        MatchRecord(
            number,
            "person",
            family=family[number % 10],
            given=given[number * 7 % 50],
            name=f"{family[number % 10]}{given[number * 7 % 50]}",
            name_sound=f"{number % 10} {number * 7 % 50}",
            city=f"{number * 31 % 13}",
            phones=[f"+86139{number:08d}"],
        )
        for number in range(2000)
    ]
    connection = engine.open_engine(engine.Limits())
    found = match_all(connection, "person", to_arrow(records))
    assert found.groups == []
    assert found.parameters.prior < 1e-4
