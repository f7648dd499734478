"""The page of one customer: what is typed is never lost, and what is done can be undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Faults
from tests.support.company import ADMIN, Company

pytestmark = pytest.mark.browser

UNDO = "#toasts [data-undo-button]:visible"


@pytest.fixture
def desk(company: Company, page_of) -> Page:
    page: Page = page_of(ADMIN)
    page.goto(f"/customers/{company.facts['chinese']['id']}")
    return page


def edit(page: Page) -> None:
    page.locator("[data-edit]").click()
    expect(page.locator("#dialog-slot dialog")).to_be_visible()


def save(page: Page) -> None:
    page.locator("#dialog-slot").get_by_role("button", name="Save").click()


def test_a_fault_stands_at_its_field_and_what_was_typed_stays(desk: Page, page_faults: Faults):
    page_faults.allow("422")
    edit(desk)
    desk.locator("#id_name").fill("")
    desk.locator("#id_region").fill("Keelung")
    save(desk)
    expect(desk.locator("#id_name_error")).to_contain_text("required")
    expect(desk.locator("#id_name")).to_be_focused()
    expect(desk.locator("#id_region")).to_have_value("Keelung")
    desk.keyboard.press("Escape")
    expect(desk.locator("#dialog-slot dialog")).to_be_hidden()


def test_two_who_change_the_same_see_each_other(desk: Page, page_of, page_faults: Faults):
    page_faults.allow("40[09]|422")
    other = page_of(ADMIN)
    other.goto(desk.url)
    edit(desk)
    edit(other)
    other.locator("#id_region").fill("Tainan")
    save(other)
    expect(desk.locator("#who")).to_contain_text("Tainan")
    desk.locator("#id_region").fill("Hualien")
    save(desk)
    expect(desk.locator("#dialog-slot .alert-warning")).to_contain_text("theirs: Tainan · yours: Hualien")
    expect(desk.locator("#id_region")).to_have_value("Hualien")
    save(desk)
    for page in (desk, other):
        expect(page.locator("#who")).to_contain_text("Hualien")
    expect(desk.locator("#dialog-slot dialog")).to_be_hidden()


def test_a_note_is_written_and_taken_back(desk: Page):
    desk.get_by_role("tab", name="Note").click()
    desk.locator("#note-text").fill("Prefers to be called after four.")
    desk.keyboard.press("Control+Enter")
    note = desk.locator("#timeline .entry", has_text="Prefers to be called after four.")
    expect(note).to_have_count(1)
    desk.locator(UNDO).click()
    expect(note).to_have_count(0)


def test_ways_to_reach_a_customer_come_and_go_and_come_back(desk: Page, page_faults: Faults):
    page_faults.allow("422")
    desk.get_by_role("button", name="Add a number or an address").click()
    desk.locator("#point-slot #id_kind").select_option("mail")
    desk.locator("#id_typed").fill("not an address")
    desk.locator("#point-slot").get_by_role("button", name="Add", exact=True).click()
    expect(desk.locator("#id_typed_error")).to_be_visible()
    expect(desk.locator("#id_typed")).to_have_value("not an address")
    desk.locator("#id_typed").fill("second.way@harbour-lamps.example")
    desk.keyboard.press("Enter")
    point = desk.locator("#who li[id^=point-]", has_text="second.way@harbour-lamps.example")
    expect(point).to_have_count(1)
    desk.get_by_role("button", name="Remove second.way@harbour-lamps.example").click()
    expect(point).to_have_count(0)
    desk.locator("#toasts .toast", has_text="removed").locator("[data-undo-button]").click()
    expect(point).to_have_count(1)
    desk.locator("#toasts .toast", has_text="Added").locator("[data-undo-button]").click()
    expect(point).to_have_count(0)


def test_a_new_customer_who_may_be_known_is_asked_about(company: Company, page_of, page_faults: Faults):
    page_faults.allow("422")
    page = page_of(ADMIN)
    page.goto("/customers/new?kind=person")
    page.locator("#id_name").fill("Somebody Else")
    page.locator("#id_phone").fill(company.facts["mobile"])
    page.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("alert")).to_contain_text(company.facts["chinese"]["name"])
    expect(page.locator("#id_name")).to_have_value("Somebody Else")
    page.get_by_role("button", name="No, add anyway").click()
    expect(page.locator("h1")).to_have_text("Somebody Else")


def test_the_composer_is_one_line_until_somebody_writes_and_takes_files_as_the_inbox_does(desk: Page):
    send = desk.locator("#writer").get_by_role("button", name="Send")
    expect(send.first).to_be_hidden()
    desk.keyboard.press("r")
    expect(desk.locator("#writer [data-composer]")).to_be_focused()
    expect(send.locator("visible=true")).to_have_count(1)
    chosen = {"name": "stack.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    desk.locator("form:has([data-composer]) input[type=file]").set_input_files([chosen])
    files = desk.locator("form:has([data-composer]) [data-files]")
    expect(files).to_contain_text("stack.pdf")
    # With something in it, it stays open although nobody is in it any more.
    desk.locator("h1").first.click()
    expect(send.locator("visible=true")).to_have_count(1)
    files.get_by_role("button", name="Remove").click()
    desk.locator("h1").first.click()
    expect(send.first).to_be_hidden()
