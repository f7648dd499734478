"""The one door in: what comes is kept once, read, and shown when it can't be read."""

import pytest

from tests.support.conversations import LONG_AGO, MACHINE
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.inbox.actions import Raw, keep, retry_failed_items, retry_item
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.inbox.pump import TRIES, process_kept
from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused

pytestmark = pytest.mark.django_db


def fail_for_good(item: InboxItem) -> InboxItem:
    for _ in range(TRIES):
        InboxItem.objects.filter(pk=item.pk).update(next_try_at=LONG_AGO)
        process_kept()
    item.refresh_from_db()
    return item


def test_the_same_thing_is_kept_once_however_often_it_comes(arrive):
    for _ in range(5):
        arrive("same", text="Hello")
    assert InboxItem.objects.count() == 1
    assert Message.objects.count() == 1


def test_two_long_names_that_begin_alike_are_two_things(line):
    keep(actor=MACHINE, raws=[Raw("test", "x" * 200 + end, b"{}", line.pk) for end in "ab"])
    assert InboxItem.objects.count() == 2


def test_a_contact_becomes_a_message_on_the_timeline_of_its_customer(customer, arrive):
    message = arrive("1", text="My board does not start", files=[["log.txt", "text/plain", "boom"]]).message
    assert message.customer == customer
    assert message.conversation.waiting_since is not None
    assert [one.name for one in message.attachments.all()] == ["log.txt"]
    assert TimelineEntry.objects.get(customer=customer, kind="message").text == "My board does not start"


def test_a_stranger_becomes_a_new_person(arrive):
    message = arrive("1", mail="new@qq.com", name="Han Mei").message
    assert message.customer.name == "Han Mei"


def test_what_cannot_be_read_is_set_back_and_the_others_go_on(line, arrive):
    bad = arrive("bad", fails="The moon is wrong")
    good = arrive("good")
    assert good.state == InboxItem.State.RECORDED
    assert bad.state == InboxItem.State.KEPT
    assert bad.next_try_at is not None
    assert "The moon is wrong" in bad.error


def test_what_fails_too_often_stands_in_the_list_of_failures(arrive):
    item = fail_for_good(arrive("bad", fails="No"))
    assert item.state == InboxItem.State.FAILED
    assert item.attempts == TRIES


def test_a_failed_thing_is_read_again_when_somebody_asks(arrive):
    item = fail_for_good(arrive("bad", fails="No"))
    InboxItem.objects.filter(pk=item.pk).update(file=arrive("good").file)
    retry_item(actor=MACHINE, item_id=item.pk)
    process_kept()
    item.refresh_from_db()
    assert item.state == InboxItem.State.RECORDED


def test_all_failed_things_are_read_again_at_once(arrive):
    for name in ("a", "b"):
        fail_for_good(arrive(name, fails="No"))
    assert retry_failed_items(actor=MACHINE) == 2
    assert InboxItem.objects.filter(state=InboxItem.State.KEPT).count() == 2


def test_what_was_recorded_is_not_read_again(arrive):
    with pytest.raises(Refused):
        retry_item(actor=MACHINE, item_id=arrive("1").pk)


def test_an_agent_without_the_right_retries_nothing(agent, arrive):
    item = fail_for_good(arrive("bad", fails="No"))
    with pytest.raises(Denied):
        retry_item(actor=Actor.of(agent), item_id=item.pk)


def test_letters_that_no_database_keeps_are_left_out(arrive):
    item = arrive("1", text="A\x00B \ud83d end", subject="S\x00", data={"note": "x\x00"})
    assert item.state == InboxItem.State.RECORDED, item.error
    assert item.message.text.startswith("AB ")
    assert item.message.subject == "S"


def test_an_automatic_message_that_begins_a_conversation_asks_nothing_of_us(arrive):
    conversation = arrive("1", auto="list").message.conversation
    assert conversation.state == Conversation.State.CLOSED
    assert not conversation.is_unread


def test_our_own_mail_coming_round_is_set_aside(arrive):
    item = arrive("1", auto="own")
    assert item.state == InboxItem.State.IGNORED
    assert not Message.objects.exists()


def test_a_report_about_mail_that_is_not_ours_is_set_aside_and_makes_no_customer(arrive):
    report = {"recipient": "x@qq.com", "message_id": "else@where", "reason": "no", "is_permanent": True}
    item = arrive("1", mail="mailer-daemon@qq.com", auto="bounce", bounce=report)
    assert item.state == InboxItem.State.IGNORED
    assert not Customer.objects.exists()


def test_what_was_set_aside_can_be_let_in(arrive):
    item = arrive("1", mail="mailer-daemon@qq.com", auto="bounce")
    retry_item(actor=MACHINE, item_id=item.pk)
    process_kept()
    item.refresh_from_db()
    assert item.state == InboxItem.State.RECORDED
