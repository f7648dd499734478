import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.customers.quality.rules import (
    PARTS,
    WEIGHTS,
    Known,
    Question,
    activity_of,
    certainty,
    freshness,
    gains,
    question,
    score,
)

FULL = {name: Known(True) for name in WEIGHTS["person"]}


@pytest.mark.parametrize(
    ("age", "stale_after", "expected"),
    [
        (0, 100, 1.0),
        (50, 100, 1.0),
        (75, 100, 0.75),
        (100, 100, 0.5),
        (150, 100, 0.25),
        (200, 100, 0.0),
        (900, 100, 0.0),
        (None, 100, 0.5),
        (9_000, None, 1.0),
    ],
)
def test_a_value_stays_fresh_for_half_its_time_and_is_worthless_at_twice_it(age, stale_after, expected):
    assert freshness(age, stale_after) == pytest.approx(expected)


def test_somebody_of_whom_all_is_known_scores_a_hundred_and_nobody_asks_them():
    best = score("person", FULL)
    assert best.score == 100
    assert best.question is None


def test_somebody_of_whom_only_the_name_is_known_is_asked_for_what_weighs_most():
    found = score("person", {"name": Known(True)}, activity=1.0)
    assert found.parts["completeness"] == pytest.approx(0.15)
    assert found.score == round(100 * (0.35 * 0.15 + 0.25 + 0.20 + 0.10 + 0.10))
    assert found.question == Question("mobile", "missing", 20.0)


@pytest.mark.parametrize(
    ("mobile", "why"),
    [
        (Known(False), "missing"),
        (Known(True, validity=0.0), "fails"),
        (Known(True, disputed=True), "disputed"),
        (Known(True, age=600, stale_after=540), "stale"),
        (Known(True, validity=0.8), "unsure"),
    ],
)
def test_the_question_says_why_it_is_worth_asking(mobile, why):
    found = question("person", {**FULL, "mobile": mobile}, activity=1.0)
    assert found is not None
    assert (found.field, found.why) == ("mobile", why)


def test_the_same_question_is_worth_more_with_somebody_we_talk_to():
    lacking = {**FULL, "mobile": Known(False)}
    often = question("person", lacking, activity=activity_of(0))
    never = question("person", lacking, activity=activity_of(None))
    assert often is not None
    assert never is not None
    assert often.worth == pytest.approx(4 * never.worth)


def test_activity_halves_every_ninety_days():
    assert [activity_of(days) for days in (0, 90, 180)] == [1.0, 0.5, 0.25]


known = st.builds(
    Known,
    present=st.booleans(),
    validity=st.floats(0, 1),
    age=st.none() | st.integers(0, 5_000),
    stale_after=st.none() | st.integers(1, 2_000),
    disputed=st.booleans(),
)


@given(
    st.sampled_from(sorted(WEIGHTS)),
    st.dictionaries(st.sampled_from(sorted(WEIGHTS["person"] | WEIGHTS["organisation"])), known),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_every_score_lies_between_nothing_and_a_hundred(kind, fields, likeness, activity):
    found = score(kind, fields, likeness=likeness, activity=activity)
    assert 0 <= found.score <= 100
    assert set(found.parts) == set(PARTS)
    assert all(0 <= part <= 1 for part in found.parts.values())


@given(known)
def test_a_newer_value_is_never_less_certain(one):
    if one.age is not None:
        newer = Known(one.present, one.validity, one.age // 2, one.stale_after, one.disputed)
        assert certainty(newer) >= certainty(one)


def test_the_weights_of_each_kind_and_of_the_parts_add_up():
    assert sum(PARTS.values()) == pytest.approx(1)
    assert {kind: sum(weights.values()) for kind, weights in WEIGHTS.items()} == {
        "person": 100,
        "organisation": 100,
    }


def test_a_score_is_raised_most_by_what_weighs_most_and_is_not_there():
    fields = {**FULL, "mobile": Known(), "wechat": Known(), "mail": Known(True, validity=0.0)}
    found = gains("person", fields)
    assert [(one.field, one.why) for one in found] == [
        ("mobile", "missing"),
        ("mail", "fails"),
        ("wechat", "missing"),
    ]
    before, after = score("person", fields), score("person", {**fields, "mobile": Known(True, age=0)})
    assert abs(before.score + found[0].points - after.score) <= 1


def test_a_score_of_which_all_is_known_is_raised_by_nothing():
    assert gains("person", FULL) == []


def test_a_possible_duplicate_costs_as_many_points_as_it_is_likely():
    (one,) = gains("person", FULL, likeness=0.8)
    assert (one.field, one.points) == ("duplicate", 8.0)
