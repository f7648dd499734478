"""Acts on very many customers go on by themselves, tell their end, and can be taken back as one."""

import pytest
from django.urls import reverse

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.actions import change_customer
from zhiji.desk.customers import bulk, tasks
from zhiji.desk.customers.tasks import assign_on, categorise_on, take_back_on
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.models import Progress
from zhiji.kernel.notifications.models import Notification
from zhiji.kernel.users.actions import add_user

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Let three count as very many, and two be done at a time."""
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(tasks, "CHUNK", 2)


@pytest.fixture
def manager(client):
    """A manager, signed in."""
    user = add_user(actor=MACHINE, email="manager@ours.example", name="Manager", roles=["admin"])
    client.force_login(user)
    return user


@pytest.fixture
def people(manager):
    """Five persons at home."""
    return [
        add_customer(actor=MACHINE, kind="person", name=f"Person {number}", values={"category": "home"})
        for number in range(5)
    ]


def categories():
    return list(Customer.objects.order_by("pk").values_list("category", flat=True))


def test_a_long_change_offers_one_undo_where_its_progress_stands(client, manager, people):
    categorise_on.func(manager.pk, [one.pk for one in people], "partner")
    assert categories() == ["partner"] * 5
    job = Progress.objects.get()
    assert (job.done, job.undo_url) == (5, reverse("take_back_job", args=[job.slug]))
    assert job.undo_url in client.get("/").content.decode()
    told = Notification.objects.get(user=manager)
    assert told.params == {"count": 5}

    assert client.post(job.undo_url).status_code == 204
    take_back_on.func(manager.pk, job.slug)
    assert categories() == ["home"] * 5
    job.refresh_from_db()
    assert (job.done, job.finished_at is not None, job.undo_url) == (5, True, "")


def test_what_the_person_did_by_hand_meanwhile_stays(manager, people):
    hand = Actor.of(manager, origin="127.0.0.1")
    categorise_on.func(manager.pk, [one.pk for one in people], "partner")
    job = Progress.objects.get()
    change_customer(actor=hand, customer_id=people[0].pk, version=None, values={"category": "government"})
    change_customer(actor=hand, customer_id=people[1].pk, version=None, values={"name": "Renamed"})
    take_back_on.func(manager.pk, job.slug)
    assert categories() == ["government", "home", "home", "home", "home"]
    assert Customer.objects.get(pk=people[1].pk).name == "Renamed"


def test_nobody_takes_back_what_another_did(manager, people):
    other = add_user(actor=MACHINE, email="other@ours.example", name="Other", roles=["admin"])
    assign_on.func(manager.pk, [one.pk for one in people], {"owner_id": manager.pk})
    take_back_on.func(other.pk, Progress.objects.get().slug)
    assert set(Customer.objects.values_list("owner_id", flat=True)) == {manager.pk}


def test_a_change_of_nothing_offers_no_undo(manager, people):
    categorise_on.func(manager.pk, [one.pk for one in people], "home")
    assert Progress.objects.get().undo_url == ""
