import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.users.actions import add_team, add_user
from zhiji.service.cases.actions import open_case

MACHINE = Actor.machine("test")


@pytest.fixture(autouse=True)
def fresh_rights():
    """Forget what an earlier test switched or granted."""
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def agent(db):
    """A service agent who may work on every case."""
    team = add_team(actor=MACHINE, name="Support")
    return add_user(
        actor=MACHINE, email="agent@ours.example", name="Agent", team_id=team.pk, roles=["service"]
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
def case(customer):
    """One open case of the customer."""
    return open_case(actor=MACHINE, customer_id=customer.pk, subject="Board does not start")
