import pytest
from django.test import Client
from django.utils import timezone

from zhiji.channels.conversations.receiving import open_conversation
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_team, add_user

MACHINE = Actor.machine("test")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def teams(db):
    """Give two teams."""
    return add_team(actor=MACHINE, name="North"), add_team(actor=MACHINE, name="South")


@pytest.fixture
def seller(teams):
    """Give a salesperson of the north."""
    return add_user(actor=MACHINE, email="n@x.example", name="Nora", team_id=teams[0].pk, roles=["sales"])


@pytest.fixture
def stranger(teams):
    """Give a salesperson of the south."""
    return add_user(actor=MACHINE, email="s@x.example", name="Sven", team_id=teams[1].pk, roles=["sales"])


@pytest.fixture
def manager(teams):
    """Give a manager."""
    return add_user(actor=MACHINE, email="m@x.example", name="Mona", team_id=teams[0].pk, roles=["manager"])


@pytest.fixture
def signed_in():
    """Give a browser in which somebody is signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user, BACKEND)
        return client

    return sign_in


@pytest.fixture
def customer(seller):
    """Give a customer of the salesperson of the north."""
    return add_customer(
        actor=MACHINE,
        kind="person",
        name="Lena Torres",
        points=[("mail", "lena@bluefield.example"), ("phone", "+44 20 7946 0018")],
        source="test",
        owner_id=seller.pk,
        team_id=seller.team_id,
    )


@pytest.fixture
def line(db):
    """Give a mail line."""
    return Line.objects.create(
        name="Support", channel="mail", address="help@maker.example", purpose="support"
    )


@pytest.fixture
def conversation(customer, line):
    """Give an open conversation with the customer."""
    return open_conversation("mail", line, customer, "Broken board", timezone.now())
