"""The shared inbox, by mouse, by keys alone, and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE
from tests.support.company import ADMIN, Company

pytestmark = pytest.mark.browser

BETWEEN_KEYS = 120  # ms; quicker keys are taken for those of a scanner
SECONDS = 20_000


def row(page: Page, subject: str) -> Locator:
    return page.locator("#conv-rows [data-row]", has_text=subject)


def open_inbox(company: Company, page: Page, *subjects: str) -> None:
    for subject in subjects:
        company.hears(
            subject, f"We ask about {subject}.", sender=f"ines.{len(subject)}@larkspur-meters.example"
        )
    page.goto("/inbox/?folder=all")
    for subject in subjects:
        expect(row(page, subject)).to_have_count(1, timeout=SECONDS)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(BETWEEN_KEYS)


def undo(page: Page, text: str) -> None:
    page.locator("#toasts .toast", has_text=text).last.locator("[data-undo-button]").click()


def give_to(page: Page, name: str) -> None:
    page.locator('.conv-acts details[data-key="a"] summary').click()
    page.get_by_role("searchbox", name="Colleague or team").fill(name)
    page.locator(".conv-acts .people .menu-item", has_text=name).first.click()
    expect(page.locator("#toasts .toast", has_text=f"Given to {name}")).to_be_visible()


def test_conversations_are_dealt_with_by_mouse(company: Company, page_of):
    page = page_of(ADMIN)
    first, second = "Bow and twist of lot 7", "Stencil for lot 8"
    open_inbox(company, page, first, second)
    row(page, first).locator("a[data-open]").click()
    expect(page.locator(".conv-title h2")).to_have_text(first)
    give_to(page, "罗一菲")
    expect(page.locator('.conv-acts details[data-key="a"] summary')).to_contain_text("罗一菲")
    expect(row(page, first)).to_contain_text("罗一菲")

    page.get_by_label("Snooze").click()
    page.locator('.conv-acts details[data-key="s"] .menu-item').first.click()
    expect(row(page, first)).to_have_count(0)
    undo(page, "Snoozed until")
    expect(row(page, first)).to_have_count(1)

    row(page, second).locator("a[data-open]").click()
    expect(page.locator(".conv-title h2")).to_have_text(second)
    page.locator("[data-close-conversation]").click()
    expect(row(page, second)).to_have_count(0)
    expect(page.locator(".conv-title h2")).not_to_have_text(second)
    undo(page, "Closed")
    expect(row(page, second)).to_have_count(1)

    row(page, first).locator("input[name=ids]").check()
    row(page, second).locator("input[name=ids]").check()
    expect(page.locator("#conv-bulk [data-picked]")).to_have_text("2")
    page.locator("#conv-bulk").get_by_role("button", name="Close").click()
    expect(row(page, first)).to_have_count(0)
    expect(row(page, second)).to_have_count(0)


def test_conversations_are_dealt_with_by_keys_alone(company: Company, page_of):
    page = page_of(ADMIN)
    subject = "Torque of the terminal screws"
    open_inbox(company, page, subject)
    at = page.locator("#conv-rows [data-row]").evaluate_all(
        "(rows, subject) => rows.findIndex(row => row.textContent.includes(subject))", subject
    )
    press(page, *["j"] * (at + 2), "k", "Enter")
    expect(page.locator(".conv-title h2")).to_have_text(subject)
    press(page, "r")
    expect(page.locator("[data-composer]")).to_be_focused()
    page.keyboard.type("Half a newton metre.", delay=10)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread .msg-out")).to_contain_text("Half a newton metre.")
    undo(page, "Goes out")
    expect(page.locator(".thread .msg.is-cancelled")).to_have_count(1)
    expect(page.locator("[data-composer]")).to_have_value("Half a newton metre.")
    press(page, "Control+Enter", "Escape", "n")
    page.keyboard.type("Told them the value of the data sheet.", delay=10)
    press(page, "Control+Enter")
    expect(page.locator(".thread .msg-note")).to_contain_text("data sheet")
    press(page, "Escape", "e")
    expect(row(page, subject)).to_have_count(0)
    expect(page.locator("#toasts .toast", has_text="Closed")).to_be_visible()


def test_a_draft_waits_until_one_comes_back(company: Company, page_of):
    page = page_of(ADMIN)
    subject = "Panel drawing"
    open_inbox(company, page, subject)
    row(page, subject).locator("a[data-open]").click()
    page.locator("[data-composer]").fill("We look at the draw")
    page.reload()
    expect(page.locator("[data-composer]")).to_have_value("We look at the draw")


def test_conversations_are_dealt_with_on_a_phone(company: Company, page_of):
    page = page_of(ADMIN, viewport=PHONE, has_touch=True, is_mobile=True)
    subject = "Crate arrived wet"
    open_inbox(company, page, subject)
    row(page, subject).locator("a[data-open]").tap()
    expect(page.locator(".conv-title h2")).to_have_text(subject)
    expect(row(page, subject)).to_be_hidden()
    give_to(page, "蔡景瑜")
    page.locator("[data-composer]").fill("We send a new crate.")
    page.locator("#composer").get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread .msg-out")).to_contain_text("We send a new crate.")
    page.get_by_label("Back to the list").tap()
    expect(row(page, subject)).to_be_visible()
    row(page, subject).locator("a[data-open]").tap()
    page.locator("[data-close-conversation]").tap()
    expect(row(page, subject)).to_have_count(0)
    undo(page, "Closed")
    expect(row(page, subject)).to_be_visible()
