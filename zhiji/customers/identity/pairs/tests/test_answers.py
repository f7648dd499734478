import pytest

from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.tests.conftest import MACHINE
from zhiji.customers.identity.pairs.actions import (
    Candidate,
    answer_pair,
    propose_pairs,
    take_back_answer,
)
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import labels, pairs_with, queue, zone_counts
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Conflict, Denied, Refused

EVERYTHING = dict.fromkeys(
    ("customer.view", "customer.merge", "customer.change", "match.review", "match.set"), "all"
)
REVIEWER = Actor("user", "Reviewer", rights=EVERYTHING)


def propose(one: Customer, other: Customer, weight: float = 5.0, forbidden: str = "", **more) -> MatchPair:
    evidence = {"kind": one.kind, "steps": [], "forbidden": forbidden}
    propose_pairs(actor=MACHINE, candidates=[Candidate(one.pk, other.pk, weight, evidence, **more)])
    left, right = sorted((one.pk, other.pk))
    return MatchPair.objects.get(left_id=left, right_id=right)


def answer(pair: MatchPair, said: str, **more) -> MatchPair:
    return answer_pair(actor=REVIEWER, pair_id=pair.pk, answer=said, **more)


def test_a_yes_merges_and_is_taken_back_as_one(person):
    one, other = person("李雷"), person("Li Lei")
    pair = answer(propose(one, other), "yes", survivor_id=other.pk)
    assert pair.merge is not None
    assert (pair.merge.survivor_id, pair.merge.reason) == (other.pk, Merge.Reason.ANSWER)
    assert labels("person") == [(5.0, True)]
    take_back_answer(actor=REVIEWER, pair_id=pair.pk)
    assert Customer.objects.filter(pk__in=(one.pk, other.pk)).count() == 2
    assert [row.pk for row in queue(REVIEWER)] == [pair.pk]
    assert labels("person") == []


def test_a_no_is_remembered_until_much_more_speaks_for_it(person):
    one, other = person("李雷"), person("Li Lei")
    answer(propose(one, other, 5.0), "no")
    assert propose(one, other, 8.0).state == MatchPair.State.NO
    assert propose(one, other, 12.0).state == MatchPair.State.OPEN


def test_answers_to_pairs_that_no_weight_would_have_merged_say_nothing_of_thresholds(person):
    answer(propose(person("李雷"), person("李雷"), 30.0, "own"), "no")
    answer(propose(person("韩梅"), person("韩梅"), 20.0), "yes")
    assert labels("person") == [(20.0, True)]


def test_what_waits_is_counted_by_the_zone_it_falls_into(person):
    said = [(20.0, ""), (20.0, "own"), (5.0, ""), (5.0, "own"), (5.0, "given"), (-5.0, "")]
    for weight, forbidden in said:
        propose(person("李雷"), person("Li Lei"), weight, forbidden)
    assert zone_counts("person", 13.0, 0.0) == {"merge": 1, "ask": 3, "apart": 2}


def test_later_goes_to_the_end_of_the_queue(person):
    a, b, c = person("A"), person("B"), person("C")
    first, second = propose(a, b, 9.0), propose(a, c, 5.0)
    answer(first, "later")
    assert [row.pk for row in queue(REVIEWER)] == [second.pk, first.pk]


def test_stale_answers_are_refused(person):
    one, other = person("李雷"), person("Li Lei")
    pair = propose(one, other)
    propose(one, other, 6.0)
    with pytest.raises(Conflict, match="new evidence"):
        answer(pair, "yes", version=pair.version)
    answer(pair, "no")
    with pytest.raises(Conflict, match="Reviewer"):
        answer(pair, "yes")


def test_a_pair_whose_customer_is_gone_is_refused(person):
    one, other, third = person("A"), person("B"), person("C")
    pair = propose(one, other)
    merge_customers(actor=MACHINE, survivor_id=third.pk, loser_id=other.pk)
    with pytest.raises(Refused):
        answer(pair, "yes")
    assert [row.other_than(third.pk) for row in pairs_with(REVIEWER, third.pk)] == [one.pk]


def test_pairs_of_somebody_merged_are_asked_of_the_survivor_and_come_back(person):
    a, b, c, d = (person(name) for name in "ABCD")
    opened, refused = propose(b, c), propose(b, d)
    answer(refused, "no")
    done = merge_customers(actor=MACHINE, survivor_id=a.pk, loser_id=b.pk)
    now = {(row.left_id, row.right_id): row.state for row in MatchPair.objects.all()}
    assert now[a.pk, c.pk] == "open"
    assert now[a.pk, d.pk] == "no"
    unmerge(actor=MACHINE, merge_id=done.pk)
    opened.refresh_from_db()
    assert opened.state == "open"
    assert not MatchPair.objects.filter(left=a, right=c).exists()


def test_who_may_not_review_is_told_so(person):
    pair = propose(person("A"), person("B"))
    with pytest.raises(Denied):
        answer_pair(
            actor=Actor("user", "Viewer", rights={"customer.view": "all"}), pair_id=pair.pk, answer="no"
        )
