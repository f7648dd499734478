"""Which conversation a message continues, and who can't force their way into one."""

import pytest

from tests.support.conversations import MACHINE
from zhiji.channels.conversations.models import Conversation
from zhiji.channels.outbox.actions import reply
from zhiji.kernel.access.actor import Actor

pytestmark = pytest.mark.django_db


def test_an_answer_that_names_our_message_continues_its_conversation(conversation, agent, arrive):
    sent = reply(actor=Actor.of(agent), conversation_id=conversation.pk, text="Hi", key="1")
    assert arrive("2", references=[sent.external_id]).message.conversation == conversation


def test_forged_references_of_a_stranger_do_not_enter_a_conversation(conversation, arrive):
    first = conversation.messages.get()
    forged = arrive("2", mail="stranger@163.com", references=[first.external_id])
    assert forged.message.conversation != conversation


def test_an_address_that_is_part_of_another_one_is_a_stranger(conversation, arrive):
    first = conversation.messages.get()
    forged = arrive("2", mail="lei@qq.com", references=[first.external_id])
    assert forged.message.conversation != conversation


def test_a_colleague_of_the_customer_may_join(arrive):
    first = arrive("1", mail="li@bluesky-boards.example", name="Li").message
    second = arrive(
        "2", mail="han@bluesky-boards.example", name="Han", references=[first.external_id]
    ).message
    assert second.conversation == first.conversation
    assert second.customer != first.customer


def test_somebody_to_whom_the_message_went_may_join(conversation, agent, arrive):
    sent = reply(
        actor=Actor.of(agent),
        conversation_id=conversation.pk,
        text="Hi",
        key="1",
        to="lilei@qq.com, boss@163.com",
    )
    joined = arrive("2", mail="boss@163.com", references=[sent.external_id]).message
    assert joined.conversation == conversation


def test_our_own_sign_leads_into_its_conversation_from_any_address(conversation, arrive):
    signed = arrive("2", mail="lilei.private@163.com", conversation_id=conversation.pk).message
    assert signed.conversation == conversation


def test_a_message_without_references_begins_a_new_conversation(conversation, arrive):
    assert arrive("2").message.conversation != conversation
    assert Conversation.objects.count() == 2


def test_a_conversation_lies_with_the_team_of_its_line(conversation, line):
    assert conversation.team_id == line.team_id
    assert conversation.owner_id is None
    assert conversation in Conversation.objects.visible_to(MACHINE)
