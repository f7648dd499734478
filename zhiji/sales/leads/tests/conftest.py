import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.users.actions import add_team, add_user
from zhiji.sales.leads.actions import add_lead

MACHINE = Actor.machine("test")


@pytest.fixture(autouse=True)
def fresh_rights():
    """Forget what an earlier test switched or granted."""
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def seller(db):
    """A salesperson with a team."""
    team = add_team(actor=MACHINE, name="Sales")
    return add_user(
        actor=MACHINE, email="seller@ours.example", name="Agent", team_id=team.pk, roles=["sales"]
    )


@pytest.fixture
def viewer(db):
    """Somebody who may look and not touch."""
    return add_user(actor=MACHINE, email="viewer@ours.example", name="Viewer", roles=["viewer"])


@pytest.fixture
def customer(db):
    """A customer with an address."""
    return add_customer(actor=MACHINE, kind="person", name="李雷", points=[("mail", "lilei@bluesky.example")])


@pytest.fixture
def lead(customer):
    """One new lead of the customer."""
    return add_lead(actor=MACHINE, customer_id=customer.pk, subject="100 boards")
