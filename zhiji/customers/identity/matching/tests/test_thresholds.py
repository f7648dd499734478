import pytest

from zhiji.customers.identity.matching.clustering import Merge
from zhiji.customers.identity.matching.scoring import probability_of
from zhiji.customers.identity.matching.thresholds import choose


def test_ten_bits_are_nearly_sure_and_none_are_even():
    assert probability_of(0.0) == 0.5
    assert probability_of(10.0) == pytest.approx(0.999, abs=1e-4)
    assert probability_of(5000.0) == 1.0


def test_the_threshold_lies_where_the_merges_are_expected_to_be_right_often_enough():
    sure = [Merge(20.0, number, number + 1, 1) for number in range(0, 2000, 2)]
    doubtful = [Merge(3.0 - number / 100, 5000 + number, 6000 + number, 1) for number in range(100)]
    chosen = choose([*sure, *doubtful], goal=0.998)
    assert 2.0 < chosen.automatic < 3.0
    assert choose([*sure, *doubtful], goal=0.9).automatic <= 2.01


def test_nothing_is_merged_unasked_where_nothing_is_sure():
    assert choose([Merge(1.0, 1, 2, 1)]).automatic == 10.0
    assert choose([]).automatic == 10.0
