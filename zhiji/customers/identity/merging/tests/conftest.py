from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from zhiji.customers.identity.merging.references import references
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.actions import add_entry
from zhiji.kernel.access.actor import Actor

MACHINE = Actor.machine("test")
START = datetime(2026, 1, 1, tzinfo=UTC)
_number = count(1)


@pytest.fixture
def person(db) -> Callable[..., Customer]:
    """Add a person: person("李雷", "lilei@qq.com", "13800138000")."""

    def add(name: str, *typed: str, **values: Any) -> Customer:
        points = [("mail" if "@" in one else "phone", one) for one in typed]
        return add_customer(actor=MACHINE, kind="person", name=name, points=points, source="test", **values)

    return add


@pytest.fixture
def firm(db) -> Callable[..., Customer]:
    """Add an organisation: firm("蓝天电子", parent_id=3)."""

    def add(name: str, *domains: str, **values: Any) -> Customer:
        points = [("domain", one) for one in domains]
        return add_customer(
            actor=MACHINE, kind="organisation", name=name, points=points, source="test", values=values
        )

    return add


def tell(customer: Customer, text: str = "hello", direction: str = "in") -> int:
    """Put something onto a customer's timeline."""
    number = next(_number)
    at = START + timedelta(minutes=number)
    return add_entry(
        actor=MACHINE,
        customer=customer,
        kind="note",
        at=at,
        key=f"t:{number}",
        text=text,
        direction=direction,
    ).pk


def everything() -> dict[str, dict[int, int | None]]:
    """Return who each row in the house belongs to, by label and key."""
    return {one.label: dict(one.model._base_manager.values_list("pk", one.column)) for one in references()}
