import pytest

from zhiji.customers.parties.actions import add_customer, remove_contact_point
from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.parties.queries import lookup
from zhiji.kernel.access.actor import Actor

MACHINE = Actor.machine("test")


@pytest.fixture
def caller(db):
    """Add somebody with a mobile, a landline with extension, and a mail address."""
    points = [
        ("mobile", "138 0013 8000"),
        ("phone", "0755-2345 6789 转 801"),
        ("mail", "Li.Lei@Lantian.example"),
    ]
    return add_customer(actor=MACHINE, kind="person", name="李雷", points=points, owner_id=None)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("phone", "+8613800138000"),
        ("phone", "13800138000"),
        ("phone", "+86 755 2345 6789"),
        ("mail", "li.lei@lantian.example"),
    ],
)
def test_a_caller_is_found_however_the_number_is_written(caller, kind, typed):
    assert [match.pk for match in lookup(MACHINE, kind, typed)] == [caller.pk]
    assert lookup(MACHINE, kind, typed)[0].number == caller.number


def test_nobody_is_found_by_what_belongs_to_nobody_any_more(caller):
    remove_contact_point(actor=MACHINE, point_id=ContactPoint.objects.get(kind="mobile").pk)
    assert lookup(MACHINE, "phone", "+8613800138000") == []
    assert lookup(MACHINE, "mail", "") == []


def test_who_may_see_only_their_own_finds_only_their_own(caller):
    stranger = Actor(kind="user", name="S", user_id=77, rights={"customer.view": "own"})
    blind = Actor(kind="user", name="B", user_id=78)
    assert lookup(stranger, "phone", "+8613800138000") == []
    assert lookup(blind, "phone", "+8613800138000") == []
    assert len(lookup(MACHINE, "phone", "+8613800138000")) == 1
