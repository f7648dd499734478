from itertools import permutations

from zhiji.customers.identity.matching.clustering import cluster, contradict, groups_of, grow


def test_a_shared_switchboard_does_not_chain_two_firms():
    # 1-2-3 are one firm, 4-5-6 another; 3 and 4 share a number and nothing else.
    pairs = [(1, 2, 12.0), (1, 3, 11.0), (2, 3, 12.0), (4, 5, 12.0), (4, 6, 11.0), (5, 6, 12.0), (3, 4, 5.0)]
    assert cluster(pairs, 0.0) == [[1, 2, 3], [4, 5, 6]]


def test_a_record_with_one_strong_tie_joins_a_small_group():
    # 20 bits to one, nothing known to the other: (20 - 10) / 2 = 5 bits on average.
    assert cluster([(1, 2, 15.0), (2, 3, 20.0)], 0.0) == [[1, 2, 3]]


def test_a_chain_of_weak_ties_falls_apart():
    chain = [(number, number + 1, 3.0) for number in range(6)]
    assert all(len(group) == 2 for group in cluster(chain, 0.0))


def test_different_tax_numbers_never_meet_even_through_a_third():
    pairs = [(1, 2, 20.0), (2, 3, 19.0), (1, 3, 15.0)]
    claims = {1: frozenset({"tax:A"}), 3: frozenset({"tax:B"})}
    assert cluster(pairs, 0.0, claims) == [[1, 2]]
    assert cluster(pairs, 0.0) == [[1, 2, 3]]


def test_proofs_contradict_only_within_a_scheme():
    assert contradict(frozenset({"tax:A"}), frozenset({"tax:B"}))
    assert not contradict(frozenset({"tax:A"}), frozenset({"duns:B"}))
    assert not contradict(frozenset({"tax:A", "duns:1"}), frozenset({"tax:A"}))
    assert contradict(frozenset({"tax:A", "duns:1"}), frozenset({"tax:A", "duns:2"}))


def test_groups_do_not_depend_on_the_order_of_pairs():
    pairs = [(1, 2, 5.0), (2, 3, 5.0), (1, 3, 5.0), (3, 4, 5.0)]
    found = {str(cluster(order, 0.0)) for order in permutations(pairs)}
    assert len(found) == 1


def test_a_higher_threshold_stops_the_same_growth_earlier():
    pairs = [(1, 2, 9.0), (3, 4, 2.0), (1, 3, 1.0), (1, 4, 1.0), (2, 3, 1.0), (2, 4, 1.0)]
    merges = grow(pairs, 0.0)
    assert [merge.weight for merge in merges] == [9.0, 2.0, 1.0]
    assert groups_of(merges, 1.5) == [[1, 2], [3, 4]] == cluster(pairs, 1.5)
    assert groups_of(merges, 0.0) == [[1, 2, 3, 4]]
