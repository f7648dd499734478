"""The work list and the line on the record in a real browser: in both languages, by keyboard, on a phone."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE
from tests.support.server import Server

pytestmark = pytest.mark.browser

FILL = """
import json
from django.utils import timezone
from zhiji.customers.parties.actions import add_customer, mark_contact_point
from zhiji.customers.parties.models import Customer
from zhiji.customers.quality.actions import note_quality_day, reckon_quality
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User
m = Actor.machine("test")
if not User.objects.filter(email="nora@quality.example"):
    add_user(actor=m, email="nora@quality.example", name="Nora", password="a long pass word", roles=["manager"])
keys = []
for name in ("Lena Feld", "Paul Ost"):
    mail = f"{name[:4].lower()}{Customer.objects.count()}@feld.example"
    one = add_customer(actor=m, kind="person", name=name, points=[("mail", mail), ("mobile", "13800138000")])
    mark_contact_point(actor=m, kind="mail", value=mail, works=False, reason="550")
    Customer.objects.filter(pk=one.pk).update(last_contact_at=timezone.now())
    keys.append(one.pk)
reckon_quality(actor=m, ids=keys)
note_quality_day(actor=m, day=timezone.localdate())
print(json.dumps(keys))
"""


@pytest.fixture
def keys(server: Server) -> list[int]:
    return json.loads(server.python(FILL).strip().splitlines()[-1])


@pytest.fixture
def signed_in(server: Server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page as Nora."""

    def sign_in(**options: object) -> Page:
        page = new_page(base_url=server.url, **options)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill("nora@quality.example")
        page.locator("[name=password]").fill("a long pass word")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/login/)"))
        return page

    return sign_in


def test_the_question_is_answered_on_the_record_and_the_score_rises(keys, signed_in, axe, page_faults):
    page_faults.allow("422")
    page = signed_in()
    page.goto(f"/customers/{keys[0]}")
    ask = page.locator("#ask")
    expect(ask).to_contain_text("does not work: ask for another mail address")
    before = int(ask.locator(".ask-score summary .number").inner_text())
    assert axe(page) == []
    ask.locator("input[name=typed]").fill("not an address")
    ask.locator("input[name=typed]").press("Enter")
    expect(ask.locator("[role=alert]")).to_be_visible()
    expect(ask.locator("input[name=typed]")).to_have_value("not an address")
    assert axe(page) == []
    ask.locator("input[name=typed]").fill(f"new{keys[0]}@feld.example")
    ask.locator("input[name=typed]").press("Enter")
    expect(ask).not_to_contain_text("mail address")
    expect(page.locator("#who")).to_contain_text(f"new{keys[0]}@feld.example")
    assert int(ask.locator(".ask-score summary .number").inner_text()) > before
    ask.locator(".ask-score summary").click()
    expect(ask.locator(".ask-parts")).to_be_visible()
    assert axe(page) == []


def test_a_question_put_off_goes_and_undo_brings_it_back(keys, signed_in):
    page = signed_in()
    page.goto(f"/customers/{keys[0]}")
    words = page.locator("#ask .ask-words")
    page.get_by_role("button", name="Ask later").click()
    expect(words).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(words).to_be_visible()


def test_a_wrong_number_is_noted_with_one_click_beside_it(keys, signed_in):
    page = signed_in()
    page.goto(f"/customers/{keys[0]}")
    point = page.locator("#who li", has_text="138 0013 8000")
    point.locator(".point-try summary").click()
    point.get_by_role("button", name="Wrong number").click()
    expect(page.locator("#who li", has_text="138 0013 8000")).to_contain_text("does not work")


def test_the_work_list_is_answered_beside_it(keys, signed_in, axe):
    page = signed_in()
    page.goto("/quality/ask?why=fails")
    row = page.locator(f"#row-{keys[0]}")
    expect(row).to_contain_text("ask for another mail address")
    assert axe(page) == []
    row.locator("[data-peek]").click()
    expect(page.locator("#preview #ask")).to_be_visible()
    assert axe(page) == []
    page.locator("#preview input[name=typed]").fill(f"list{keys[0]}@feld.example")
    page.locator("#preview input[name=typed]").press("Enter")
    expect(page.locator(f"#row-{keys[0]}")).to_have_count(0)


def test_on_a_phone_in_chinese_the_question_fits_and_is_answered(keys, signed_in, axe):
    page = signed_in(viewport=PHONE, locale="zh-CN")
    page.goto("/quality/ask")
    expect(page.locator("h1")).to_have_text("接下来问什么")
    assert axe(page) == []
    page.goto(f"/customers/{keys[1]}")
    expect(page.locator("#ask")).to_contain_text("收不到邮件：询问新的邮箱地址")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    page.locator("#ask").get_by_role("button", name="能用").click()
    expect(page.locator("#ask")).not_to_contain_text("收不到邮件")


def test_quality_over_time_is_a_picture_and_a_table(keys, signed_in, axe):
    page = signed_in()
    page.goto("/quality")
    expect(page.locator("[data-chart] canvas")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Lowest: "))).not_to_have_count(0)
    assert axe(page) == []
