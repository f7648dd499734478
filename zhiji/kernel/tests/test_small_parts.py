from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Refused
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.queries import read_file
from zhiji.kernel.modules.actions import switch_module
from zhiji.kernel.modules.registry import is_on
from zhiji.kernel.notifications.actions import choose_notifications, notify, read_notifications
from zhiji.kernel.notifications.models import Notification
from zhiji.kernel.notifications.queries import sentence_of, unread_count
from zhiji.kernel.numbering.rules import human_number, parse_number
from zhiji.kernel.sealing import seal, unseal
from zhiji.kernel.users.actions import add_team, add_user
from zhiji.kernel.users.models import Team

MACHINE = Actor.machine("test")


@pytest.mark.parametrize(
    "typed", ["C-000123", "c123", "C 00123", " c-123 ", "C–123", "Ｃ-123".replace("Ｃ", "C")]
)
def test_a_number_is_read_however_it_is_typed(typed):
    assert parse_number(typed) == ("C", 123)


@pytest.mark.parametrize("typed", ["", "C-", "123", "CCCC-1", "C-99999999999999999999", "C-1; DROP"])
def test_what_is_no_number_is_not_read_as_one(typed):
    assert parse_number(typed) is None


def test_numbers_have_at_least_six_digits():
    assert human_number("C", 7) == "C-000007"
    assert human_number("C", 12345678) == "C-12345678"


def test_two_actions_of_one_name_are_refused():
    def add_team() -> None: ...

    with pytest.raises(TypeError, match="Two actions are called add_team"):
        action(add_team)


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_nothing_behind():
    parent = add_team(actor=MACHINE, name="P").pk
    add_team(actor=MACHINE, name="A", parent_id=parent)
    with pytest.raises(IntegrityError):
        add_team(actor=MACHINE, name="A", parent_id=parent)
    assert Team.objects.count() == 2
    assert AuditEntry.objects.filter(action="add_team").count() == 2


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_comes_back_whole():
    content = bytes(range(256)) * 1000
    first, second = store_file(actor=MACHINE, content=content), store_file(actor=MACHINE, content=content)
    assert first == second
    assert read_file(first) == content
    assert StoredFile.objects.count() == 1
    path = Path(default_storage.path(first.path))
    assert [other.name for other in path.parent.iterdir()] == [path.name]


@pytest.mark.django_db
def test_a_module_switched_off_is_off_at_once_and_unknown_ones_are_refused():
    assert is_on("service")
    switch_module(actor=MACHINE, slug="service", on=False)
    assert not is_on("service")
    switch_module(actor=MACHINE, slug="service", on=True)
    assert is_on("service")
    with pytest.raises(Refused):
        switch_module(actor=MACHINE, slug="nonsense", on=False)


@pytest.mark.django_db
def test_a_notice_is_told_once_and_not_to_the_one_who_did_it():
    user = add_user(actor=MACHINE, email="u@x.example", name="U", roles=["service"])
    for _ in range(2):
        params = {"actor": "A", "subject": "100% broken"}
        notify(actor=MACHINE, user_id=user.pk, kind="case_assigned", key="1", params=params)
    notify(actor=Actor.of(user), user_id=user.pk, kind="case_assigned", key="2")
    assert Notification.objects.count() == 1
    assert "100% broken" in sentence_of(Notification.objects.get())
    assert unread_count(Actor.of(user)) == 1
    assert read_notifications(actor=Actor.of(user)) == 1
    assert unread_count(Actor.of(user)) == 0


@pytest.mark.django_db
def test_who_wants_to_hear_nothing_hears_nothing():
    user = add_user(actor=MACHINE, email="u@x.example", name="U", roles=["service"])
    choose_notifications(actor=Actor.of(user), choices={"case_assigned": (False, "never")})
    notify(actor=MACHINE, user_id=user.pk, kind="case_assigned")
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_changes_names_only_what_differs():
    team = Team(name="A")
    assert changes(team, {"name": "B", "parent_id": None}) == ({"name": "A"}, {"name": "B"})


def test_a_sealed_password_is_unreadable_and_comes_back():
    assert "secret" not in seal("secret")
    assert unseal(seal("secret")) == "secret"
    assert unseal("damaged") == unseal("") == ""
