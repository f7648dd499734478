"""On a phone: nothing runs out of the window, and what can be pressed is as large as a thumb."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import PHONE
from tests.support.company import ADMIN, Company

pytestmark = [pytest.mark.browser, pytest.mark.appearance]

PAGES = {
    "imports": "/imports/",
    "sources": "/sources/",
    "which value counts": "/sources/survivorship",
    "one field's rule": "/sources/survivorship/name",
    "conflicts": "/sources/conflicts",
    "duplicates": "/matching/",
    "thresholds": "/matching/thresholds",
    "quality": "/quality",
    "questions": "/quality/ask",
    "rules for contact": "/setup/contact",
    "requests": "/privacy",
    "own fields": "/setup/fields",
    "kinds of fields": "/setup/fields/new",
    "one kind": "/setup/fields/new?kind=choice",
    "ledger": "/customers/{chinese}/permissions",
    "customers": "/customers/",
}
# In pixels; a box beside its words is as large as both together.
SMALLEST = 39.5
TOO_SMALL = """(smallest) => [...document.querySelectorAll(
    "main :is(a[href], button, input:not([type=hidden]), select, summary, textarea)")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".visually-hidden"))
  .map((one) => [one, (one.matches("[type=checkbox], [type=radio]") && (one.closest("label") ||
    document.querySelector(`label[for="${one.id}"]`))) || one])
  .filter(([, box]) => box.getBoundingClientRect().height < smallest)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)}: ${box.getBoundingClientRect().height}`)"""


@pytest.fixture
def phone(page_of) -> Page:
    """Give an administrator's phone."""
    return page_of(ADMIN, viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_window_and_the_thumb(phone: Page, company: Company, name: str):
    phone.goto(PAGES[name].format(chinese=company.facts["chinese"]["id"]))
    phone.locator("#main h1").wait_for()
    phone.locator("html[data-bs-theme]").wait_for(state="attached")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert phone.evaluate(TOO_SMALL, SMALLEST) == []


def test_a_pair_stands_with_its_fields_above_their_values(phone: Page, company: Company):
    phone.goto("/matching/")
    phone.locator(".pair-sides, .empty").first.wait_for()
    for row in phone.locator(".pair-sides tbody tr").all()[:3]:
        label, value = row.locator("th").bounding_box(), row.locator("td").first.bounding_box()
        assert label
        assert value
        assert label["y"] + label["height"] <= value["y"] + 1


def test_all_acts_on_chosen_rows_stand_above_the_bar_at_the_foot(phone: Page):
    phone.goto("/customers/")
    for box in phone.locator("td.pick input").all()[:2]:
        box.check()
    acts = phone.locator(".bulk-bar button:visible").all()
    assert len(acts) >= 3
    foot = phone.locator(".bottom-bar").bounding_box()
    for act in acts:
        place = act.bounding_box()
        assert foot
        assert place
        assert place["y"] + place["height"] <= foot["y"]
