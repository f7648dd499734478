"""The composer: what is written goes where it belongs, once, and is not lost when it can't."""

import pytest

from zhiji.channels.conversations.models import Message
from zhiji.channels.outbox.models import OutboxItem
from zhiji.customers.timeline.models import TimelineEntry

pytestmark = pytest.mark.django_db


def test_a_note_sent_twice_is_written_once(customer, seller, signed_in):
    client = signed_in(seller)
    for _ in range(2):
        answer = client.post(f"/customers/{customer.pk}/note", {"key": "k1", "text": "Likes green boards"})
        assert answer.status_code == 200
    assert TimelineEntry.objects.filter(kind="note", text="Likes green boards").count() == 1
    assert "Likes green boards" in client.get(f"/customers/{customer.pk}").content.decode()


def test_a_note_goes_and_comes_back_by_undo(customer, seller, signed_in):
    client = signed_in(seller)
    client.post(f"/customers/{customer.pk}/note", {"key": "k1", "text": "Gone soon"})
    note = TimelineEntry.objects.get(kind="note")
    client.post(f"/customers/notes/{note.pk}/remove")
    assert "Gone soon" not in client.get(f"/customers/{customer.pk}/timeline").content.decode()
    client.post(f"/customers/notes/{note.pk}/restore")
    assert "Gone soon" in client.get(f"/customers/{customer.pk}/timeline").content.decode()


def test_an_answer_joins_its_conversation_and_can_be_called_back(conversation, seller, signed_in):
    client, at = signed_in(seller), f"/customers/{conversation.customer_id}"
    answer = client.post(
        f"{at}/reply", {"key": "k2", "conversation": conversation.pk, "text": "We look at it"}
    )
    message = Message.objects.get(text="We look at it")
    assert answer.status_code == 200
    assert message.conversation_id == conversation.pk
    assert f"/customers/messages/{message.pk}/cancel" in answer.headers["HX-Trigger"]
    client.post(f"/customers/messages/{message.pk}/cancel")
    assert OutboxItem.objects.get(message=message).state == "cancelled"


def test_a_mail_that_cannot_go_keeps_all_that_was_typed(customer, line, seller, signed_in):
    typed = {
        "key": "k3",
        "line": line.pk,
        "to": "lena@bluefield.example",
        "subject": "Your boards",
        "text": " ",
    }
    answer = signed_in(seller).post(f"/customers/{customer.pk}/mail", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Your boards"' in text
    assert 'value="k3"' in text
    assert not Message.objects.exists()


def test_who_may_not_send_is_offered_notes_alone(customer, teams, signed_in):
    from zhiji.desk.customers.tests.conftest import MACHINE
    from zhiji.kernel.users.actions import add_user

    viewer = add_user(actor=MACHINE, email="v@x.example", name="Vera", team_id=teams[0].pk, roles=["viewer"])
    client = signed_in(viewer)
    assert "write-mail" not in client.get(f"/customers/{customer.pk}").content.decode()
    assert client.post(f"/customers/{customer.pk}/note", {"key": "k", "text": "x"}).status_code == 403
