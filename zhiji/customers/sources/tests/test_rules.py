"""Survivorship by tables: the same rows stand in docs/algorithms/survivorship.md."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.customers.sources.rules import CRITERIA, Claim, known_order, order_for, survive

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def claim(value, source="sales", kind="department", trust=50, day=0, **more):
    at = DAY + timedelta(days=day)
    return Claim(value, value.casefold(), source, kind, trust, at, **more)


SALES = claim("Blue Sky Ltd", day=10)
SERVICE = claim("Blue Sea Ltd", "service", trust=60, day=5)
ERP = claim("Blue Sky Limited Company", "erp", "system", 70, day=1, verified=True)
MAIL = claim("bluesky", "mail", "channel", 20, day=90)
NORA = claim("Blue Sky Works", "people", "people", 90, day=20)

TABLE = [
    # claims, winner, reason, conflict
    ([SALES], SALES, "only", False),
    ([SALES, claim("BLUE SKY LTD", "reception", day=3)], SALES, "agreed", False),
    ([SALES, SERVICE], SERVICE, "trust", True),
    (
        [SALES, claim("Blue Sea Ltd", "service", day=11)],
        claim("Blue Sea Ltd", "service", day=11),
        "recent",
        True,
    ),
    ([SALES, SERVICE, ERP], ERP, "verified", False),
    ([SALES, MAIL], SALES, "trust", False),
    ([SALES, SERVICE, NORA], NORA, "people", False),
    ([ERP, NORA], NORA, "people", False),
    ([NORA, claim("Blue Sea Ltd", "service", day=40)], NORA, "people", True),
    ([NORA, claim("blue.sea", "mail", "channel", 20, day=40)], NORA, "people", False),
]


@pytest.mark.parametrize(("claims", "winner", "reason", "conflict"), TABLE)
def test_a_name_is_chosen_as_the_table_says(claims, winner, reason, conflict):
    choice = survive("name", claims)
    assert choice is not None
    assert (choice.winner, choice.reason, choice.is_conflict) == (winner, reason, conflict)


def test_nobody_saying_anything_is_no_choice():
    assert survive("name", []) is None


def test_an_order_of_its_own_turns_the_choice_around():
    assert survive("region", [SALES, SERVICE]).winner == SERVICE
    assert survive("region", [SALES, SERVICE], ("recent", "trust")).winner == SALES


def test_two_sources_that_agree_outvote_one_where_the_table_says_so():
    lone, others = claim("person", "a", trust=60), [claim("organisation", s) for s in ("b", "c")]
    choice = survive("kind", [lone, *others], ("most_sources", "trust"))
    assert choice.value == "organisation"
    assert choice.reason == "most_sources"
    assert len(choice.backers) == 1


def test_a_number_that_works_comes_before_one_that_is_newer():
    old, new = claim("+861", works=True), claim("+862", day=9)
    assert survive("mobile", [new, old]).winner == old
    assert survive("mobile", [new, claim("+863", works=False, day=20)]).winner == new


def test_several_numbers_are_no_conflict():
    assert not survive("mobile", [claim("+861"), claim("+862", "service")]).is_conflict


def test_a_full_tie_is_still_decided_and_said_to_be_one():
    left, right = claim("a", "x"), claim("b", "y")
    assert survive("region", [left, right]).reason == "tie"
    assert survive("region", [left, right]).winner == survive("region", [right, left]).winner


def test_the_table_of_the_house_comes_before_what_zhiji_brings():
    assert order_for("name", {"name": ["recent"]}) == ("recent",)
    assert order_for("name", {"region": ["recent"]})[0] == "verified"
    assert known_order(["recent", "no such", "recent", "trust"]) == ("recent", "trust")


claims = st.builds(
    claim,
    st.sampled_from(["a", "b", "c", "A", ""]),
    source=st.sampled_from(["s", "t", "u"]),
    kind=st.sampled_from(["department", "people", "channel"]),
    trust=st.integers(0, 100),
    day=st.integers(0, 5),
    verified=st.booleans(),
    works=st.sampled_from([None, True, False]),
    record_id=st.integers(1, 9),
)
orders = st.lists(st.sampled_from(CRITERIA), unique=True)


@given(st.lists(claims, min_size=1, max_size=6), orders, st.randoms())
def test_the_order_in_which_claims_come_never_matters(some, order, random):
    first = survive("name", some, order)
    random.shuffle(some)
    assert survive("name", some, order) == first


@given(st.lists(claims, min_size=1, max_size=6), orders)
def test_every_claim_is_winner_backer_or_stands_behind_a_rival(some, order):
    choice = survive("name", some, order)
    shown = {choice.winner.form, *(rival.form for rival in choice.rivals)}
    assert shown == {one.form for one in some}
    assert all(backer.form == choice.winner.form for backer in choice.backers)
    assert choice.is_conflict <= bool(choice.rivals)


@given(st.lists(claims, min_size=1, max_size=6), orders)
def test_what_our_people_said_last_is_never_in_conflict_with_older_words(some, order):
    decided = claim("z", "people", "people", 90, day=9)
    choice = survive("region", [*some, decided], order)
    assert choice.winner == decided
    assert not choice.is_conflict
