from datetime import UTC, datetime

import pytest

from zhiji.customers.identity.merging.rules import (
    Proof,
    Standing,
    choose_survivor,
    clashing_proofs,
    filled,
    newcomers,
    parent_after,
    taken_back,
)

OLD, NEW = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
FIRST = Proof("uscc", "91110108551385082Q", True)
SECOND = Proof("uscc", "91310000607308381A", True)


@pytest.mark.parametrize(
    ("left", "right", "clash"),
    [
        ([FIRST], [SECOND], True),
        ([FIRST], [FIRST], False),
        ([FIRST], [Proof("uscc", "91310000607308381A", False)], False),
        ([FIRST], [], False),
        ([FIRST, SECOND], [SECOND], False),
        ([FIRST], [Proof("uscc", FIRST.value.lower(), True)], False),
        ([FIRST], [Proof("erp", "4711", True)], False),
        ([Proof("vat", "DE136695976", True)], [Proof("vat", "FR40303265045", True)], False),
        ([Proof("vat", "DE136695976", True)], [Proof("vat", "DE129273398", True)], True),
    ],
)
def test_verified_numbers_of_one_kind_clash_only_when_none_is_shared(left, right, clash):
    assert bool(clashing_proofs(left, right)) is clash
    assert bool(clashing_proofs(right, left)) is clash


@pytest.mark.parametrize(
    ("left", "right", "stays"),
    [
        (Standing(1, 0, 0, False, NEW), Standing(2, 1, 0, False, NEW), 2),
        (Standing(1, 0, 90, False, OLD), Standing(2, 0, 0, True, NEW), 2),
        (Standing(1, 0, 5, False, NEW), Standing(2, 0, 9, False, OLD), 2),
        (Standing(1, 0, 5, False, OLD), Standing(2, 0, 5, False, NEW), 1),
        (Standing(2, 0, 5, False, NEW), Standing(1, 0, 5, False, NEW), 1),
    ],
)
def test_who_stays_is_the_proven_the_looked_after_the_talked_to_the_older(left, right, stays):
    assert choose_survivor(left, right) == choose_survivor(right, left) == stays


def columns(**values):
    empty = dict.fromkeys(("category", "language", "region", "time_zone"), "")
    return {**empty, "owner_id": None, "team_id": None, "last_contact_at": None, **values}


@pytest.mark.parametrize(
    ("survivor", "loser", "wanted"),
    [
        ({}, {"region": "East"}, {"region": ["", "East"]}),
        ({"region": "West"}, {"region": "East"}, {}),
        ({}, {"owner_id": 3, "team_id": 4}, {"owner_id": [None, 3], "team_id": [None, 4]}),
        ({"team_id": 9}, {"owner_id": 3}, {}),
        ({"last_contact_at": "2026-01-02"}, {"last_contact_at": "2026-01-01"}, {}),
        (
            {"last_contact_at": "2026-01-01"},
            {"last_contact_at": "2026-01-02"},
            {"last_contact_at": ["2026-01-01", "2026-01-02"]},
        ),
    ],
)
def test_the_survivor_takes_what_it_lacks_and_nothing_else(survivor, loser, wanted):
    assert filled(columns(**survivor), columns(**loser)) == wanted


@pytest.mark.parametrize(
    ("parent", "loser_parent", "above", "above_loser", "wanted"),
    [
        (None, None, [], [], None),
        (None, 7, [], [7], 7),
        (5, 7, [5], [7], 5),
        (2, 7, [2, 7], [7], 7),  # the survivor stood right below the loser
        (3, 7, [3, 2, 7], [7], 7),  # something stood between: it now stands below the survivor
        (2, None, [2], [], None),
        (None, 1, [], [1], None),  # the loser stood below the survivor
        (None, 3, [], [3, 1], None),  # and with something between
    ],
)
def test_nothing_ever_stands_above_itself(parent, loser_parent, above, above_loser, wanted):
    assert parent_after(1, parent, 2, loser_parent, above, above_loser) == wanted


def test_newcomers_are_what_came_after_each_level_and_nobody_else_brought():
    levels = [({1, 2, 11, 12}, 10), ({1, 11, 12, 21, 22, 23}, 20)]
    assert newcomers(levels, brought={22}, current={1, 11, 12, 21, 22, 23}) == {11, 12, 21, 23}
    assert newcomers(levels, brought=(), current={12, 21}) == {12, 21}


def test_only_what_nobody_changed_since_is_taken_back():
    changed = {"region": ["", "East"], "language": ["", "en"]}
    assert taken_back(changed, {"region": "East", "language": "zh"}) == {"region": ""}
