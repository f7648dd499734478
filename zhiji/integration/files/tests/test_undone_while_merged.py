"""A list is taken back while one whom it made is merged away: parted again, no empty customer is left behind."""

import pytest
from django.utils import timezone

from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.queries import merges_of
from zhiji.customers.identity.merging.references import references
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.quality.tasks import follow_changes
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, undo, write
from zhiji.kernel.search.models import SearchEntry

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "编号,姓名,手机,备注\nN1,李雷,13800138000,展会上见过\n"


@pytest.fixture
def two(tmp_path):
    """Give a person whom we know, and the one whom a list made of them, with the list."""
    known = add_customer(
        actor=MACHINE, kind="person", name="李磊", points=[("mail", "li@x.example")], source="desk"
    )
    at = bring_in(write(tmp_path, "list.csv", LIST), "Fair")
    return known, Customer.objects.get(name="李雷"), at


def merge(survivor: Customer, loser: Customer) -> Merge:
    return merge_customers(actor=MACHINE, survivor_id=survivor.pk, loser_id=loser.pk)


def left_of(customer: Customer) -> list[str]:
    """List where rows in the house still name a customer."""
    return [
        one.label
        for one in references()
        if one.model._base_manager.filter(**{one.column: customer.pk}).exists()
    ]


@pytest.mark.parametrize("is_loser", [True, False])
def test_nobody_is_left_whom_only_the_list_made(two, is_loser):
    known, listed, at = two
    done = merge(known, listed) if is_loser else merge(listed, known)
    undo(at)
    held = Customer.objects.get(pk=done.survivor_id)
    assert [point.value for point in held.contact_points.current()] == ["li@x.example"]
    unmerge(actor=MACHINE, merge_id=done.pk)
    (left,) = Customer.objects.all()
    assert (left.pk, left.name) == (known.pk, "李磊")
    assert left_of(listed) == []
    assert not SearchEntry.objects.filter(object_id=listed.pk).exists()
    assert SourceRecord.objects.get(external_id="N1").customer is None
    follow_changes()
    (told,) = merges_of(left)
    assert (told.pk, told.undone_at is not None) == (done.pk, True)
    entry = TimelineEntry.objects.get(customer=left, kind="unmerged")
    assert entry.title.startswith(listed.number)
    with pytest.raises(Customer.DoesNotExist):
        listed.refresh_from_db()


def test_who_took_part_in_an_earlier_merge_goes_and_its_history_is_read_at_the_other(two, tmp_path):
    known, listed, at = two
    third = add_customer(actor=MACHINE, kind="person", name="李蕾", source="desk")
    earlier = merge(listed, third)
    unmerge(actor=MACHINE, merge_id=earlier.pk)
    done = merge(known, listed)
    undo(at)
    unmerge(actor=MACHINE, merge_id=done.pk)
    assert not Customer.objects.filter(pk=listed.pk).exists()
    assert {one.pk for one in merges_of(known)} == {earlier.pk, done.pk}


def test_whom_somebody_of_us_knows_stays(two):
    known, listed, at = two
    change_customer(actor=MACHINE, customer_id=listed.pk, version=listed.version, values={"region": "East"})
    done = merge(known, listed)
    undo(at)
    unmerge(actor=MACHINE, merge_id=done.pk)
    assert Customer.objects.get(pk=listed.pk).region == "East"


def test_on_whom_something_hangs_stays(two):
    known, listed, at = two
    add_entry(actor=MACHINE, customer=listed, kind="note", at=timezone.now(), key="x", text="rang us")
    done = merge(known, listed)
    undo(at)
    unmerge(actor=MACHINE, merge_id=done.pk)
    assert Customer.objects.filter(pk=listed.pk).exists()


def test_two_of_one_list_that_were_merged_leave_nobody_empty(tmp_path, monkeypatch):
    monkeypatch.setattr("zhiji.integration.files.undoing._BLOCK", 1)
    at = bring_in(write(tmp_path, "list.csv", LIST + "N2,李雷,13700137000,\n"), "Fair")
    one, other = Customer.objects.order_by("pk")
    done = merge(one, other)
    undo(at)
    unmerge(actor=MACHINE, merge_id=done.pk)
    for left in Customer.objects.all():
        assert left.contact_points.current().exists()
