"""Lists of customers and leads: filtered, sorted, kept as a view, changed in bulk, moved on a board."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.company import ADMIN, Company

pytestmark = pytest.mark.browser

ROWS = "#list [data-row]"


@pytest.fixture
def customers(company: Company, page_of) -> Page:
    page: Page = page_of(ADMIN)
    page.goto("/customers/")
    return page


def test_a_list_is_filtered_sorted_and_kept_as_a_view(customers: Page, company: Company):
    page = customers
    page.get_by_label("Kind", exact=True).select_option("organisation")
    page.wait_for_url("**kind=organisation*")
    page.get_by_label("Find in customers").fill(company.facts["latin"]["name"].split()[0])
    expect(page.locator(ROWS).first).to_contain_text(company.facts["latin"]["name"].split()[0])
    expect(page.locator(ROWS, has_text=company.facts["chinese"]["name"])).to_have_count(0)
    page.get_by_label("Find in customers").fill("")
    page.wait_for_url(lambda address: "find=" not in address)
    page.locator("thead a", has_text="Name").click()
    sorted_head = page.locator("thead th", has_text="Name")
    expect(sorted_head).to_have_attribute("aria-sort", re.compile("ascending|descending"))

    page.get_by_role("button", name="Save view").click()
    page.locator("#view-name").fill("Firms by name")
    page.get_by_role("button", name="Save as new").click()
    page.wait_for_url("**view=*")
    expect(page.locator('.views a[aria-current="page"]')).to_have_text("Firms by name")
    expect(page.get_by_label("Kind", exact=True)).to_have_value("organisation")
    expect(sorted_head).to_have_attribute("aria-sort", re.compile("ascending|descending"))

    # The record page steps through the same rows and leads back to where one was.
    first, second = (page.locator(ROWS).nth(number).locator("a[data-open]") for number in (0, 1))
    names = first.inner_text().strip(), second.inner_text().strip()
    first.click()
    expect(page.locator("h1")).to_have_text(names[0])
    page.locator("[data-next]").click()
    expect(page.locator("h1")).to_have_text(names[1])
    page.locator("[data-back]").click()
    expect(page.locator('.views a[aria-current="page"]')).to_have_text("Firms by name")
    page.get_by_role("button", name="Save view").click()
    page.locator("#view-dialog").get_by_role("button", name="Delete").click()
    page.locator("#confirm-dialog [data-yes]").click()
    expect(page.locator(".views a", has_text="Firms by name")).to_have_count(0)


def test_rows_are_looked_into_and_changed_together(customers: Page):
    page = customers
    first = page.locator(ROWS).first
    name = first.locator("a[data-open]").inner_text().strip()
    first.hover()
    first.locator("[data-peek]").click()
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#preview .preview-head h2")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("#preview")).to_be_hidden()

    page.locator("input[name=ids]").nth(0).check()
    page.locator("input[name=ids]").nth(2).click(modifiers=["Shift"])
    expect(page.locator("#bulk-bar [data-picked]")).to_have_text("3")
    page.locator("#bulk-bar").get_by_role("button", name="Set category").click()
    dialog = page.locator("#dialog-slot dialog")
    dialog.locator("select").select_option("education")
    dialog.get_by_role("button", name="Set category").click()
    expect(page.locator("#toasts .toast")).to_contain_text("3")
    for number in range(3):
        expect(page.locator(ROWS).nth(number)).to_contain_text("Education")
    undo = page.locator("#toasts [data-undo-button]")
    expect(undo).to_be_visible()
    undo.click()
    expect(page.locator("#bulk-bar")).to_be_hidden()


def test_a_card_moves_on_the_board_and_stays_there(company: Company, page_of):
    page, lead = page_of(ADMIN), company.facts["lead"]
    page.goto("/leads/?layout=board")
    new, working = page.locator('[data-column="new"]'), page.locator('[data-column="working"]')
    card = f'[data-id="{lead}"]'
    expect(new.locator(card)).to_have_count(1)
    new.locator(card).get_by_label("Move").click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        new.locator(card).get_by_role("button", name="in work").click()
    expect(working.locator(card)).to_have_count(1)
    page.reload()
    expect(working.locator(card)).to_have_count(1)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        working.locator(card).locator("a").first.scroll_into_view_if_needed()
        drag(page, working.locator(card), new.locator("[data-cards]"))
    page.reload()
    expect(new.locator(card)).to_have_count(1)


def test_a_board_that_looks_again_does_not_take_the_card_out_of_the_hand(company: Company, page_of):
    page, lead = page_of(ADMIN), company.facts["lead"]
    page.goto("/leads/?layout=board")
    card, new = page.locator(f'[data-id="{lead}"]'), page.locator('[data-column="new"]')
    expect(new.locator(card)).to_have_count(1)
    card.locator("a").first.scroll_into_view_if_needed()
    box = card.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"])
    card.evaluate("node => node.held = true")
    with page.expect_response(lambda answer: "/leads/" in answer.url):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('list-changed'))")
    page.wait_for_timeout(300)
    assert card.evaluate("node => node.held")
    with page.expect_response(lambda answer: "/leads/" in answer.url):
        page.mouse.up()
    expect(new.locator(card)).to_have_count(1)


def drag(page: Page, card, column) -> None:
    """Move a card by hand: down, a few steps, up."""
    number = card.get_attribute("data-id")
    start, end = card.bounding_box(), column.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] - 8)
    page.mouse.down()
    for step in range(1, 11):
        x = start["x"] + (end["x"] - start["x"]) * step / 10 + start["width"] / 2
        page.mouse.move(x, start["y"] + (end["y"] + 40 - start["y"]) * step / 10)
        page.wait_for_timeout(20)
    # Like a person, let go once the card is seen where it shall be.
    expect(column.locator(f'[data-id="{number}"]')).to_have_count(1)
    page.mouse.up()
