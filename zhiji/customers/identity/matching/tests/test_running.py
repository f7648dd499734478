from collections import Counter

import pytest

from zhiji.customers.identity.matching import engine
from zhiji.customers.identity.matching.blocking import keys_of, shortened
from zhiji.customers.identity.matching.reading import read_record
from zhiji.customers.identity.matching.records import MatchRecord
from zhiji.customers.identity.matching.running import match_all
from zhiji.customers.identity.matching.scoring import score_pair
from zhiji.customers.identity.matching.tables import to_arrow
from zhiji.customers.identity.matching.tests.samples import firms, people
from zhiji.customers.identity.matching.thresholds import Thresholds
from zhiji.customers.identity.pairs.rules import zone

pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")


def _run(records):
    return match_all(engine.open_engine(engine.Limits()), "organisation", to_arrow(records))


@pytest.fixture(scope="module")
def found():
    records, truth = firms(600)
    return _run(records), records, truth


def test_doubles_of_one_firm_find_each_other_and_strangers_do_not(found):
    run, _, truth = found
    right = wrong = 0
    for group in run.groups:
        counts = Counter(truth[member] for member in group)
        pairs = len(group) * (len(group) - 1) // 2
        same = sum(n * (n - 1) // 2 for n in counts.values())
        right, wrong = right + same, wrong + pairs - same
    all_same = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    assert right / (right + wrong) >= 0.99
    assert right / all_same >= 0.85


def test_the_prior_is_learned_without_being_told(found):
    run, records, truth = found
    true = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    pairs = len(records) * (len(records) - 1) / 2
    assert run.parameters.prior == pytest.approx(true / pairs, rel=0.2)


def test_two_runs_over_the_same_records_find_the_same(found):
    run, records, _ = found
    again = _run(records)
    assert again.groups == run.groups
    assert again.parameters == run.parameters


def test_questions_are_asked_between_groups_only_and_once(found):
    run, _, _ = found
    group_of = {member: group[0] for group in run.groups for member in group}
    asked = [(group_of.get(one, one), group_of.get(other, other)) for one, other, _ in run.questions]
    assert all(one != other for one, other in asked)
    assert len({frozenset(pair) for pair in asked}) == len(asked)


def test_a_base_too_small_to_learn_from_is_matched_all_the_same():
    first = {"organisation": "深圳蓝天电子有限公司", "mobile": "13800138000", "mail": "a@lantian.example"}
    second = {"organisation": "深圳市蓝天电子", "mobile": "+86 138 0013 8000"}
    third = {"organisation": "上海恒通贸易有限公司", "mobile": "13900139000"}
    run = _run([read_record(n, "organisation", said) for n, said in enumerate((first, second, third))])
    assert run.groups == [[0, 1]] or any({one, other} == {0, 1} for one, other, _ in run.questions)


def test_nothing_at_all_is_matched_to_nothing():
    run = _run([read_record(n, "organisation", {}) for n in range(3)])
    assert (run.groups, run.questions) == ([], [])


def test_different_tax_numbers_are_kept_apart_in_a_whole_run():
    said = {"organisation": "深圳蓝天电子有限公司", "mobile": "13800138000", "mail": "a@lantian.example"}
    one = read_record(0, "organisation", {**said, "tax_number": "91440300192282776X", "tax_number_ok": "1"})
    other = read_record(1, "organisation", {**said, "tax_number": "91440300MA5DA1LX3B", "tax_number_ok": "1"})
    assert one.tax
    assert other.tax
    assert _run([one, other]).groups == []


def test_two_writings_share_a_key_though_a_letter_is_missing():
    one = read_record(1, "organisation", {"organisation": "深圳憨豆豆电子有限公司"})
    other = read_record(2, "organisation", {"organisation": "深圳憨豆电子有限公司"})
    assert set(keys_of(one)) & set(keys_of(other))
    assert shortened("ab") == ["ab"]


def _namesakes() -> list[MatchRecord]:
    """Make persons and firms that share no more than a town and somebody of one name."""
    return [
        MatchRecord(
            number,
            core=f"骏格{number}",
            brand=f"骏格{number}",
            brand_sound=f"junge{number}",
            city="0553",
            name="冯春林",
            name_sound="fengchunlin",
            phones=[f"+86{number}"],
        )
        for number in range(4)
    ]


@pytest.mark.parametrize(
    ("records", "rule"),
    [(people(150)[0], "own"), ([*firms(100)[0][4:], *_namesakes()], "named")],
    ids=["persons", "organisations"],
)
@pytest.mark.parametrize("limits", [(0.0, -12.0), (4.0, 1.0), (16.0, 8.0), (-4.0, -6.0)])
def test_a_whole_run_asks_about_just_the_pairs_that_a_newcomer_would_be_asked_about(records, rule, limits):
    connection, chosen = engine.open_engine(engine.Limits()), Thresholds(*limits)
    run = match_all(connection, records[0].kind, to_arrow(records), thresholds=chosen)
    group_of = {member: group[0] for group in run.groups for member in group}
    seen, expected = set(), set()
    for one, other in connection.execute("select one, other from weighed").fetchall():
        evidence = score_pair(*engine.known(connection, one, other), run.parameters)
        ends = frozenset((group_of.get(one, one), group_of.get(other, other)))
        if zone(evidence.weight, *limits, evidence.forbidden) != "apart" and len(ends) == 2:
            expected.add(ends)
            seen.add(evidence.forbidden)
    asked = {
        frozenset((group_of.get(one, one), group_of.get(other, other))) for one, other, _ in run.questions
    }
    assert asked == expected
    assert rule in seen or limits[1] > 0
