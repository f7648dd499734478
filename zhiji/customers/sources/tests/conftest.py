import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.sources.models import Source
from zhiji.kernel.access.actor import Actor

MACHINE = Actor.machine("test")


@pytest.fixture
def company(db):
    """Give an organisation that one list told us of, with a telephone number and a mail address."""
    return add_customer(
        actor=MACHINE,
        kind="organisation",
        name="Blue Sky Ltd",
        points=[("phone", "021-5555 0101"), ("mail", "info@bluesky.example")],
        source="sales-list",
        values={"region": "East", "category": "small"},
    )


@pytest.fixture
def lists(db):
    """Give two departments' lists: sales, and service, which is believed a little more."""
    sales = Source.objects.create(key="sales-list", name="Sales list", kind="department", trust=50)
    service = Source.objects.create(key="service-list", name="Service list", kind="department", trust=60)
    return sales, service


@pytest.fixture
def nora(db):
    """Give a colleague who may change everything."""
    from zhiji.kernel.users.actions import add_user

    user = add_user(actor=MACHINE, email="nora@x.example", name="Nora", roles=["manager"])
    return Actor.of(user)
