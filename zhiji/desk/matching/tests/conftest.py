import pytest
from django.test import Client

from zhiji.customers.identity.merging.tests.conftest import person  # noqa: F401  a fixture of these tests
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def manager(db):
    """Give a manager's browser."""
    client = Client()
    user = add_user(actor=Actor.machine("test"), email="mona@x.example", name="Mona", roles=["manager"])
    client.force_login(user, BACKEND)
    return client
