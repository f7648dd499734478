"""What columns imply is written down alike, whether one customer asks for it or a whole list does."""

import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.sources.implied import ensure_records, write_down_implied
from zhiji.customers.sources.models import SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def _told() -> list[tuple[str, object, object]]:
    rows = SourceRecord.objects.order_by("customer_id", "source__key")
    return [(row.source.key, row.values, row.meta) for row in rows.select_related("source")]


def test_many_at_once_say_the_same_as_each_alone() -> None:
    nora = Actor.machine("desk")
    people = [
        add_customer(actor=nora, kind="person", name=name, points=[("mobile", f"1390013900{number}")])
        for number, name in enumerate(("李雷", "韩梅梅"))
    ]
    for one in people:
        ensure_records(one)
    alone = _told()
    SourceRecord.objects.all().delete()
    assert write_down_implied(people) == len(people)
    assert _told() == alone
    assert write_down_implied(people) == 0, "nobody is written down twice"


def test_what_our_own_people_entered_names_who_did() -> None:
    customer = add_customer(actor=Actor.machine("Nora"), kind="person", name="Ann Lee", source="desk")
    write_down_implied([customer])
    record = SourceRecord.objects.get()
    assert record.source.key == "people"
    assert record.meta["name"] == {"by": "Nora"}


def test_whoever_enters_somebody_is_named_within_the_same_act() -> None:
    with one_act():
        customer = add_customer(actor=Actor.machine("Nora"), kind="person", name="Ann Lee", source="desk")
        write_down_implied([customer])
    assert SourceRecord.objects.get().meta["name"] == {"by": "Nora"}
    assert AuditEntry.objects.filter(action="add_customer").count() == 1
