from typing import Any

import pytest

from zhiji.customers.identity.relating.rules import Party, propose
from zhiji.lib.org_names import parse_org_name


def firm(key: int, name: str, **values: Any) -> Party:
    sets = {name_: frozenset(value) for name_, value in values.items() if name_ != "parent_id"}
    plain = {"parent_id": values["parent_id"]} if "parent_id" in values else {}
    return Party(key, is_person=False, name=name, organisation=parse_org_name(name), **sets, **plain)


def person(key: int, name: str, **values: Any) -> Party:
    family, given = values.pop("family", name[:1]), values.pop("given", name[1:])
    titles = values.pop("titles", ())
    sets = {name_: frozenset(value) for name_, value in values.items()}
    return Party(key, is_person=True, name=name, family_name=family, given_name=given, titles=titles, **sets)


@pytest.mark.parametrize(
    ("one", "other", "kind", "above"),
    [
        ("北京蓝天电子有限公司", "北京蓝天电子有限公司海淀分公司", "branch", 1),
        ("上海蓝天电子有限公司深圳办事处", "上海蓝天电子有限公司", "branch", 2),
        ("蓝天电子有限公司", "蓝天电子采购部", "department", 1),
        ("Acme GmbH Purchasing Department", "Acme GmbH", "department", 2),
    ],
)
def test_a_branch_word_tells_who_stands_below(one, other, kind, above):
    proposed = propose(firm(1, one), firm(2, other))
    assert proposed is not None
    assert (proposed.kind, proposed.above_id) == (kind, above)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京蓝天电子有限公司", "北京蓝天电子有限公司"),  # that is for matching
        ("北京蓝天电子有限公司海淀分公司", "北京蓝天电子有限公司朝阳分公司"),  # side by side
        ("北京蓝天电子有限公司", "上海蓝天电子有限公司"),  # place alone says too little
        ("北京红星电子有限公司", "北京蓝天电子有限公司海淀分公司"),
    ],
)
def test_without_a_sign_of_a_branch_nothing_is_proposed(one, other):
    assert propose(firm(1, one), firm(2, other)) is None


def test_firms_of_one_brand_at_two_places_belong_together_when_they_share_a_domain():
    one, other = (
        firm(1, "蓝天电子有限公司", domains={"lantian.cn"}),
        firm(2, "上海蓝天电子有限公司", domains={"lantian.cn"}),
    )
    proposed = propose(one, other)
    assert proposed is not None
    assert (proposed.kind, proposed.above_id) == ("branch", 1)


def test_a_branch_that_has_its_parent_is_not_proposed_again():
    one = firm(1, "北京蓝天电子有限公司")
    assert propose(one, firm(2, "北京蓝天电子有限公司海淀分公司", parent_id=1)) is None


def test_different_domains_speak_against_a_branch():
    one = firm(1, "蓝天电子有限公司", domains={"lantian.cn"})
    alone = propose(one, firm(2, "蓝天电子有限公司海淀分公司"))
    against = propose(one, firm(2, "蓝天电子有限公司海淀分公司", domains={"other.cn"}))
    assert alone is not None
    assert against is None or against.weight < alone.weight


HOME = {"places": {"310115|世纪大道|8|1201"}, "phones": {"+862155512345"}}


def test_people_at_one_address_with_one_landline_are_a_household():
    proposed = propose(person(1, "李雷", **HOME), person(2, "韩梅梅", **HOME))
    assert proposed is not None
    assert (proposed.kind, proposed.above_id) == ("household", None)


@pytest.mark.parametrize(
    "other",
    [
        person(2, "李雷", **HOME),  # the same name is for matching
        person(2, "韩梅梅", places=HOME["places"]),  # a big house
        person(2, "韩梅梅", **HOME, works_for={9}),
    ],
)
def test_others_at_one_address_are_no_household(other):
    assert propose(person(1, "李雷", **HOME, works_for={9}), other) is None


def test_somebody_with_an_assisting_title_at_the_same_number_assists():
    boss = person(1, "李雷", works_for={9}, phones={"+862155512345"}, titles=("总经理",))
    helper = person(2, "韩梅梅", works_for={9}, phones={"+862155512345"}, titles=("总经理助理",))
    proposed = propose(boss, helper)
    assert proposed is not None
    assert (proposed.kind, proposed.above_id) == ("assistant", 1)


def test_whoever_assists_the_manager_does_not_assist_every_colleague_at_the_switchboard():
    buyer = person(1, "李雷", works_for={9}, phones={"+862155512345"}, titles=("采购工程师",))
    helper = person(2, "韩梅梅", works_for={9}, phones={"+862155512345"}, titles=("总经理助理",))
    secretary = person(3, "林涛", works_for={9}, phones={"+862155512345"}, titles=("Assistant",))
    assert propose(buyer, helper) is None
    assert propose(buyer, secretary) is not None


def test_a_person_and_a_firm_are_proposed_nothing():
    assert propose(person(1, "李雷"), firm(2, "李雷电子")) is None
