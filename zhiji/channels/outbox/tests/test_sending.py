"""The one door out: asked twice, called back, permission asked again, failures shown and bounces taken."""

import pytest
from django.utils import timezone

from tests.support.conversations import MACHINE, let_time_pass
from zhiji.channels.conversations.actions import close_conversation
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.outbox.actions import cancel_message, reply, retry_message, write_to_customer
from zhiji.channels.outbox.adapters import Never, NotNow
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.outbox.pump import send_due
from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.permission.models import Permission
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused

pytestmark = pytest.mark.django_db


def answer(agent, conversation, key="1", **values):
    return reply(actor=Actor.of(agent), conversation_id=conversation.pk, text="Hi", key=key, **values)


def forbid(customer):
    values = {"customer": customer, "channel": "mail", "purpose": "service", "state": "refused"}
    names = {field.name for field in Permission._meta.get_fields()}
    extra = {"at": timezone.now()} if "at" in names else {}
    Permission.objects.create(**values, **extra)


def test_a_double_click_sends_one_message(conversation, agent, way_out):
    assert answer(agent, conversation).pk == answer(agent, conversation).pk
    let_time_pass()
    assert len(way_out.messages) == 1


def test_a_double_click_begins_one_conversation(customer, line, agent, way_out):
    for _ in range(2):
        write_to_customer(
            actor=Actor.of(agent), customer_id=customer.pk, line_id=line.pk, subject="A", text="Hi", key="1"
        )
    assert Conversation.objects.count() == 1


def test_an_answer_ends_the_customers_wait_and_takes_the_conversation(conversation, agent):
    answer(agent, conversation)
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert conversation.owner == agent


def test_nothing_goes_out_before_the_second_thoughts_are_over(conversation, agent, way_out):
    answer(agent, conversation)
    assert send_due() == 0
    assert let_time_pass() == 1


def test_a_message_that_was_called_back_is_not_sent(conversation, agent, way_out):
    since = conversation.waiting_since
    message = answer(agent, conversation)
    close_conversation(actor=Actor.of(agent), conversation_id=conversation.pk)
    cancel_message(actor=Actor.of(agent), message_id=message.pk)
    let_time_pass()
    conversation.refresh_from_db()
    assert way_out.messages == []
    assert conversation.state == Conversation.State.OPEN
    assert conversation.waiting_since == since
    assert TimelineEntry.objects.get(key=f"message:{message.pk}").removed_at is not None


def test_what_has_gone_out_cannot_be_called_back(conversation, agent):
    message = answer(agent, conversation)
    let_time_pass()
    with pytest.raises(Refused):
        cancel_message(actor=Actor.of(agent), message_id=message.pk)


def test_permission_is_asked_before_writing(conversation, customer, agent):
    forbid(customer)
    with pytest.raises(Refused):
        answer(agent, conversation)
    assert not OutboxItem.objects.exists()


def test_permission_is_asked_again_at_sending(conversation, customer, agent, way_out):
    message = answer(agent, conversation)
    forbid(customer)
    let_time_pass()
    message.refresh_from_db()
    assert way_out.messages == []
    assert message.outbox.state == OutboxItem.State.REFUSED
    assert message.state == Message.State.FAILED


def test_a_failure_that_may_pass_is_tried_again(conversation, agent, way_out):
    message = answer(agent, conversation)
    way_out.fault = NotNow("busy")
    let_time_pass()
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED
    assert message.error == "busy"
    way_out.fault = None
    let_time_pass()
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.error == ""


def test_a_message_that_never_arrives_opens_its_conversation_again(conversation, agent, way_out):
    since = conversation.waiting_since
    message = answer(agent, conversation)
    close_conversation(actor=Actor.of(agent), conversation_id=conversation.pk)
    way_out.fault = Never("550 nobody here")
    let_time_pass()
    message.refresh_from_db()
    conversation.refresh_from_db()
    assert message.state == Message.State.FAILED
    assert conversation.state == Conversation.State.OPEN
    assert conversation.waiting_since == since


def test_a_failed_message_is_tried_again_when_somebody_asks(conversation, agent, way_out):
    message = answer(agent, conversation)
    way_out.fault = Never("no")
    let_time_pass()
    way_out.fault = None
    retry_message(actor=Actor.of(agent), message_id=message.pk)
    let_time_pass()
    assert [one.pk for one in way_out.messages] == [message.pk]


def test_a_bounce_marks_the_message_and_the_address(conversation, customer, agent, arrive):
    message = answer(agent, conversation)
    let_time_pass()
    report = {
        "recipient": "lilei@qq.com",
        "message_id": message.external_id,
        "reason": "gone",
        "is_permanent": True,
    }
    arrive("report", mail="mailer-daemon@qq.com", auto="bounce", bounce=report)
    message.refresh_from_db()
    assert message.state == Message.State.BOUNCED
    assert message.error == "gone"
    assert ContactPoint.objects.get(customer=customer).state == ContactPoint.State.FAILS


def test_a_report_that_it_is_tried_again_marks_nothing_as_failed(conversation, customer, agent, arrive):
    message = answer(agent, conversation)
    let_time_pass()
    report = {
        "recipient": "lilei@qq.com",
        "message_id": message.external_id,
        "reason": "wait",
        "is_permanent": False,
    }
    arrive("report", mail="mailer-daemon@qq.com", auto="bounce", bounce=report)
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert ContactPoint.objects.get(customer=customer).state == ContactPoint.State.UNKNOWN


def test_a_forged_bounce_says_nothing_of_addresses_we_did_not_write_to(conversation, agent, arrive):
    other = arrive("other", mail="other@163.com").message.customer
    message = answer(agent, conversation, to="lilei@qq.com, boss@163.com")
    report = {
        "recipient": "other@163.com",
        "message_id": message.external_id,
        "reason": "x",
        "is_permanent": True,
    }
    arrive("report", mail="mailer-daemon@qq.com", auto="bounce", bounce=report)
    assert ContactPoint.objects.get(customer=other, kind="mail").state == ContactPoint.State.UNKNOWN


@pytest.mark.parametrize("to", ["nobody", "a@b", "x@qq.com\nBcc: y@qq.com\n", "a@qq.com, <>"])
def test_what_is_no_address_is_refused(conversation, agent, to):
    with pytest.raises(Refused):
        answer(agent, conversation, to=to)


def test_a_viewer_sends_nothing(conversation, viewer):
    with pytest.raises(Denied):
        answer(viewer, conversation)


def test_nobody_calls_back_or_retries_without_the_right(conversation, agent, viewer):
    message = answer(agent, conversation)
    for act in (cancel_message, retry_message):
        with pytest.raises(Denied):
            act(actor=Actor.of(viewer), message_id=message.pk)


def test_messages_of_a_conversation_are_one_thread(conversation, agent):
    first = conversation.messages.get()
    one = answer(agent, conversation, key="1")
    cancel_message(actor=MACHINE, message_id=one.pk)
    two = answer(agent, conversation, key="2")
    three = answer(agent, conversation, key="3")
    assert three.references == [first.external_id, two.external_id]
