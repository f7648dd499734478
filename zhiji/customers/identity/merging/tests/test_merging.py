import pytest

from zhiji.customers.identity.merging.actions import NeedsConfirmation, merge_customers, unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.queries import survivor_of
from zhiji.customers.identity.merging.tests.conftest import MACHINE, everything, tell
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier, Relation
from zhiji.customers.sources.actions import link_person, note_claims
from zhiji.customers.sources.models import Source, SourceRecord
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.kernel.search.queries import search

BOSS = Actor("user", "Boss", user_id=None, rights={"customer.merge": "all", "customer.view": "all"})


def merge(survivor: Customer, loser: Customer, **values) -> Merge:
    return merge_customers(actor=MACHINE, survivor_id=survivor.pk, loser_id=loser.pk, **values)


def undo(one: Merge) -> Merge:
    return unmerge(actor=MACHINE, merge_id=one.pk)


def entries_of(customer: Customer) -> set[int]:
    return set(TimelineEntry.objects.filter(customer=customer, kind="note").values_list("pk", flat=True))


def test_a_merge_brings_everything_over_and_undoing_brings_it_back(person):
    one, other = person("李雷", "lilei@qq.com"), person("Li Lei", "lilei@work.example", "13800138000")
    mine, theirs = tell(one), tell(other)
    before = everything()
    done = merge(one, other)
    assert not Customer.objects.filter(pk=other.pk).exists()
    assert entries_of(one) == {mine, theirs}
    assert ContactPoint.objects.filter(customer=one).count() == 3
    undo(done)
    after = everything()
    for label, rows in before.items():
        assert {key: after[label][key] for key in rows} == rows, label
    again = Customer.objects.get(pk=other.pk)
    assert (again.name, again.created_at, again.source) == (other.name, other.created_at, "test")


def test_what_both_have_stands_once_and_comes_back_twice(person):
    one, other = person("李雷", "lilei@qq.com"), person("Li Lei", "lilei@qq.com")
    done = merge(one, other)
    assert ContactPoint.objects.filter(value="lilei@qq.com").count() == 1
    undo(done)
    holders = ContactPoint.objects.filter(value="lilei@qq.com").values_list("customer_id", flat=True)
    assert sorted(holders) == [one.pk, other.pk]


def test_roles_relations_and_branches_go_along(person, firm):
    one, other = firm("蓝天电子"), firm("北京蓝天电子有限公司")
    branch, staff = firm("蓝天海淀", parent_id=other.pk), person("韩梅梅")
    link_person(actor=MACHINE, person_id=staff.pk, organisation_id=other.pk, title="采购")
    link_person(actor=MACHINE, person_id=staff.pk, organisation_id=one.pk, title="采购")
    done = merge(one, other)
    branch.refresh_from_db()
    assert branch.parent_id == one.pk
    assert Affiliation.objects.get(person=staff, ended_at=None).organisation_id == one.pk
    undo(done)
    branch.refresh_from_db()
    assert branch.parent_id == other.pk
    roles = Affiliation.objects.filter(person=staff, ended_at=None).values_list("organisation_id", flat=True)
    assert sorted(roles) == [one.pk, other.pk]


@pytest.mark.parametrize("between", [True, False])
def test_a_firm_merged_with_what_stands_above_it_never_stands_above_itself(firm, between):
    top = firm("集团")
    high = firm("总公司", parent_id=top.pk)
    middle = firm("分公司", parent_id=high.pk) if between else None
    low = firm("办事处", parent_id=(middle or high).pk)
    parents = dict(Customer.objects.values_list("pk", "parent_id"))
    done = merge(low, high)
    low.refresh_from_db()
    assert low.parent_id == top.pk
    if middle:
        middle.refresh_from_db()
        assert middle.parent_id == low.pk
    undo(done)
    assert dict(Customer.objects.values_list("pk", "parent_id")) == parents


def test_a_relation_between_the_two_rests_while_they_are_one(person):
    one, other, third = person("李雷"), person("Li Lei"), person("韩梅梅")
    Relation.objects.create(left=one, right=other, kind="household")
    Relation.objects.create(left=other, right=third, kind="household")
    done = merge(one, other)
    assert list(Relation.objects.values_list("left_id", "right_id")) == [(one.pk, third.pk)]
    undo(done)
    pairs = set(Relation.objects.values_list("left_id", "right_id"))
    assert pairs == {(one.pk, other.pk), (other.pk, third.pk)}


def test_a_person_and_a_firm_are_never_one(person, firm):
    with pytest.raises(Refused, match="never one customer"):
        merge(person("李雷"), firm("李雷电子"))


def test_different_verified_tax_numbers_need_somebody_to_say_so(firm):
    one, other = firm("蓝天电子"), firm("蓝天电子")
    for firm_, value in ((one, "91110108551385082Q"), (other, "91110108551385083N")):
        Identifier.objects.create(customer=firm_, scheme="uscc", value=value, verified_at=firm_.created_at)
    with pytest.raises(NeedsConfirmation, match="91110108551385082Q"):
        merge(one, other, confirmed=True)
    with pytest.raises(NeedsConfirmation):
        merge_customers(actor=BOSS, survivor_id=one.pk, loser_id=other.pk)
    done = merge_customers(actor=BOSS, survivor_id=one.pk, loser_id=other.pk, confirmed=True)
    assert done.survivor_id == one.pk


def test_chains_are_undone_in_any_order(person):
    a, b, c = person("A", "a@x.example"), person("B", "b@x.example"), person("C", "c@x.example")
    told = {one.pk: tell(one) for one in (a, b, c)}
    first, second = merge(a, b), merge(c, a)
    assert survivor_of(b.pk) == c.pk == survivor_of(a.pk)
    undo(first)
    assert entries_of(b) == {told[b.pk]}
    assert entries_of(c) == {told[a.pk], told[c.pk]}
    third = merge(c, b)
    undo(second)
    assert entries_of(a) == {told[a.pk]}
    assert entries_of(c) == {told[b.pk], told[c.pk]}
    undo(third)
    assert entries_of(b) == {told[b.pk]}


def test_what_came_in_between_up_a_chain_goes_to_its_side(person):
    a, b, c = person("A", "a@x.example"), person("B", "b@x.example"), person("C", "c@x.example")
    first = merge(a, b)
    between = tell(a)
    second = merge(c, a)
    later = tell(c)
    undo(second)
    assert between in entries_of(a)
    assert later in entries_of(c)
    undo(first)
    assert between in entries_of(a)
    assert not entries_of(b)


def test_a_list_that_named_the_loser_first_in_between_goes_with_them(person):
    Source.objects.create(key="fair", name="Fair", kind="file", trust=60)
    one, other = person("李雷", "lilei@qq.com"), person("韩梅梅", "han@work.example")
    done = merge(one, other)
    for name, mail in (("李蕾", "lilei@qq.com"), ("韩美美", "han@work.example")):
        values = {"name": name, "points": [{"kind": "mail", "typed": mail, "value": mail}]}
        note_claims(actor=MACHINE, source="fair", customer_id=one.pk, values=values, external_id=mail)
    undo(done)
    holders = dict(SourceRecord.objects.filter(source__key="fair").values_list("external_id", "customer_id"))
    assert holders == {"lilei@qq.com": one.pk, "han@work.example": other.pk}
    assert Customer.objects.get(pk=one.pk).name == "李蕾"
    assert Customer.objects.get(pk=other.pk).name == "韩美美"


def test_merging_again_or_stale_names_is_understood(person):
    a, b, c = person("A"), person("B"), person("C")
    first = merge(a, b)
    assert merge(a, b) == first
    second = merge_customers(actor=MACHINE, survivor_id=b.pk, loser_id=c.pk)
    assert second.survivor_id == a.pk
    with pytest.raises(Refused, match="one customer already"):
        merge_customers(actor=MACHINE, survivor_id=b.pk, loser_id=a.pk)
    undo(first)
    assert undo(first).undone_at is not None


def test_the_old_number_finds_the_survivor_until_it_is_undone(person):
    one, other = person("李雷"), person("Li Lei")
    done = merge(one, other)
    hits = search(MACHINE, other.number).hits
    assert [(hit.kind, hit.object_id) for hit in hits] == [("former_customer", other.pk)]
    assert [hit.object_id for hit in search(MACHINE, "Li Lei", kinds=["customer"]).hits] != [other.pk]
    undo(done)
    assert [(hit.kind, hit.object_id) for hit in search(MACHINE, other.number).hits] == [
        ("customer", other.pk)
    ]


def test_who_may_not_merge_is_told_so(person):
    actor = Actor("user", "Viewer", rights={"customer.view": "all"})
    with pytest.raises(Refused, match=r"customer\.merge"):
        merge_customers(actor=actor, survivor_id=person("A").pk, loser_id=person("B").pk)


def role_holders(*people: Customer) -> dict[int, list[int]]:
    roles = Affiliation.objects.filter(ended_at=None).order_by("organisation_id")
    return {
        one.pk: list(roles.filter(person_id=one.pk).values_list("organisation_id", flat=True))
        for one in people
    }


def test_a_role_that_waits_behind_its_twin_stays_with_its_person_through_other_merges(person, firm):
    x = firm("X")
    a, b, c, d = (person(name) for name in "ABCD")
    for one in (a, c):
        link_person(actor=MACHINE, person_id=one.pk, organisation_id=x.pk, title="T")
    first = merge(a, c)
    undo(merge(b, a))
    assert role_holders(a, b) == {a.pk: [x.pk], b.pk: []}
    merge(d, b)
    merge(d, a)
    undo(first)
    assert role_holders(c, d) == {c.pk: [x.pk], d.pk: [x.pk]}


def test_a_role_comes_back_when_the_twin_it_waited_behind_leaves(person, firm):
    x, y = firm("X"), firm("Y")
    a, b, c = (person(name) for name in "ABC")
    for one, where in ((a, x), (b, y), (c, x)):
        link_person(actor=MACHINE, person_id=one.pk, organisation_id=where.pk, title="T")
    first, second, firms = merge(a, c), merge(a, b), merge(x, y)
    undo(second)
    assert role_holders(a, b) == {a.pk: [x.pk], b.pk: [x.pk]}
    undo(first)
    undo(firms)
    assert role_holders(a, b, c) == {a.pk: [x.pk], b.pk: [y.pk], c.pk: [x.pk]}


def test_two_roles_at_one_firm_stay_two_when_a_source_says_more_of_the_second(person, firm):
    work, one, other = firm("蓝天电子"), person("李雷"), person("李 雷")
    link_person(actor=MACHINE, person_id=one.pk, organisation_id=work.pk, title="采购")
    link_person(actor=MACHINE, person_id=other.pk, organisation_id=work.pk, title="经理")
    Affiliation.objects.filter(person=one).update(department="一部")
    done = merge(one, other)
    roles = Affiliation.objects.filter(person=one, ended_at=None)
    assert sorted(roles.values_list("title", flat=True)) == sorted(["采购", "经理"])
    undo(done)
    assert Affiliation.objects.get(person=other).title == "经理"


def test_a_role_is_told_more_of_where_another_was_held_before_it(person, firm):
    work, one, other = firm("蓝天电子"), person("李雷"), person("李 雷")
    link_person(actor=MACHINE, person_id=one.pk, organisation_id=work.pk, title="采购")
    link_person(actor=MACHINE, person_id=other.pk, organisation_id=work.pk, title="经理", department="二部")
    Affiliation.objects.filter(person=other).update(department="")
    merge(one, other)
    roles = Affiliation.objects.filter(person=one, ended_at=None)
    assert sorted(roles.values_list("title", "department")) == sorted([("采购", ""), ("经理", "二部")])


def test_roles_at_two_firms_that_became_one_are_kept_once_each(person, firm):
    one, other, staff = firm("蓝天电子"), firm("北京蓝天电子有限公司"), person("韩梅梅")
    twin = person("韩 梅梅")
    for who, where, title in ((staff, one, "采购"), (staff, other, "经理"), (twin, other, "采购")):
        link_person(actor=MACHINE, person_id=who.pk, organisation_id=where.pk, title=title)
    merge(one, other)
    merge(staff, twin)
    roles = Affiliation.objects.filter(person=staff, ended_at=None).values_list("organisation", "title")
    assert sorted(roles) == sorted([(one.pk, "采购"), (one.pk, "经理")])
