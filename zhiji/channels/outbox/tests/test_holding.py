"""What waits for better hours: held visibly, counted once, refused when the customer says no meanwhile."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.support.conversations import MACHINE, let_time_pass
from zhiji.channels.outbox.actions import cancel_message, reply, write_to_customer
from zhiji.channels.outbox.adapters import Never, NotNow
from zhiji.channels.outbox.asking import held_text
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.outbox.pump import send_due
from zhiji.customers.permission.actions import claim_touch, note_permission, restrict_customer, suppress
from zhiji.customers.permission.kept import set_rules
from zhiji.customers.permission.models import ContactRule, QuietTime, Touch
from zhiji.customers.permission.queries import when_may_go, why_not
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def never_quiet(db):
    """Let messages go at any hour, twice a day."""
    hours(time(0), time(0))
    ContactRule.objects.create(purpose="", per_day=2)


def hours(begin, end):
    QuietTime.objects.all().delete()
    QuietTime.objects.create(begin=begin, end=end, keeps_holidays=False)
    forget_rights()


def quiet_now():
    local = timezone.now().astimezone(ZoneInfo("Asia/Shanghai"))
    hours((local - timedelta(hours=1)).time(), (local + timedelta(hours=1)).time())


@pytest.fixture
def write(customer, line, agent):
    note_permission(
        actor=MACHINE,
        customer_id=customer.pk,
        channel="mail",
        purpose="marketing",
        state="granted",
        by="form",
    )

    def write(key="1", purpose="marketing"):
        return write_to_customer(
            actor=Actor.of(agent),
            customer_id=customer.pk,
            line_id=line.pk,
            subject="News",
            text="Hello",
            key=key,
            purpose=purpose,
        )

    return write


def test_an_offer_in_quiet_hours_is_held_until_they_end(write, way_out):
    quiet_now()
    message = write()
    assert message.outbox.held == "quiet_hours"
    assert message.outbox.next_try_at > timezone.now() + timedelta(minutes=30)
    assert "quiet hours" in held_text(message.outbox.held, message.outbox.next_try_at)
    assert send_due() == 0
    hours(time(0), time(0))
    let_time_pass()
    message.outbox.refresh_from_db()
    assert message.outbox.state == OutboxItem.State.SENT
    assert message.outbox.held == ""
    assert way_out.messages == [message]


def test_quiet_hours_that_began_meanwhile_hold_a_message_at_the_door(write, way_out):
    message = write()
    quiet_now()
    let_time_pass()
    message.outbox.refresh_from_db()
    assert (message.outbox.state, message.outbox.held) == (OutboxItem.State.QUEUED, "quiet_hours")
    assert message.outbox.attempts == 0
    assert way_out.messages == []
    assert not Touch.objects.exists()


def test_an_answer_goes_at_any_hour_and_counts_for_nothing(conversation, agent, way_out):
    quiet_now()
    reply(actor=Actor.of(agent), conversation_id=conversation.pk, text="Hi", key="1")
    let_time_pass()
    assert len(way_out.messages) == 1
    assert not Touch.objects.exists()


def test_the_third_message_of_a_day_is_held(write, way_out):
    for key in "123":
        write(key)
    let_time_pass()
    assert len(way_out.messages) == 2
    held = OutboxItem.objects.get(state=OutboxItem.State.QUEUED)
    assert held.held == "cap_day"
    assert held.next_try_at > timezone.now() + timedelta(hours=23)


def test_a_message_that_is_tried_again_is_counted_once(write, way_out):
    write()
    way_out.fault = NotNow("busy")
    let_time_pass()
    way_out.fault = None
    let_time_pass()
    assert len(way_out.messages) == Touch.objects.count() == 1


def test_a_message_that_never_arrived_is_not_counted(write, way_out):
    write()
    way_out.fault = Never("nobody here")
    let_time_pass()
    assert not Touch.objects.exists()


def test_other_channels_count_towards_the_same_cap(write, customer, way_out):
    for key in ("call:1", "call:2"):
        at, reason = claim_touch(
            actor=MACHINE,
            customer_id=customer.pk,
            channel="phone",
            purpose="survey",
            key=key,
            now=timezone.now(),
        )
        assert reason == ""
        assert at <= timezone.now()
    assert write().outbox.held == "cap_day"


def test_a_held_message_can_be_called_back(write, way_out):
    quiet_now()
    message = write()
    cancel_message(actor=MACHINE, message_id=message.pk)
    hours(time(0), time(0))
    let_time_pass()
    assert way_out.messages == []


def test_a_no_said_meanwhile_stops_a_held_message(write, customer, way_out):
    message = write()
    note_permission(
        actor=MACHINE, customer_id=customer.pk, channel="", purpose="", state="withdrawn", by="mail"
    )
    let_time_pass()
    message.outbox.refresh_from_db()
    assert (message.outbox.state, message.outbox.error) == (OutboxItem.State.REFUSED, "withdrawn_by_customer")
    assert way_out.messages == []


def test_nobody_is_written_to_first_whose_data_rest_or_were_erased(write, customer):
    suppress(actor=MACHINE, points=[("mail", "lilei@qq.com")])
    with pytest.raises(Refused, match="erased"):
        write("1", "service")
    restrict_customer(actor=MACHINE, customer_id=customer.pk, reason="")
    with pytest.raises(Refused):
        write("2", "contract")


def test_asking_costs_three_queries_at_most(write, customer, django_assert_max_num_queries):
    _ = set_rules().quiet
    with django_assert_max_num_queries(3):
        assert why_not(customer.pk, "mail", "marketing", addresses=["lilei@qq.com"]) == ""
        assert when_may_go(customer.pk, "mail", "marketing", timezone.now()).reason == ""
    with django_assert_max_num_queries(1):
        assert why_not(customer.pk, "mail", "service") == ""


def test_a_day_that_is_set_as_closed_is_waited_for(customer, db):
    QuietTime.objects.update(weekdays=[5, 6])
    forget_rights()
    saturday = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = when_may_go(customer.pk, "mail", "marketing", saturday)
    assert found.at.astimezone(ZoneInfo("Asia/Shanghai")).weekday() == 0
    assert found.reason == "weekday"
