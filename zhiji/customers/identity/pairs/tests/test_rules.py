import pytest

from zhiji.customers.identity.pairs.rules import advise, asks_again, bands, probability, wilson, zone


@pytest.mark.parametrize(
    ("weight", "forbidden", "verdict"),
    [
        (14.0, "", "merge"),
        (13.0, "", "ask"),
        (-1.0, "", "apart"),
        (14.0, "tax", "ask"),
        (13.0, "tax", "apart"),
        (13.0, "given", "apart"),
        (60.0, "strangers", "apart"),
        (14.0, "own", "ask"),
        (13.0, "own", "ask"),
        (0.0, "named", "ask"),
        (-1.0, "named", "apart"),
    ],
)
def test_a_pair_falls_into_one_of_three_zones(weight, forbidden, verdict):
    assert zone(weight, merge_from=13.3, ask_from=0.0, forbidden=forbidden) == verdict


@pytest.mark.parametrize(("then", "now", "again"), [(3.0, 5.0, False), (3.0, 9.0, False), (3.0, 9.7, True)])
def test_a_no_is_asked_again_only_when_the_odds_are_a_hundred_times_as_good(then, now, again):
    assert asks_again(then, now) is again


@pytest.mark.parametrize(
    ("weight", "share"), [(0.0, 0.5), (1.0, 2 / 3), (10.0, 0.99902), (-100.0, 0.0), (99.0, 1.0)]
)
def test_bits_are_odds(weight, share):
    assert probability(weight) == pytest.approx(share, abs=1e-5)


@pytest.mark.parametrize(
    ("yes", "tries", "low"), [(0, 0, 0.0), (10, 10, 0.722), (95, 100, 0.888), (999, 1000, 0.9943)]
)
def test_few_answers_prove_little(yes, tries, low):
    assert wilson(yes, tries) == pytest.approx(low, abs=1e-3)


def test_answers_are_counted_by_bands_of_weight():
    found = bands([(0.5, True), (3.9, False), (4.0, True), (-3.0, False), (900.0, True)])
    assert [(band.low, band.yes, band.no) for band in found] == [
        (-4.0, 0, 1),
        (0.0, 1, 1),
        (4.0, 1, 0),
        (60.0, 1, 0),
    ]
    assert found[1].precision == 0.5


@pytest.mark.parametrize(
    ("labels", "advised"),
    [
        ([], None),
        ([(20.0, True)] * 19, None),
        ([(20.0, True)] * 100 + [(13.0, False)] * 3, 20.0),
        ([(20.0, True)] * 100 + [(16.0, True)] * 100 + [(13.0, False)], 16.0),
        ([(20.0, True)] * 100 + [(20.0, False)] * 10, None),
    ],
)
def test_a_threshold_is_advised_only_where_the_answers_prove_it(labels, advised):
    assert advise(bands(labels)) == advised
