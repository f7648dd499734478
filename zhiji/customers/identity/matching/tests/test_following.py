from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.customers.identity.matching import following
from zhiji.customers.identity.matching.following import follow_keys
from zhiji.customers.identity.matching.models import MatchKey, MatchRun
from zhiji.customers.identity.matching.queries import has_changed, likenesses_of
from zhiji.customers.identity.merging.actions import merge_customers
from zhiji.customers.identity.merging.tests.conftest import MACHINE, firm, person  # noqa: F401  fixtures
from zhiji.customers.parties.events import CustomerChanged
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.sources.models import Import
from zhiji.kernel import settling
from zhiji.kernel.events.models import EventRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What was written a moment ago counts as settled."""
    monkeypatch.setattr(settling, "SETTLED", -settling.SETTLED)


def keys_of(customer: Customer) -> set[int]:
    return set(MatchKey.objects.filter(customer=customer).values_list("key", flat=True))


def until_nothing_is_left() -> int:
    written = 0
    while done := follow_keys():
        written += done
    return written


def test_those_who_were_there_are_found_before_anybody_looked_through_all(firm):  # noqa: F811
    there = firm("深圳蓝天电子有限公司", "lantian.example")
    for number in range(3):
        firm(f"上海恒通贸易{number}有限公司")
    new = firm("深圳市蓝天电子有限公司", "lantian.example")
    assert until_nothing_is_left() == 5
    assert [one.id for one in likenesses_of(new.pk)] == [there.pk]
    assert follow_keys() == 0


def test_a_turn_writes_a_few_and_the_next_goes_on(firm, monkeypatch):  # noqa: F811
    monkeypatch.setattr(following, "AT_ONCE", 2)
    firms = [firm(f"上海恒通{number}贸易有限公司") for number in range(3)]
    assert follow_keys() == 2
    assert [bool(keys_of(one)) for one in firms] == [True, True, False]
    assert follow_keys() == 1
    assert keys_of(firms[2])


def test_who_changes_is_found_by_the_new_name_and_their_people_too(firm, person):  # noqa: F811
    work = firm("上海恒通贸易有限公司")
    staff = person("李雷", organisation_id=work.pk)
    until_nothing_is_left()
    before, theirs = keys_of(work), keys_of(staff)
    change_customer(actor=MACHINE, customer_id=work.pk, version=None, values={"name": "深圳蓝天电子有限公司"})
    assert until_nothing_is_left() >= 2
    assert keys_of(work) != before
    assert keys_of(staff) != theirs


def test_who_or_what_has_a_lower_key_than_something_too_young_is_not_passed_over(person, monkeypatch):  # noqa: F811
    first, second = person("李雷"), person("韩梅")
    monkeypatch.setattr(settling, "SETTLED", timedelta(seconds=5))
    then, now = timezone.now() - timedelta(seconds=6), timezone.now()
    Customer.objects.filter(pk=second.pk).update(created_at=then)
    assert until_nothing_is_left() == 0
    Customer.objects.filter(pk=first.pk).update(created_at=then)
    EventRecord.objects.update(at=then)
    assert until_nothing_is_left() == 2
    for one in (first, second):
        change_customer(actor=MACHINE, customer_id=one.pk, version=None, values={"name": "Li Lei"})
    before = keys_of(second)
    told = EventRecord.objects.filter(name=CustomerChanged.name).order_by("-pk")
    EventRecord.objects.filter(pk=told[0].pk).update(at=then)
    EventRecord.objects.filter(pk=told[1].pk).update(at=now)
    until_nothing_is_left()
    assert keys_of(second) == before
    EventRecord.objects.update(at=then)
    until_nothing_is_left()
    assert keys_of(second) != before


def test_a_survivor_is_found_by_what_the_other_brought(person):  # noqa: F811
    one, other = person("李雷", "lilei@qq.com"), person("Li Lei", "13800138000")
    until_nothing_is_left()
    mine = keys_of(one)
    merge_customers(actor=MACHINE, survivor_id=one.pk, loser_id=other.pk)
    until_nothing_is_left()
    assert keys_of(one) - mine
    assert not MatchKey.objects.filter(customer=other.pk).exists()


def test_while_a_list_comes_in_nobody_new_is_written(person):  # noqa: F811
    person("李雷")
    listed = Import.objects.create(state=Import.State.RUNNING)
    assert until_nothing_is_left() == 0
    listed.delete()
    assert until_nothing_is_left() == 1


def test_a_night_without_changes_needs_no_look_through_all(person):  # noqa: F811
    one = person("李雷", "lilei@qq.com")
    assert has_changed("person")
    assert not has_changed("organisation")
    MatchRun.objects.create(
        kind="person", state="done", started_at=timezone.now() + timedelta(milliseconds=1)
    )
    Customer.objects.filter(pk=one.pk).update(updated_at=timezone.now() - timedelta(hours=1))
    assert not has_changed("person")
    Customer.objects.filter(pk=one.pk).update(updated_at=timezone.now() + timedelta(hours=1))
    assert has_changed("person")
