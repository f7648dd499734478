"""A case on two colleagues' screens at once, in a real browser."""

import re

import pytest

pytestmark = pytest.mark.browser

MAKE = """
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User
from zhiji.service.cases.actions import open_case
m = Actor.machine("test")
for name in ("one", "two"):
    if not User.objects.filter(email=f"{name}@cases.example").exists():
        mail = f"{name}@cases.example"
        add_user(actor=m, email=mail, name=name.title(), password="a long pass word", roles=["service"])
c = add_customer(actor=m, kind="person", name="李雷", points=[("mail", "lilei@bluesky.example")])
print(open_case(actor=m, customer_id=c.pk, subject="Board does not start").pk)
"""


@pytest.fixture
def case_id(server) -> int:
    return int(server.python(MAKE).strip().splitlines()[-1])


@pytest.fixture
def signed_in(server, new_page):
    """Open a page as one of the two colleagues."""

    def sign_in(name: str, **options: object):
        page = new_page(base_url=server.url, **options)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(f"{name}@cases.example")
        page.locator("[name=password]").fill("a long pass word")
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/login/)"))
        return page

    return sign_in


def test_what_one_does_the_other_sees_and_it_can_be_undone(case_id, signed_in):
    one, two = signed_in("one"), signed_in("two")
    for page in (one, two):
        page.goto(f"/cases/{case_id}")
    one.get_by_role("button", name="Take it").click()
    two.locator("#case-facts").get_by_text("One").wait_for()
    two.locator("#case-history").get_by_text("gave it to One").wait_for()
    one.get_by_role("button", name="Undo").click()
    two.locator("#case-facts").get_by_text("One").wait_for(state="detached")


def test_a_card_is_moved_by_keyboard_and_the_pages_have_no_serious_fault(case_id, signed_in, axe):
    page = signed_in("one")
    page.goto(f"/cases/{case_id}")
    assert axe(page) == []
    page.goto("/cases/?layout=board")
    assert axe(page) == []
    card = page.locator(f'[data-id="{case_id}"]')
    card.get_by_label("Move").focus()
    page.keyboard.press("Enter")
    card.get_by_role("button", name="in work").focus()
    page.keyboard.press("Enter")
    page.locator(f'[data-column="open"] [data-id="{case_id}"]').wait_for()
    page.reload()
    assert page.locator(f'[data-column="open"] [data-id="{case_id}"]').count() == 1
    page.locator(f'[data-id="{case_id}"]').get_by_label("Move").click()
    page.locator(f'[data-id="{case_id}"]').get_by_role("button", name="waiting").click()
    page.get_by_role("button", name="Undo").click()
    page.locator(f'[data-column="open"] [data-id="{case_id}"]').wait_for()


def test_on_a_phone_the_page_fits_and_its_parts_are_tabs(case_id, signed_in, axe):
    page = signed_in("two", viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(f"/cases/{case_id}")
    page.get_by_role("tab", name="详情").click()
    page.get_by_text("lilei@bluesky.example").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
