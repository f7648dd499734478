import pytest

from zhiji.kernel.access.actions import set_grants
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Role
from zhiji.kernel.access.rules import merge_grants, reaches, tree_below, widest
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.users.actions import add_team, add_user, change_user, rename_team

MACHINE = Actor.machine("test")


def cover(scope: str, owner: int | None, team: int | None) -> bool:
    return reaches(
        scope, user_id=1, team_id=10, team_tree=frozenset({10, 11}), owner_id=owner, owner_team_id=team
    )


def test_the_widest_scope_of_several_roles_counts():
    assert widest([]) == "none"
    assert merge_grants([("lead.view", "own"), ("lead.view", "tree"), ("lead.add", "team")]) == {
        "lead.view": "tree",
        "lead.add": "team",
    }


@pytest.mark.parametrize(
    ("scope", "mine", "team", "below", "others", "nobodys"),
    [
        ("none", False, False, False, False, False),
        ("own", True, False, False, False, False),
        ("team", True, True, False, False, True),
        ("tree", True, True, True, False, True),
        ("all", True, True, True, True, True),
    ],
)
def test_a_scope_reaches_as_far_as_it_says(scope, mine, team, below, others, nobodys):
    answers = (
        cover(scope, 1, 99),
        cover(scope, 2, 10),
        cover(scope, 2, 11),
        cover(scope, 2, 99),
        cover(scope, None, None),
    )
    assert answers == (mine, team, below, others, nobodys)


def test_a_tree_of_teams_ends_even_if_it_goes_round():
    assert tree_below(1, {1: None, 2: 1, 3: 2, 4: None}) == {1, 2, 3}
    assert tree_below(1, {1: 2, 2: 1}) == {1, 2}
    assert tree_below(None, {}) == frozenset()


@pytest.mark.django_db
def test_a_new_installation_has_roles_that_differ():
    team = add_team(actor=MACHINE, name="South")
    seller = add_user(actor=MACHINE, email="S@x.example", name="S", team_id=team.pk, roles=["sales"])
    viewer = add_user(actor=MACHINE, email="v@x.example", name="V", roles=["viewer"])
    assert Actor.of(seller).scope("lead.view") == "tree"
    assert Actor.of(viewer).may("customer.view")
    assert not Actor.of(viewer).may("customer.change")
    assert seller.email == "s@x.example"


@pytest.mark.django_db
def test_a_viewer_can_not_set_anything_up():
    viewer = Actor.of(add_user(actor=MACHINE, email="v@x.example", name="V", roles=["viewer"]))
    with pytest.raises(Denied):
        add_team(actor=viewer, name="Mine")


@pytest.mark.django_db
def test_nobody_can_lock_everybody_out():
    admin = add_user(actor=MACHINE, email="a@x.example", name="A", roles=["admin"])
    with pytest.raises(Refused):
        change_user(
            actor=MACHINE,
            user_id=admin.pk,
            name="A",
            title="",
            team_id=None,
            roles=["viewer"],
            is_active=True,
        )
    with pytest.raises(Refused):
        set_grants(actor=MACHINE, role_id=Role.objects.get(slug="admin").pk, scopes={"customer.view": "all"})


@pytest.mark.django_db
def test_a_changed_role_counts_at_once():
    viewer = add_user(actor=MACHINE, email="v@x.example", name="V", roles=["viewer"])
    assert Actor.of(viewer).may("customer.view")
    set_grants(actor=MACHINE, role_id=Role.objects.get(slug="viewer").pk, scopes={"lead.view": "own"})
    assert not Actor.of(viewer).may("customer.view")
    assert Actor.of(viewer).scope("lead.view") == "own"


@pytest.mark.django_db
def test_a_team_can_not_stand_below_itself():
    top = add_team(actor=MACHINE, name="Top")
    below = add_team(actor=MACHINE, name="Below", parent_id=top.pk)
    with pytest.raises(Refused):
        rename_team(actor=MACHINE, team_id=top.pk, name="Top", parent_id=below.pk)
