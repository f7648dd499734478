"""My day shows what waits for one person, and nothing of what is switched off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.modules.actions import switch_module
from zhiji.kernel.users.actions import add_team, add_user
from zhiji.service.cases.actions import open_case

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")


@pytest.fixture
def agent(db):
    """Give a service agent."""
    team = add_team(actor=MACHINE, name="Service")
    return add_user(actor=MACHINE, email="a@x.example", name="Ann", team_id=team.pk, roles=["service"])


@pytest.fixture
def page(agent):
    """Give a browser in which the agent is signed in."""
    client = Client()
    client.force_login(agent, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def talk(subject, **values):
    customer = add_customer(actor=MACHINE, kind="person", name=f"Customer of {subject}")
    now = timezone.now()
    return Conversation.objects.create(
        subject=subject, channel="mail", customer=customer, created_at=now, last_at=now, **values
    )


def test_an_empty_day_says_so_nicely(page):
    add_customer(actor=MACHINE, kind="person", name="Lena Torres")
    told = page.get("/").content.decode()
    assert "Nothing waits for you" in told
    assert "Bring in a list" not in told


def test_the_first_day_says_how_to_begin(page, agent):
    assert "No customer is known yet." in page.get("/").content.decode()
    assert "Bring in a list" not in page.get("/").content.decode()
    page.force_login(
        add_user(actor=MACHINE, email="m@x.example", name="Mona", roles=["manager"]),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    assert '<a class="btn mt-2" href="/imports/">Bring in a list</a>' in page.get("/").content.decode()


def test_those_who_wait_longest_stand_first(page, agent):
    now = timezone.now()
    talk("Newer", owner=agent, waiting_since=now - timedelta(hours=1))
    talk("Older", owner=agent, waiting_since=now - timedelta(days=1))
    talk("Answered", owner=agent)
    talk("Unassigned", team_id=agent.team_id, waiting_since=now)
    parts = page.get("/").context
    assert [one.subject for one in parts["mine"]["rows"]] == ["Older", "Newer"]
    assert [one.subject for one in parts["team"]["rows"]] == ["Unassigned"]


def test_cases_vanish_with_their_module(page, agent):
    customer = add_customer(actor=MACHINE, kind="person", name="Lena")
    open_case(actor=MACHINE, customer_id=customer.pk, subject="Later", owner_id=agent.pk)
    open_case(actor=MACHINE, customer_id=customer.pk, subject="First", owner_id=agent.pk, priority="urgent")
    assert [case.subject for case in page.get("/").context["cases"]["rows"]] == ["First", "Later"]
    switch_module(actor=MACHINE, slug="service", on=False)
    try:
        assert page.get("/").context["cases"] is None
    finally:
        switch_module(actor=MACHINE, slug="service", on=True)


def test_long_work_shows_how_far_it_is(page):
    show_progress("demo", label="Demo company", done=30, total=120)
    assert 'value="25"' in page.get("/").content.decode()


def test_the_chart_counts_messages_by_day(page, agent):
    one = talk("Counted", owner=agent)
    for number in range(3):
        Message.objects.create(
            conversation=one,
            customer=one.customer,
            direction="in",
            channel="mail",
            at=timezone.now(),
            key=f"m{number}",
        )
    context = page.get("/day/chart").context
    assert context["total"] == 3
    assert context["rows"][-1][1] == 3
