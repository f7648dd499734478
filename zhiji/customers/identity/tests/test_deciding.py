from zhiji.customers.identity.deciding import ask_about, ask_about_groups, merge_groups
from zhiji.customers.identity.matching.scoring import Evidence, Step
from zhiji.customers.identity.merging.actions import unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.registry import SPECIALS, Special
from zhiji.customers.identity.merging.tests.conftest import MACHINE
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.models import Customer, Identifier


def explain(left: int, right: int) -> Evidence:
    return Evidence(21.5, (Step("phone", "same_own", ["1"], ["1"], 21.5),))


def test_a_group_becomes_one_customer_and_a_second_run_changes_nothing(person):
    group = [person("李雷").pk for _ in range(3)]
    assert merge_groups("person", [group], run_id=7, explain=explain) == {
        "merged": 2,
        "failed": 0,
        "asked": 0,
    }
    assert Customer.objects.filter(pk__in=group).count() == 1
    merge = Merge.objects.latest("id")
    assert (merge.run_id, merge.score, merge.reason) == (7, 21.5, "machine")
    assert merge.evidence["steps"][0]["field"] == "phone"
    assert merge_groups("person", [group], explain=explain)["asked"] == 0
    assert Merge.objects.count() == 2


def test_what_somebody_told_apart_is_asked_and_not_merged(person):
    group = [person("李雷").pk for _ in range(2)]
    merge_groups("person", [group], explain=explain)
    unmerge(actor=MACHINE, merge_id=Merge.objects.get().pk)
    assert merge_groups("person", [group], explain=explain)["merged"] == 0
    assert Customer.objects.filter(pk__in=group).count() == 2


def test_a_hard_rule_leaves_the_answer_to_a_person(firm):
    group = [firm("蓝天电子").pk for _ in range(2)]
    for key, value in zip(group, ("91110108551385082Q", "91310000607308381A"), strict=True):
        customer = Customer.objects.get(pk=key)
        Identifier.objects.create(
            customer=customer, scheme="uscc", value=value, verified_at=customer.created_at
        )
    assert merge_groups("organisation", [group], explain=explain) == {"merged": 0, "failed": 0, "asked": 1}
    assert MatchPair.objects.get().state == "open"


def test_a_question_about_a_firm_and_its_branch_asks_if_they_belong_together(firm):
    head, branch = firm("蓝天电子有限公司"), firm("蓝天电子有限公司海淀分公司")
    twin = firm("蓝天电子有限公司")
    asked = [(head.pk, branch.pk, 6.0), (head.pk, twin.pk, 9.0)]
    assert ask_about("organisation", asked, run_id=3, explain=explain) == 2
    said = {(pair.left_id, pair.right_id): pair.proposal for pair in MatchPair.objects.all()}
    assert said == {(head.pk, branch.pk): "branch", (head.pk, twin.pk): "same"}


def test_a_group_that_cannot_be_merged_is_asked_about_and_the_next_goes_on(person, monkeypatch):
    broken, sound = ([person("李雷").pk for _ in range(2)] for _ in range(2))

    def fails(survivor: int, loser: int) -> None:
        if loser in broken:
            raise ValueError("This one can't be moved.")

    monkeypatch.setitem(SPECIALS, "fails", Special("fails", fails, lambda *_kept: None))
    assert merge_groups("person", [broken, sound], explain=explain) == {"merged": 1, "failed": 1, "asked": 1}
    assert Customer.objects.filter(pk__in=broken).count() == 2
    pair = MatchPair.objects.get(state="open")
    assert [pair.left_id, pair.right_id, pair.weight] == [*broken, 21.5]


def test_a_group_is_asked_about_member_by_member_beside_the_one_they_resemble_most(person):
    one, other, third = (person("李雷").pk for _ in range(3))
    near = {(one, other): 15.0, (one, third): 3.0, (other, third): 25.0}

    def weighed(left: int, right: int) -> Evidence:
        return Evidence(near[min(left, right), max(left, right)], ())

    assert ask_about_groups("person", [[one, other, third]], explain=weighed) == 2
    asked = MatchPair.objects.values_list("left_id", "right_id", "weight")
    assert sorted(asked) == [(one, other, 15.0), (other, third, 25.0)]
    assert Merge.objects.count() == 0


def test_a_question_about_somebody_merged_meanwhile_is_asked_of_who_holds_their_things(person):
    one, other, third = (person(name).pk for name in ("李雷", "李雷", "Li Lei"))
    merge_groups("person", [[one, other]], explain=explain)
    assert ask_about("person", [(other, third, 4.0)], explain=explain) == 1
    pair = MatchPair.objects.get(state="open")
    assert (pair.left_id, pair.right_id, pair.weight) == (one, third, 4.0)


def test_branches_whose_firm_is_known_are_not_asked_about(firm):
    head = firm("蓝天电子有限公司")
    one, other = (firm(f"蓝天电子有限公司{place}分公司", parent_id=head.pk) for place in ("海淀", "朝阳"))

    def two(left: int, right: int) -> Evidence:
        return Evidence(21.5, (), "branch")

    pairs = [(head.pk, one.pk, 21.5), (one.pk, other.pk, 21.5)]
    assert ask_about("organisation", pairs, explain=two) == 0
