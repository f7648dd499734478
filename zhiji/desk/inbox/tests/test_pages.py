"""The pages of the inbox: who sees what, what is answered, and how few queries it takes."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.conversations import LONG_AGO
from zhiji.channels.conversations.actions import note_in_conversation
from zhiji.channels.conversations.models import Conversation, Message, Presence
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.outbox.actions import reply
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.kernel.users.actions import add_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_agent(client, agent):
    client.force_login(agent)
    return client


@pytest.fixture
def as_viewer(client, viewer):
    client.force_login(viewer)
    return client


def path(name, *arguments):
    return reverse(name, args=arguments)


def triggers(response):
    return json.loads(response.headers.get("HX-Trigger", "{}"))


def write(client, conversation, **values):
    said = {"mode": "reply", "key": "k1", "text": "Hi", "to": "", **values}
    return client.post(path("conversation_write", conversation.pk), said, headers={"HX-Request": "true"})


def test_the_inbox_lists_what_waits(as_agent, conversation):
    html = as_agent.get(path("inbox") + "?folder=all").content.decode()
    assert "李雷" in html
    assert "is-unread" in html


@pytest.mark.parametrize(
    "query", ["?folder=nonsense&line=x", "?line=99999999999999999999", "?before=x", "?shown=-3"]
)
def test_senseless_addresses_show_the_inbox_all_the_same(as_agent, conversation, query):
    assert as_agent.get(path("inbox") + query).status_code == 200


def test_a_conversation_shows_its_messages_and_is_read_then(as_agent, conversation):
    html = as_agent.get(path("conversation", conversation.pk)).content.decode()
    assert "Hello" in html
    assert 'id="composer"' in html
    conversation.refresh_from_db()
    assert not conversation.is_unread


@pytest.mark.parametrize(
    ("target", "has", "lacks"),
    [
        ("conversation", 'id="composer"', "<html"),
        ("conversation-live", 'id="conv-scroll"', 'id="composer"'),
        ("conversation-aside", "conv-aside", 'id="conv-scroll"'),
    ],
)
def test_a_part_of_the_page_comes_alone(as_agent, conversation, target, has, lacks):
    headers = {"HX-Request": "true", "HX-Target": target}
    html = as_agent.get(path("conversation", conversation.pk), headers=headers).content.decode()
    assert has in html
    assert lacks not in html


def test_a_conversation_out_of_reach_is_not_found(client, line, conversation):
    sales = add_user(actor=Actor.machine("test"), email="s@ours.example", name="S", roles=[])
    client.force_login(sales)
    assert client.get(path("conversation", conversation.pk)).status_code == 403
    assert client.get(path("conversation", 999_999)).status_code == 403


def test_a_conversation_that_does_not_exist_is_not_found(as_agent):
    assert as_agent.get(path("conversation", 999_999)).status_code == 404


def test_a_viewer_sees_but_has_neither_composer_nor_buttons(as_viewer, conversation):
    html = as_viewer.get(path("conversation", conversation.pk)).content.decode()
    assert "Hello" in html
    for forbidden in ('id="composer"', "data-close-conversation", "data-key=", "several"):
        assert forbidden not in html.replace('"/inbox/several"', "")


@pytest.mark.parametrize("name", ["conversation_assign", "conversation_snooze", "conversation_close"])
def test_a_viewer_who_posts_is_refused(as_viewer, conversation, name):
    assert as_viewer.post(path(name, conversation.pk), {"when": "tomorrow"}).status_code == 403


def test_an_answer_is_queued_and_can_be_undone(as_agent, conversation):
    response = write(as_agent, conversation, sign="1")
    message = conversation.messages.get(direction="out")
    told = triggers(response)
    assert told["toast"]["undo_url"] == path("message_cancel", message.pk)
    assert told["message-written"] == {"id": conversation.pk}
    fresh = re.search(r'name="key" value="(\w+)"', response.content.decode())
    assert fresh is not None
    assert fresh[1] != "k1"
    back = as_agent.post(told["toast"]["undo_url"])
    assert triggers(back)["message-called-back"]["text"] == "Hi"
    message.refresh_from_db()
    assert message.state == Message.State.CANCELLED


def test_ones_own_signature_goes_below_the_text_when_wanted(as_agent, agent, conversation):
    agent.signature = "Agent, Support"
    agent.save()
    write(as_agent, conversation, sign="1")
    write(as_agent, conversation, key="k2")
    texts = list(conversation.messages.filter(direction="out").order_by("id").values_list("text", flat=True))
    assert texts == ["Hi\n\nAgent, Support", "Hi"]


def test_a_double_click_sends_one_answer(as_agent, conversation):
    for _ in range(2):
        assert write(as_agent, conversation).status_code == 200
    assert conversation.messages.filter(direction="out").count() == 1


def test_send_and_close_does_both(as_agent, conversation):
    response = write(as_agent, conversation, close="1")
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED
    assert triggers(response)["conversation-done"] == {"ids": [conversation.pk]}


@pytest.mark.parametrize(
    "values", [{"text": "  "}, {"to": "nobody"}, {"text": "x" * 200_001}, {"mode": "shout"}]
)
def test_a_refused_answer_says_why_and_sends_nothing(as_agent, conversation, values):
    response = write(as_agent, conversation, **values)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not conversation.messages.filter(direction="out").exists()


def test_a_note_is_written_among_ourselves(as_agent, conversation):
    assert write(as_agent, conversation, mode="note", text="Careful").status_code == 200
    assert conversation.messages.get(direction="note").text == "Careful"


def test_files_go_along_and_too_big_ones_are_refused(as_agent, conversation, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("plan.pdf", b"%PDF", "application/pdf")
    write(as_agent, conversation, files=upload)
    attachment = conversation.messages.get(direction="out").attachments.get()
    assert (attachment.name, attachment.media_type) == ("plan.pdf", "application/pdf")
    monkeypatch.setattr("zhiji.desk.inbox.forms.LARGEST_FILES", 3)
    assert write(as_agent, conversation, key="k2", files=SimpleUploadedFile("b", b"four")).status_code == 422


def test_snooze_assign_and_close_are_undone_by_their_toast(as_agent, agent, conversation):
    acts = [
        ("conversation_assign", {"owner": agent.pk}),
        ("conversation_snooze", {"when": "tomorrow"}),
        ("conversation_close", {}),
    ]
    for name, values in acts:
        undo_url = triggers(as_agent.post(path(name, conversation.pk), values))["toast"]["undo_url"]
        assert as_agent.post(undo_url).status_code == 204
        conversation.refresh_from_db()
        assert (conversation.state, conversation.owner_id) == (Conversation.State.OPEN, None)


def test_an_undo_is_good_only_for_whoever_did_it(as_agent, conversation, colleague):
    undo_url = triggers(as_agent.post(path("conversation_close", conversation.pk)))["toast"]["undo_url"]
    as_agent.force_login(colleague)
    assert as_agent.post(undo_url).status_code == 422
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED


@pytest.mark.parametrize("until", ["", "x", "2020-01-01T10:00", "2026-13-45T99:99"])
def test_a_senseless_time_snoozes_nothing(as_agent, conversation, until):
    response = as_agent.post(path("conversation_snooze", conversation.pk), {"when": "", "until": until})
    assert response.status_code == 422


def test_several_conversations_are_changed_and_undone_at_once(as_agent, agent, arrive):
    ids = [arrive(str(number)).message.conversation_id for number in range(3)]
    response = as_agent.post(path("inbox_several"), {"act": "assign", "owner": agent.pk, "ids": [*ids, 999]})
    assert Conversation.objects.filter(owner=agent).count() == 3
    as_agent.post(triggers(response)["toast"]["undo_url"])
    assert Conversation.objects.filter(owner=None).count() == 3
    as_agent.post(path("inbox_several"), {"act": "close", "ids": ids})
    assert Conversation.objects.filter(state="closed").count() == 3


def test_a_viewer_changes_several_neither(as_viewer, conversation):
    assert (
        as_viewer.post(path("inbox_several"), {"act": "close", "ids": [conversation.pk]}).status_code == 422
    )


def test_people_are_found_by_name(as_agent, colleague, conversation):
    html = as_agent.get(path("inbox_people") + f"?of={conversation.pk}&q=coll").content.decode()
    assert "Colleague" in html
    assert path("conversation_assign", conversation.pk) in html


def test_presence_is_noted_and_shown_to_the_other(as_agent, conversation, colleague):
    as_agent.post(path("conversation_presence", conversation.pk), {"writing": "1"})
    assert Presence.objects.get().is_writing
    as_agent.force_login(colleague)
    assert "Agent is writing" in as_agent.get(path("conversation", conversation.pk)).content.decode()


def test_failures_are_listed_for_those_who_can_mend_them(client, as_agent, line, arrive):
    arrive("bad", fails="No")
    InboxItem.objects.update(state=InboxItem.State.FAILED, next_try_at=None)
    assert as_agent.get(path("inbox_failed")).status_code == 403
    manager = add_user(
        actor=Actor.machine("test"), email="m@ours.example", name="M", roles=["manager", "admin"]
    )
    client.force_login(manager)
    assert path("inbox_failed") in client.get(path("inbox")).content.decode()
    item = InboxItem.objects.get()
    assert "RuntimeError: No" in client.get(path("inbox_failed")).content.decode()
    raw = client.get(path("inbox_kept", item.pk))
    assert raw["Content-Disposition"].startswith("attachment")
    assert client.post(path("inbox_retry", item.pk)).status_code == 204
    item.refresh_from_db()
    assert item.state == InboxItem.State.KEPT
    assert client.post(path("inbox_retry_all")).status_code == 204


def test_a_process_that_failed_can_be_started_again(client, line):
    admin = add_user(actor=Actor.machine("test"), email="a@ours.example", name="A", roles=["admin"])
    client.force_login(admin)
    event = EventRecord.objects.create(name="gone.Event", pending=False)
    delivery = Delivery.objects.create(event=event, handler="zhiji.flows.gone", error="ValueError: no")
    assert "zhiji.flows.gone" in client.get(path("inbox_handlers")).content.decode()
    assert client.post(path("inbox_retry_handler", delivery.pk)).status_code == 204
    assert not Delivery.objects.exists()


def test_outgoing_shows_what_waits_and_why_it_failed(as_agent, agent, conversation):
    message = reply(actor=Actor.of(agent), conversation_id=conversation.pk, text="Hi", key="1")
    message.outbox.state, message.outbox.error = "failed", "550 nobody here"
    message.outbox.save()
    html = as_agent.get(path("inbox_outgoing")).content.decode()
    assert "550 nobody here" in html
    assert path("message_retry", message.pk) in html


def test_the_composer_says_when_nothing_can_be_sent(as_agent, conversation, settings):
    settings.EMAIL_HOST_SET = False
    assert "composer-warning" in as_agent.get(path("conversation", conversation.pk)).content.decode()
    settings.EMAIL_HOST_SET = True
    assert "composer-warning" not in as_agent.get(path("conversation", conversation.pk)).content.decode()


def count_queries(client, address, **headers):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address, headers=headers).status_code == 200
    return len(queries)


def test_a_longer_list_takes_no_more_queries(as_agent, arrive, agent, colleague):
    def fill(begin, end):
        for number in range(begin, end):
            conversation = arrive(str(number), mail=f"c{number}@qq.com").message.conversation
            Conversation.objects.filter(pk=conversation.pk).update(owner=colleague)
            Presence.objects.create(conversation=conversation, user=colleague, seen_at=conversation.last_at)

    fill(0, 2)
    few = count_queries(as_agent, path("inbox") + "?folder=all")
    fill(2, 12)
    assert count_queries(as_agent, path("inbox") + "?folder=all") <= few
    assert few <= 25


def test_a_longer_conversation_takes_no_more_queries(as_agent, agent, conversation, arrive):
    address = path("conversation", conversation.pk)
    count_queries(as_agent, address)

    def grow(begin, end):
        for number in range(begin, end):
            arrive(
                f"m{number}",
                conversation_id=conversation.pk,
                files=[["a.png", "image/png", "x"]],
                html="<b>x</b>",
            )
            note_in_conversation(
                actor=Actor.of(agent), conversation_id=conversation.pk, text="n", key=f"n{number}"
            )
            reply(actor=Actor.of(agent), conversation_id=conversation.pk, text="Hi", key=f"o{number}")
        Message.objects.filter(direction="in").update(at=LONG_AGO)

    grow(0, 1)
    few = count_queries(as_agent, address, **{"HX-Request": "true", "HX-Target": "conversation"})
    grow(1, 9)
    many = count_queries(as_agent, address, **{"HX-Request": "true", "HX-Target": "conversation"})
    assert many <= few
    assert few <= 30
