import pytest
from django.test import Client

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.quality.actions import reckon_quality
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user

MACHINE = Actor.machine("test")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def manager(db):
    """Give a manager's browser."""
    client = Client()
    user = add_user(actor=MACHINE, email="mona@x.example", name="Mona", roles=["manager"])
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def viewer(db):
    """Give the browser of somebody who may only look."""
    client = Client()
    user = add_user(actor=MACHINE, email="vera@x.example", name="Vera", roles=["viewer"])
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def lena(db):
    """Give a person of whom only the mail address is known."""
    made = add_customer(
        actor=MACHINE, kind="person", name="Lena Feld", points=[("mail", "lena@feld.example")]
    )
    reckon_quality(actor=MACHINE, ids=[made.pk])
    return made
