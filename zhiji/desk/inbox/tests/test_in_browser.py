"""The inbox in a real browser: by keyboard, live, two people on one conversation, and on a phone."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE
from tests.support.server import Server

pytestmark = pytest.mark.browser

PASSWORD = "a-long-password-of-tests"
FILL = """
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.conversations.receiving import open_conversation, touch_conversation
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User
from django.utils import timezone
import json
actor = Actor.machine("test")
for name in ("ana", "ben"):
    if not User.objects.filter(email=f"{name}@inbox.example"):
        add_user(actor=actor, email=f"{name}@inbox.example", name=name.title(), password="PASSWORD", roles=["service"])
ids = []
for number in range(3):
    customer = add_customer(
        actor=actor, kind="person", name=f"Customer {number}", points=[("mail", f"c{number}@qq.com")]
    )
    conversation = open_conversation("mail", None, customer, f"Question {number}", timezone.now())
    message = Message.objects.create(
        conversation=conversation, customer=customer, direction="in", channel="mail", sender=f"c{number}@qq.com",
        text=f"Text of question {number}", at=timezone.now(), key=f"browser:{conversation.pk}",
    )
    touch_conversation(conversation, message)
    ids.append(conversation.pk)
print(json.dumps(ids))
"""
ANOTHER = """
from zhiji.channels.conversations.actions import note_in_conversation
from zhiji.kernel.access.actor import Actor
note_in_conversation(actor=Actor.machine("test"), conversation_id={key}, text="Written elsewhere", key="{key}-n")
"""


@pytest.fixture
def ids(server: Server) -> list[int]:
    """Three conversations; the last one is the newest."""
    return json.loads(server.python(FILL.replace("PASSWORD", PASSWORD)).strip().splitlines()[-1])


@pytest.fixture
def sign_in(server: Server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Sign somebody in, in a browser of their own."""

    def sign_in(name: str, **options: object) -> Page:
        page = new_page(base_url=server.url, **options)
        page.goto("/accounts/login/")
        page.fill("[name=login]", f"{name}@inbox.example")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "login" not in address)
        return page

    return sign_in


def test_a_conversation_is_found_answered_called_back_and_closed_by_keyboard_alone(sign_in, ids, axe):
    page = sign_in("ana")
    page.goto("/inbox/?folder=all")
    page.keyboard.press("j")
    expect(page.locator(".conv-row.is-current")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".msg-text")).to_have_text("Text of question 2")
    assert page.url.endswith(f"/inbox/{ids[2]}?folder=all")
    page.keyboard.press("r")
    expect(page.locator("[data-composer]")).to_be_focused()
    page.keyboard.type("Dear customer")
    assert axe(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg-out")).to_contain_text("Dear customer")
    expect(page.locator("[data-composer]")).to_have_value("")
    page.locator("#toasts [data-undo-button]:visible").first.click()
    expect(page.locator("[data-composer]")).to_have_value("Dear customer")
    expect(page.locator(".msg-out .msg-head")).to_contain_text("called back")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator(f"#row-{ids[2]}")).to_have_count(0)
    expect(page.locator(".msg-text")).to_have_text("Text of question 1")


def test_typed_text_is_there_again_after_leaving(sign_in, ids):
    page = sign_in("ana")
    page.goto(f"/inbox/{ids[0]}")
    page.fill("[data-composer]", "Half a sentence")
    page.goto(f"/inbox/{ids[1]}")
    expect(page.locator("[data-composer]")).to_have_value("")
    page.goto(f"/inbox/{ids[0]}")
    expect(page.locator("[data-composer]")).to_have_value("Half a sentence")


def test_two_people_see_each_other_and_typed_text_outlives_news(sign_in, ids, server):
    ana, ben = sign_in("ana"), sign_in("ben")
    ana.goto(f"/inbox/{ids[0]}")
    ben.goto(f"/inbox/{ids[0]}")
    expect(ana.locator("#present")).to_contain_text("Ben is here")
    ben.locator("[data-composer]").press_sequentially("I am on it")
    expect(ana.locator("#present")).to_contain_text("Ben is writing")
    server.python(ANOTHER.format(key=ids[0]))
    expect(ben.locator(".msg-note")).to_contain_text("Written elsewhere")
    expect(ben.locator("[data-composer]")).to_have_value("I am on it")
    ben.goto("/inbox/")
    expect(ana.locator("#present")).not_to_contain_text("Ben")


def test_several_are_closed_at_once_and_brought_back(sign_in, ids):
    page = sign_in("ana")
    page.goto("/inbox/?folder=all")
    for key in ids[:2]:
        page.locator(f"#row-{key}").hover()
        page.check(f"#row-{key} input")
    page.click("#conv-bulk button:has-text('Close')")
    expect(page.locator(f"#row-{ids[0]}")).to_have_count(0)
    page.locator("#toasts [data-undo-button]:visible").first.click()
    expect(page.locator(f"#row-{ids[0]}")).to_have_count(1)


def test_on_a_phone_one_pane_is_shown_at_a_time(sign_in, ids, axe):
    page = sign_in("ana", viewport=PHONE, has_touch=True)
    page.goto("/inbox/?folder=all")
    expect(page.locator("#conversation")).to_be_hidden()
    page.locator(f"#row-{ids[1]} a").click()
    expect(page.locator(".msg-text")).to_have_text("Text of question 1")
    expect(page.locator("#inbox-left")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.click("[data-back-to-list]")
    expect(page.locator("#inbox-left")).to_be_visible()
    assert re.search(r"/inbox/\?folder=all$", page.url)
