import pytest
from django.test import Client

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.models import Source
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user

MACHINE = Actor.machine("test")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def manager(db):
    """Give a manager's browser."""
    return _client(["manager"], "mona@x.example")


@pytest.fixture
def seller(db):
    """Give a salesperson's browser."""
    return _client(["sales"], "nora@x.example")


@pytest.fixture
def company(db):
    """Give an organisation of which two lists say different things."""
    Source.objects.create(key="service-list", name="Service list", trust=60)
    Source.objects.create(key="sales-list", name="Sales list", trust=50)
    made = add_customer(
        actor=MACHINE,
        kind="organisation",
        name="Blue Sky Ltd",
        points=[("phone", "021-5555 0101")],
        source="sales-list",
        values={"region": "East"},
    )
    values = {"name": "Blue Sea Ltd", "region": "West"}
    note_claims(actor=MACHINE, source="service-list", customer_id=made.pk, values=values, external_id="S-1")
    made.refresh_from_db()
    return made


def _client(roles, mail):
    client = Client()
    client.force_login(add_user(actor=MACHINE, email=mail, name=mail.title(), roles=roles), BACKEND)
    return client
