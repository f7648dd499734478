"""Conversations are given, snoozed, closed and opened, and two people see each other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.conversations import MACHINE
from zhiji.channels.conversations.actions import (
    Former,
    assign_conversation,
    close_conversation,
    mark_read,
    note_in_conversation,
    put_back,
    reopen_conversation,
    snooze_conversation,
    wake_snoozed,
)
from zhiji.channels.conversations.documents import document_of
from zhiji.channels.conversations.models import Conversation, Presence
from zhiji.channels.conversations.presence import PRESENT, be_present, present_in
from zhiji.channels.conversations.queries import folder_counts, page_of_folder, read_mark, waiting_for
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.notifications.models import Notification

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.now() + timedelta(days=1)


def test_whoever_is_given_a_conversation_is_told(conversation, agent, colleague):
    assign_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, owner_id=colleague.pk)
    assert Notification.objects.get(user=colleague).kind == "conversation_assigned"


def test_nothing_is_given_to_somebody_who_left(conversation, agent, colleague):
    colleague.is_active = False
    colleague.save()
    with pytest.raises(Refused):
        assign_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, owner_id=colleague.pk)


def test_a_viewer_changes_nothing(conversation, viewer):
    actor = Actor.of(viewer)
    for act in (close_conversation, reopen_conversation):
        with pytest.raises(Denied):
            act(actor=actor, conversation_id=conversation.pk)
    with pytest.raises(Denied):
        snooze_conversation(actor=actor, conversation_id=conversation.pk, until=tomorrow())
    with pytest.raises(Denied):
        note_in_conversation(actor=actor, conversation_id=conversation.pk, text="x", key="1")


def test_a_viewer_who_looks_leaves_it_unread(conversation, viewer, agent):
    mark_read(actor=Actor.of(viewer), conversation_id=conversation.pk)
    conversation.refresh_from_db()
    assert conversation.is_unread
    mark_read(actor=Actor.of(agent), conversation_id=conversation.pk)
    conversation.refresh_from_db()
    assert not conversation.is_unread


def test_a_customers_answer_reopens_a_snoozed_conversation(conversation, agent, arrive):
    snooze_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, until=tomorrow())
    arrive("2", conversation_id=conversation.pk)
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
    assert conversation.snoozed_until is None
    assert conversation.is_unread


def test_an_automatic_answer_leaves_a_snoozed_conversation_asleep(conversation, agent, arrive):
    snooze_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, until=tomorrow())
    arrive("2", conversation_id=conversation.pk, auto="auto_reply")
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.SNOOZED


def test_nobody_snoozes_into_the_past(conversation, agent):
    with pytest.raises(Refused):
        snooze_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, until=timezone.now())


def test_a_snoozed_conversation_comes_back_when_its_time_has_come(conversation, agent):
    snooze_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, until=tomorrow())
    assert wake_snoozed(actor=MACHINE, now=timezone.now()) == 0
    assert wake_snoozed(actor=MACHINE, now=tomorrow() + timedelta(minutes=1)) == 1


def test_closing_is_undone_with_owner_state_and_the_customers_wait(conversation, agent):
    before = Former.of(conversation)
    since = conversation.waiting_since
    close_conversation(actor=Actor.of(agent), conversation_id=conversation.pk)
    assert put_back(actor=Actor.of(agent), former=[before]) == 1
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
    assert conversation.waiting_since == since


def test_who_may_not_assign_undoes_no_assignment(conversation, agent, viewer):
    before = Former.of(conversation)
    assign_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, owner_id=agent.pk)
    with pytest.raises(Denied):
        put_back(actor=Actor.of(viewer), former=[before])


def test_a_note_is_written_once_however_often_the_button_is_pressed(conversation, agent):
    for _ in range(3):
        note_in_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, text="Look", key="same")
    assert conversation.messages.filter(direction="note").count() == 1


def test_every_act_stands_in_the_history(conversation, agent):
    actor = Actor.of(agent)
    assign_conversation(actor=actor, conversation_id=conversation.pk, owner_id=agent.pk)
    close_conversation(actor=actor, conversation_id=conversation.pk)
    names = list(history_of(conversation).values_list("action", flat=True))
    assert names[:2] == ["close_conversation", "assign_conversation"]


def test_two_people_on_one_conversation_see_each_other(conversation, agent, colleague):
    for user in (agent, colleague):
        be_present(actor=Actor.of(user), conversation_id=conversation.pk, is_writing=user == colleague)
    now = timezone.now()
    seen = present_in([conversation.pk], Actor.of(agent), now)[conversation.pk]
    assert [(one.user.name, one.is_writing) for one in seen] == [("Colleague", True)]
    seen = present_in([conversation.pk], Actor.of(colleague), now)[conversation.pk]
    assert [one.user.name for one in seen] == ["Agent"]


def test_who_leaves_or_falls_silent_is_seen_no_more(conversation, agent, colleague):
    be_present(actor=Actor.of(agent), conversation_id=conversation.pk, is_writing=False)
    later = timezone.now() + PRESENT + timedelta(seconds=1)
    assert present_in([conversation.pk], Actor.of(colleague), later) == {}
    be_present(actor=Actor.of(agent), conversation_id=conversation.pk, is_writing=False, is_leaving=True)
    assert not Presence.objects.exists()


def test_presence_tells_pages_only_when_something_changed(conversation, agent):
    def say(**values):
        before = EventRecord.objects.count()
        be_present(actor=Actor.of(agent), conversation_id=conversation.pk, **values)
        return EventRecord.objects.count() - before

    assert say(is_writing=False) == 1
    assert say(is_writing=False) == 0
    assert say(is_writing=True) == 1
    assert say(is_writing=False, is_leaving=True) == 1


def test_folders_count_and_list_what_lies_in_them(conversation, agent, arrive):
    arrive("2")
    assign_conversation(actor=Actor.of(agent), conversation_id=conversation.pk, owner_id=agent.pk)
    counts = folder_counts(Actor.of(agent))
    assert counts == {"mine": 1, "team": 2, "unassigned": 1, "all": 2, "snoozed": 0}
    assert waiting_for(Actor.of(agent)) == 2


def test_a_folder_is_read_page_by_page_without_a_gap(conversation, agent, arrive):
    for number in range(2, 8):
        arrive(str(number))
    at = timezone.now()
    Conversation.objects.update(last_at=at)
    read, mark = [], ""
    for _ in range(4):
        page = page_of_folder(Actor.of(agent), "all", before=mark, limit=3)
        read += [one.pk for one in page.conversations]
        mark = page.older
        if not mark:
            break
    assert len(read) == len(set(read)) == 7


@pytest.mark.parametrize("mark", ["", "x", "2026-01-01_1", "2026-01-01T00:00:00+00:00_x", "_"])
def test_a_senseless_place_counts_as_the_first_page(mark):
    assert read_mark(mark) is None


def test_html_of_a_channel_that_cannot_clean_it_is_shown_as_text(arrive):
    message = arrive("1", html="<script>alert(1)</script>").message
    assert "<script" not in document_of(message)
