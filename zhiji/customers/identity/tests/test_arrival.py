from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.customers.identity import arrival
from zhiji.customers.identity.arrival import Found, look_at_arrivals, look_for_matches
from zhiji.customers.identity.merging.actions import unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.actions import (
    adopt_thresholds,
    answer_pair,
    set_thresholds,
    take_back_answer,
)
from zhiji.customers.identity.pairs.models import ArrivalMark, MatchPair
from zhiji.customers.identity.pairs.queries import labels, pairs_with, zones_of
from zhiji.customers.parties.models import Customer, Relation
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.kernel import settling
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused

EVERYTHING = dict.fromkeys(
    ("customer.view", "customer.merge", "customer.change", "match.review", "match.set"), "all"
)
REVIEWER = Actor("user", "Reviewer", rights=EVERYTHING)


def switch_on(kind: str = "person") -> None:
    zones = zones_of(kind)
    set_thresholds(
        actor=REVIEWER, kind=kind, merge_from=zones.merge_from, ask_from=zones.ask_from, by_itself=True
    )


def answer(pair: MatchPair, said: str, **more) -> MatchPair:
    return answer_pair(actor=REVIEWER, pair_id=pair.pk, answer=said, **more)


def test_what_was_told_apart_is_never_merged_by_a_machine_again(person, monkeypatch):
    one, other = person("李雷"), person("李雷")
    found = [Found(one.pk, 40.0, {"kind": "person", "steps": [], "forbidden": ""})]
    monkeypatch.setattr(arrival, "_finders", [lambda key: found if key == other.pk else []])
    switch_on()
    assert look_for_matches([other.pk]) == {"merged": 1, "asked": 0}
    unmerge(actor=REVIEWER, merge_id=Merge.objects.get().pk)
    assert look_for_matches([other.pk])["merged"] == 0
    assert labels("person") == [(40.0, False)]


@pytest.mark.parametrize(
    ("weight", "forbidden", "outcome"),
    [(20.0, "", (1, 0)), (5.0, "", (0, 1)), (-5.0, "", (0, 0)), (20.0, "tax", (0, 1))],
)
def test_a_new_customer_is_merged_asked_about_or_left_apart(person, monkeypatch, weight, forbidden, outcome):
    one, other = person("李雷"), person("Li Lei")
    found = [Found(one.pk, weight, {"kind": "person", "steps": [], "forbidden": forbidden})]
    monkeypatch.setattr(arrival, "_finders", [lambda key: found])
    switch_on()
    assert tuple(look_for_matches([other.pk]).values()) == outcome


def test_until_somebody_switches_it_on_nobody_is_merged_unasked(person, monkeypatch):
    one, other = person("李雷"), person("Li Lei")
    found = [Found(one.pk, 40.0, {"kind": "person", "steps": [], "forbidden": ""})]
    monkeypatch.setattr(arrival, "_finders", [lambda key: found])
    assert look_for_matches([other.pk]) == {"merged": 0, "asked": 1}
    switch_on("organisation")
    assert look_for_matches([other.pk])["merged"] == 0
    assert pairs_with(REVIEWER, one.pk)[0].weight == 40.0
    switch_on("person")
    assert look_for_matches([other.pk])["merged"] == 1


def sure(customer, weight: float) -> Found:
    return Found(customer.pk, weight, {"kind": "person", "steps": [], "forbidden": ""})


def test_who_may_be_either_of_two_is_asked_about(person, monkeypatch):
    one, other, fresh = person("李雷"), person("李雷"), person("李雷")
    found = {fresh.pk: [sure(one, 30.0), sure(other, 25.0)]}
    monkeypatch.setattr(arrival, "_finders", [lambda key: found.get(key, [])])
    switch_on()
    assert look_for_matches([fresh.pk]) == {"merged": 0, "asked": 2}


def test_a_newcomer_who_fits_one_of_a_group_but_not_the_others_is_asked_about(person, monkeypatch):
    one, twin, fresh = person("李雷"), person("李雷"), person("李雷")
    found = {fresh.pk: [sure(one, 20.0)], one.pk: [sure(twin, 40.0), sure(fresh, 20.0)]}
    monkeypatch.setattr(arrival, "_finders", [lambda key: found.get(key, [])])
    switch_on()
    assert look_for_matches([fresh.pk]) == {"merged": 0, "asked": 1}
    found[fresh.pk].append(sure(twin, 22.0))
    assert look_for_matches([fresh.pk])["merged"] == 1


def test_a_run_sets_the_thresholds_until_somebody_has_moved_them(db):
    run = Actor.machine("matching")
    assert adopt_thresholds(actor=run, kind="person", merge_from=11.0, ask_from=-2.0)
    switch_on("person")
    assert adopt_thresholds(actor=run, kind="person", merge_from=12.0, ask_from=-2.0)
    assert (zones_of("person").merge_from, zones_of("person").by_itself) == (12.0, True)
    set_thresholds(actor=REVIEWER, kind="person", merge_from=15.0, ask_from=1.0)
    assert not adopt_thresholds(actor=run, kind="person", merge_from=9.0, ask_from=-2.0)
    assert (zones_of("person").merge_from, zones_of("person").by_itself) == (15.0, True)


def test_thresholds_move_the_zones_and_only_who_may_sets_them(person, monkeypatch):
    one, other = person("李雷"), person("Li Lei")
    found = [Found(one.pk, 20.0, {"kind": "person", "steps": [], "forbidden": ""})]
    monkeypatch.setattr(arrival, "_finders", [lambda key: found])
    set_thresholds(actor=REVIEWER, kind="person", merge_from=25.0, ask_from=3.0)
    assert look_for_matches([other.pk]) == {"merged": 0, "asked": 1}
    with pytest.raises(Refused, match="below"):
        set_thresholds(actor=REVIEWER, kind="person", merge_from=1.0, ask_from=3.0)
    with pytest.raises(Denied):
        set_thresholds(actor=Actor("user", "Viewer"), kind="person", merge_from=9.0, ask_from=3.0)


def test_the_pump_looks_at_each_new_customer_once(person, monkeypatch):
    person("A")
    seen: list[int] = []
    monkeypatch.setattr(arrival, "_finders", [lambda key: seen.append(key) or []])
    monkeypatch.setattr(settling, "SETTLED", -settling.SETTLED)
    assert look_at_arrivals() == 0  # the first time it only notes where it begins
    fresh = [person("B").pk, person("C").pk]
    while look_at_arrivals():
        pass
    assert seen == fresh
    mark = ArrivalMark.objects.get()
    assert (mark.single_id, mark.last_id) == (fresh[-1], fresh[-1])


def test_nobody_is_passed_over_whose_key_is_lower_than_that_of_somebody_too_young(
    person, looked_at, monkeypatch
):
    first, second = person("李雷"), person("韩梅")
    Customer.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(seconds=6))
    monkeypatch.setattr(settling, "SETTLED", timedelta(seconds=5))
    assert (look_at_arrivals(), looked_at) == (0, [])
    Customer.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(seconds=6))
    look_at_arrivals()
    assert looked_at == [first.pk, second.pk]


def deliver(count: int) -> list[int]:
    """Bring customers in as a list does: each with a record of the import that made them."""
    source = Source.objects.create(key="list", name="List")
    at, now = Import.objects.create(source=source, name="list.csv"), timezone.now()
    Customer.objects.bulk_create(
        [Customer(kind="person", name=f"P{n}", sort_name="p", source="list") for n in range(count)]
    )
    keys = list(Customer.objects.filter(source="list").order_by("pk").values_list("pk", flat=True))
    said = {"source": source, "of_import": at, "outcome": "new", "at": now}
    SourceRecord.objects.bulk_create(
        [SourceRecord(customer_id=key, external_id=f"{n}", row=n, **said) for n, key in enumerate(keys)]
    )
    return keys


@pytest.fixture
def looked_at(person, monkeypatch) -> list[int]:
    """Give the customers whom the pump looks at from now on, in its order."""
    seen: list[int] = []
    monkeypatch.setattr(arrival, "_finders", [lambda key: seen.append(key) or []])
    monkeypatch.setattr(settling, "SETTLED", -settling.SETTLED)
    monkeypatch.setattr(arrival, "TURN_SECONDS", 30)
    look_at_arrivals()
    return seen


def test_who_came_singly_is_met_at_once_beside_a_list_of_six_thousand(person, looked_at):
    before = person("李雷").pk
    deliver(6_000)
    after = person("李雷").pk
    assert look_at_arrivals() == 2
    assert looked_at == [before, after]
    while look_at_arrivals():
        pass
    assert looked_at == [before, after]  # so long a list is left to the run over the whole base
    later = person("韩梅梅").pk
    look_at_arrivals()
    assert looked_at == [before, after, later]


def test_who_came_by_a_short_list_is_looked_at_after_those_who_came_singly(person, looked_at):
    listed, single = deliver(30), person("李雷").pk
    assert (look_at_arrivals(), looked_at) == (1, [single])
    second = person("韩梅梅").pk
    while look_at_arrivals():
        pass
    assert looked_at == [single, second, *listed]


def test_a_base_from_before_goes_on_where_its_one_mark_stood(person, looked_at):
    key = person("李雷").pk
    ArrivalMark.objects.update(single_id=None)
    look_at_arrivals()
    assert looked_at == [key]


def test_a_branch_that_turns_up_is_proposed_and_a_yes_sets_its_parent(firm):
    head = firm("蓝天电子有限公司", "lantian.cn")
    branch = firm("蓝天电子有限公司海淀分公司", "lantian.cn")
    look_for_matches([branch.pk])
    pair = pairs_with(REVIEWER, head.pk)[0]
    assert (pair.proposal, pair.above_id) == ("branch", head.pk)
    answer(pair, "yes")
    branch.refresh_from_db()
    assert branch.parent_id == head.pk
    take_back_answer(actor=REVIEWER, pair_id=pair.pk)
    branch.refresh_from_db()
    assert branch.parent_id is None


def test_nobody_is_asked_whether_a_firm_is_one_with_its_branch_or_two_branches_are(firm, monkeypatch):
    head, stranger = firm("蓝天电子有限公司"), firm("蓝天电子有限公司武汉分公司")
    branches = [firm(f"蓝天电子有限公司{town}分公司", parent_id=head.pk) for town in ("海淀", "大连")]
    sides = [head, stranger, *branches]
    found = [
        Found(one.pk, 20.0, {"kind": "organisation", "steps": [], "forbidden": "branch"}) for one in sides
    ]
    monkeypatch.setattr(arrival, "_finders", [lambda key: found])
    look_for_matches([branches[1].pk])
    pairs = MatchPair.objects.filter(proposal="same")
    assert [(pair.left_id, pair.right_id) for pair in pairs] == [(stranger.pk, branches[1].pk)]


def test_a_department_becomes_a_relation_too(firm):
    head, department = firm("蓝天电子有限公司", "lantian.cn"), firm("蓝天电子采购部", "lantian.cn")
    look_for_matches([department.pk])
    pair = answer(pairs_with(REVIEWER, head.pk)[0], "yes")
    relation = Relation.objects.get(ended_at=None)
    assert (relation.left_id, relation.right_id, relation.kind) == (department.pk, head.pk, "department")
    take_back_answer(actor=REVIEWER, pair_id=pair.pk)
    assert not Relation.objects.filter(ended_at=None).exists()
