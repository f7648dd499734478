import json
from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.actions import retry_item
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.models import WebFormTraffic
from zhiji.channels.web.rules import MOST_IN_WINDOW
from zhiji.channels.web.tasks import forget_traffic_now
from zhiji.channels.web.tests.conftest import MACHINE, run_pumps, token_in
from zhiji.channels.web.tokens import make_token
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.permission.models import Permission
from zhiji.kernel.modules.actions import switch_module

PAGE = "/f/contact"
SITE = "https://www.company.example"


def test_a_message_becomes_a_person_with_an_organisation_and_a_conversation(client, web_form, typed):
    response = client.post(PAGE, {**typed, "organisation": "Blue Sky", "topic": "Support"})
    assert response.status_code == 302
    assert "We call back." in client.get(response["Location"]).content.decode()
    run_pumps()
    message = Message.objects.get()
    assert (message.channel, message.subject[:9], message.text) == ("web", "Support: ", typed["message"])
    assert message.data["reply_to"] == "lilei@bluesky.example"
    person = message.customer
    assert (person.name, Affiliation.objects.get(person=person).organisation.name) == ("Li Lei", "Blue Sky")


def test_thanks_are_said_before_anything_is_read(client, web_form, typed):
    client.post(PAGE, typed)
    assert InboxItem.objects.get().state == InboxItem.State.KEPT
    assert not Customer.objects.exists()


def test_a_double_click_is_one_message(client, web_form, typed):
    client.post(PAGE, typed)
    assert client.post(PAGE, typed).status_code == 302
    run_pumps()
    assert (InboxItem.objects.count(), Message.objects.count()) == (1, 1)


def test_faults_stand_at_their_fields_and_what_was_typed_stays(client, web_form, typed):
    response = client.post(PAGE, {**typed, "name": "", "mail": "not an address"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_name_error"' in html
    assert 'id="id_mail_error"' in html
    assert 'value="not an address"' in html
    assert typed["message"] in html
    assert not InboxItem.objects.exists()


def test_somebody_who_leaves_no_way_to_answer_is_asked_for_one(client, web_form, typed):
    response = client.post(PAGE, {**typed, "mail": ""})
    assert "How can we answer you?" in response.content.decode()
    assert client.post(PAGE, {**typed, "mail": "", "phone": "138 0013 8000"}).status_code == 302


def test_the_field_that_people_do_not_see_sets_a_message_aside_and_loses_nothing(client, web_form, typed):
    assert client.post(PAGE, {**typed, "homepage": "http://spam.example"}).status_code == 302
    run_pumps()
    item = InboxItem.objects.get()
    assert (item.state, item.meta["suspicions"]) == (InboxItem.State.IGNORED, ["trap"])
    assert not Customer.objects.exists()
    retry_item(actor=MACHINE, item_id=item.pk)
    run_pumps()
    assert Message.objects.get().text == typed["message"]


def test_a_form_sent_at_once_is_asked_for_again_with_its_words(client, web_form, typed):
    response = client.post(PAGE, {**typed, "token": make_token("contact", timezone.now())})
    assert response.status_code == 429
    assert typed["message"] in response.content.decode()
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize("token", ["", "forged", "stale", "other form"])
def test_a_token_that_is_not_good_costs_one_more_click_and_no_words(client, web_form, typed, token):
    made = {
        "stale": make_token("contact", timezone.now() - timedelta(days=2)),
        "other form": make_token("other", timezone.now() - timedelta(minutes=1)),
    }.get(token, token)
    response = client.post(PAGE, {**typed, "token": made})
    html = response.content.decode()
    assert response.status_code == 409
    assert typed["message"] in html
    assert token_in(html) not in {made, ""}
    assert not InboxItem.objects.exists()


def test_one_network_can_not_flood_a_form_and_another_is_not_hindered(client, web_form, typed):
    opened = timezone.now() - timedelta(minutes=1)
    for _ in range(MOST_IN_WINDOW):
        assert client.post(PAGE, {**typed, "token": make_token("contact", opened)}).status_code == 302
    refused = client.post(PAGE, {**typed, "token": make_token("contact", opened)})
    assert refused.status_code == 429
    assert typed["message"] in refused.content.decode()
    elsewhere = client.post(
        PAGE, {**typed, "token": make_token("contact", opened)}, REMOTE_ADDR="203.0.113.9"
    )
    assert elsewhere.status_code == 302
    assert InboxItem.objects.count() == MOST_IN_WINDOW + 1


def test_counts_of_networks_hold_no_address_and_are_thrown_away(client, web_form, typed):
    client.post(PAGE, typed, REMOTE_ADDR="203.0.113.9")
    traffic = WebFormTraffic.objects.get()
    assert "203.0.113" not in traffic.network
    WebFormTraffic.objects.update(began_at=timezone.now() - timedelta(days=3))
    assert forget_traffic_now.call() == 1


def test_consent_is_noted_only_when_the_box_was_ticked(client, web_form, typed):
    html = client.get(PAGE).content.decode()
    assert 'type="checkbox" name="consent"' in html
    assert " checked" not in html
    client.post(PAGE, typed)
    run_pumps()
    assert not Permission.objects.exists()
    opened = timezone.now() - timedelta(minutes=1)
    client.post(PAGE, {**typed, "token": make_token("contact", opened), "consent": "on"})
    run_pumps()
    said = Permission.objects.get()
    assert (said.purpose, said.channel, said.state) == ("marketing", "mail", "granted")
    assert "web form contact" in said.how


def test_the_form_speaks_the_browsers_language_and_any_that_is_asked_for(client, web_form):
    assert "联系我们" in client.get(PAGE, headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "Contact us" in client.get(PAGE, headers={"Accept-Language": "de"}).content.decode()
    assert "联系我们" in client.get(PAGE + "?lang=zh").content.decode()


def test_only_the_named_sites_may_frame_the_form(client, web_form):
    response = client.get(PAGE + "?embed=1")
    assert f"frame-ancestors {SITE}" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    save_web_form(actor=MACHINE, form_id=web_form.pk, values={"origins": []})
    response = client.get(PAGE + "?embed=1")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_a_front_end_of_ones_own_sends_json_with_a_token(client, web_form, typed):
    told = client.get(PAGE, headers={"Accept": "application/json", "Origin": SITE})
    assert told["Access-Control-Allow-Origin"] == SITE
    assert [field["name"] for field in told.json()["fields"]][:2] == ["name", "organisation"]
    values = {key: value for key, value in typed.items() if key != "token"}
    sent = {"token": typed["token"], "values": {**values, "consent": True}}
    answer = client.post(PAGE, json.dumps(sent), content_type="application/json", headers={"Origin": SITE})
    assert answer.json() == {"ok": True, "thanks": "We call back."}
    run_pumps()
    assert Permission.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"values": 3}',
        '{"values": {"message": {"a": 1}}}',
        "null",
        '{"token": 4, "values": {}}',
    ],
)
def test_json_that_makes_no_sense_is_answered_and_not_kept(client, web_form, body):
    response = client.post(PAGE, body, content_type="application/json")
    assert 400 <= response.status_code < 500
    assert response.json()["ok"] is False
    assert not InboxItem.objects.exists()


def test_other_sites_get_no_word_across(client, web_form):
    for response in (
        client.get(PAGE, headers={"Accept": "application/json", "Origin": "https://evil.example"}),
        client.options(PAGE, headers={"Origin": "https://evil.example"}),
    ):
        assert "Access-Control-Allow-Origin" not in response
    asked = client.options(PAGE, headers={"Origin": SITE})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, POST")


def test_the_two_scripts_are_served_and_a_form_that_is_off_is_gone(client, web_form, typed):
    assert "iframe" in client.get("/f/contact.js").content.decode()
    assert client.get("/f/frame.js")["Content-Type"].startswith("text/javascript")
    save_web_form(actor=MACHINE, form_id=web_form.pk, values={"is_active": False})
    assert client.get(PAGE).status_code == client.get("/f/contact.js").status_code == 404
    assert client.post(PAGE, typed).status_code == 404


def test_while_the_module_is_off_no_form_is_shown(client, web_form):
    switch_module(actor=MACHINE, slug="channel.web", on=False)
    assert client.get(PAGE).status_code == 404
    assert client.get("/f/contact.js").status_code == 404
