"""Where values come from, in a real browser: by pointer, by keyboard, on a phone, in both languages."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, Faults
from tests.support.server import Server

pytestmark = pytest.mark.browser

FILL = """
import json
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.models import Source
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User
m = Actor.machine("test")
for name, language in (("nora", "en"), ("xiaomei", "zh-hans")):
    if not User.objects.filter(email=f"{name}@sources.example"):
        mail = f"{name}@sources.example"
        user = add_user(actor=m, email=mail, name=name.title(), password="a long pass word", roles=["manager"])
for key, name, trust in (("sales-list", "Sales list", 50), ("service-list", "Service list", 60)):
    Source.objects.get_or_create(key=key, defaults={"name": name, "trust": trust})
keys = []
for name, other in (("Blue Sky Ltd", "Blue Sea Ltd"), ("Red Rock Ltd", "Red Rack Ltd")):
    c = add_customer(
        actor=m, kind="organisation", name=name, source="sales-list", points=[("mail", "info@sky.example")],
        values={"region": "East"},
    )
    said = {"name": other, "region": "West"}
    note_claims(actor=m, source="service-list", customer_id=c.pk, values=said, external_id=f"S-{c.pk}")
    keys.append(c.pk)
print(json.dumps(keys))
"""


@pytest.fixture
def keys(server: Server) -> list[int]:
    return json.loads(server.python(FILL).strip().splitlines()[-1])


@pytest.fixture
def signed_in(server: Server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page as one of two colleagues."""

    def sign_in(name: str, **options: object) -> Page:
        page = new_page(base_url=server.url, **options)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(f"{name}@sources.example")
        page.locator("[name=password]").fill("a long pass word")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/login/)"))
        return page

    return sign_in


def test_a_pointer_at_rest_tells_the_source_and_one_click_takes_the_other_value(keys, signed_in, axe):
    page = signed_in("nora")
    page.goto(f"/customers/{keys[0]}")
    page.locator(".facts [data-told*='field=region']").hover()
    box = page.locator(".told-box")
    expect(box).to_contain_text("Service list")
    expect(box).to_contain_text("Sales list")
    assert axe(page) == []
    box.get_by_role("button", name="Take: East").click()
    expect(page.locator("#who [data-told*='field=region']")).to_contain_text("East")
    expect(page.locator("#customer-name")).to_contain_text("1 conflict")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#who [data-told*='field=region']")).to_contain_text("West")
    expect(page.locator("#customer-name")).to_contain_text("2 conflicts")


def test_by_keyboard_the_mark_opens_the_box_and_escape_gives_the_focus_back(keys, signed_in):
    page = signed_in("nora")
    page.goto(f"/customers/{keys[0]}")
    mark = page.locator("#who [data-told*='field=region'] [data-told-mark]")
    page.locator("#who [data-told*='field=name'] [data-told-mark]").focus()
    for _step in range(30):
        if mark.evaluate("mark => mark === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(page.locator(".told-box")).to_contain_text("Sales list")
    expect(mark).to_have_attribute("aria-expanded", "true")
    # A page looks again whenever something about its customer changes: the hand stays where it is.
    with page.expect_response(lambda answer: "/who" in answer.url):
        page.evaluate(
            "[...document.querySelectorAll('.facts > :nth-child(-n+2)')].forEach(one => one.remove())"
        )
        page.evaluate("document.body.dispatchEvent(new Event('customer-changed'))")
    page.wait_for_timeout(200)
    page.keyboard.press("Tab")
    expect(page.locator(".told-box").get_by_role("button", name="Keep: West")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".told-box")).to_have_count(0)
    expect(mark).to_be_focused()


def test_the_count_of_conflicts_leads_to_the_first_of_them(keys, signed_in):
    page = signed_in("nora")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"/customers/{keys[0]}")
    page.get_by_role("button", name="2 conflicts").click()
    expect(page.locator(".told-box")).to_contain_text("Blue Sky Ltd")


def test_a_phone_shows_the_box_as_a_sheet_in_chinese(keys, signed_in, axe):
    page = signed_in("xiaomei", viewport=PHONE, locale="zh-CN", has_touch=True)
    page.goto(f"/customers/{keys[0]}")
    page.get_by_role("tab", name="详情").tap()
    page.locator("#who [data-told*='field=region']").tap()
    box = page.locator(".told-box")
    expect(box).to_contain_text("来源不一致")
    expect(box).to_contain_text("取此值，因为来源可信度更高。")
    edge = box.bounding_box()
    assert edge is not None
    assert edge["x"] == 0
    assert abs(edge["y"] + edge["height"] - PHONE["height"]) < 2
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_work_list_is_done_by_keyboard_alone(keys, signed_in, axe, page_faults: Faults):
    page = signed_in("nora")
    page.goto("/sources/conflicts")
    expect(page.locator(f"#row-{keys[1]}")).to_contain_text("Red Rock Ltd")
    assert axe(page) == []
    while not page.locator(f"#row-{keys[1]}.is-current").count():
        page.keyboard.press("j")
        page.wait_for_timeout(80)
    page.keyboard.press(" ")
    preview = page.locator("#preview")
    expect(preview.get_by_role("button", name="Take: Red Rock Ltd")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("2")
    expect(preview.get_by_role("button", name="Take: Red Rock Ltd")).to_have_count(0)
    page.keyboard.press("1")
    expect(preview).to_contain_text("Settled")
    expect(page.locator(f"#row-{keys[1]}")).to_have_count(0)


@pytest.mark.parametrize("name", ["nora", "xiaomei"])
def test_pages_of_sources_and_rules_have_no_serious_fault(name, keys, signed_in, axe):
    page = signed_in(name, locale="zh-CN" if name == "xiaomei" else "en-GB")
    for path in ("/sources/", "/sources/new", "/sources/survivorship", "/sources/survivorship/name"):
        page.goto(path)
        assert axe(page) == [], path
