"""The ledger beside a customer: what they said is noted in a moment, shown at once, and read by everybody."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import DESKTOP, PHONE
from tests.support.company import ADMIN, AGENT, Company

pytestmark = pytest.mark.browser
WORDS = "May we tell you of new boards?"


def panel(page: Page) -> Any:
    return page.locator('[data-panel="permission"]')


def note(page: Page, **chosen: str) -> None:
    """Note what a customer said; chosen names fields of the dialog and their values."""
    panel(page).get_by_role("button").click()
    dialog = page.locator("#dialog-slot dialog")
    state = chosen.pop("state", "granted")
    dialog.locator(f'input[name="state"][value="{state}"]').check()
    for name, value in chosen.items():
        field = dialog.locator(f'[name="{name}"]')
        if name == "words":
            field.fill(value)
        else:
            field.select_option(value)
    dialog.locator(".btn-primary").click()
    expect(dialog).to_be_hidden()


def asked_for_a_copy(page: Page) -> str:
    """Take in that the customer wants a copy of their data; give the address of the request."""
    page.locator('[data-panel="privacy"]').get_by_role("button").click()
    page.locator("#id_checked").fill("called back")
    page.locator("#dialog-slot dialog .btn-primary").click()
    page.wait_for_url("**/privacy/*")
    return page.url


def test_what_a_customer_says_stands_beside_them_at_once_for_everybody(
    company: Company, page_of: Any
) -> None:
    address = f"/customers/{company.facts['chinese']['id']}"
    page, other = page_of(AGENT), page_of(ADMIN)
    for one in (page, other):
        one.goto(address)
    note(page, purpose="survey", channel="phone", by="call", words=WORDS)
    for one in (page, other):
        expect(panel(one)).to_contain_text("phone: granted")
    note(page, state="withdrawn", purpose="all", channel="all", by="mail")
    for one in (page, other):
        expect(panel(one)).to_contain_text("No to everything")
        expect(panel(one)).not_to_contain_text("phone: granted")
    panel(page).get_by_role("link").click()
    lines = page.locator("#ledger tbody tr")
    expect(lines.nth(1)).to_contain_text(WORDS)
    expect(lines.filter(has_text=WORDS)).to_have_count(1)


def test_a_no_is_shown_to_the_agent_before_they_write(company: Company, page_of: Any) -> None:
    page = page_of(AGENT)
    page.goto(f"/customers/{company.facts['latin']['id']}")
    note(page, state="refused", purpose="service", channel="mail", by="letter")
    page.reload()
    expect(page.locator("#writer .alert")).to_contain_text("does not want messages")


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_everybody_can_read_the_pages_of_permission(
    language: str, size: str, company: Company, page_of: Any, axe: Any
) -> None:
    customer = f"/customers/{company.facts['chinese']['id']}"
    page = page_of(ADMIN, viewport={"desktop": DESKTOP, "phone": PHONE}[size], locale=language)
    faults = []
    for address in (f"{customer}/permissions", "/setup/contact", "/privacy"):
        page.goto(address)
        page.locator("#main h1").wait_for()
        faults += [f"{address}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{address}: wider than the window")
    page.goto(customer)
    if size == "phone":
        page.locator("#tab-panels").click()
    page.goto(asked_for_a_copy(page))
    faults += [f"request: {fault}" for fault in axe(page)]
    page.goto(customer)
    if size == "phone":
        page.locator("#tab-panels").click()
    for name in ("permission", "privacy"):
        page.locator(f'[data-panel="{name}"]').get_by_role("button").click()
        page.locator("#dialog-slot dialog").wait_for()
        faults += [f"dialog of {name}: {fault}" for fault in axe(page)]
        page.keyboard.press("Escape")
    assert not faults, "\n".join(faults)
