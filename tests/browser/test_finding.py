"""Finding a customer as one types: two Chinese characters, initials, a wrong letter, the end of a number."""

import pytest
from playwright.sync_api import Page, expect
from pypinyin import Style, lazy_pinyin

from tests.support.company import ADMIN, Company

pytestmark = pytest.mark.browser


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()


def asked_for(kind: str, facts: dict) -> tuple[str, dict]:
    """Give what is typed, and the customer that it must find."""
    person, firm = facts["chinese"], facts["latin"]
    word = firm["name"].split()[0]
    return {
        "two characters": (person["name"][-2:], person),
        "initials": ("".join(lazy_pinyin(person["name"], style=Style.FIRST_LETTER)), person),
        "pinyin": ("".join(lazy_pinyin(person["name"])), person),
        "a wrong letter": (f"{word[:4]}{'x' if word[4] != 'x' else 'y'}{word[5:]}", firm),
        "end of a phone": (facts["mobile"][-6:], person),
        "number": (firm["number"].lower(), firm),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["two characters", "initials", "pinyin", "a wrong letter", "end of a phone", "number"]
)
def test_the_palette_finds_a_customer_by(company: Company, page_of, kind):
    typed, wanted = asked_for(kind, company.facts)
    page = page_of(ADMIN)
    page.goto("/customers/")
    open_palette(page)
    page.keyboard.type(typed, delay=20)
    found = page.locator(f'#palette [role="option"][href="/customers/{wanted["id"]}"]')
    expect(found).to_contain_text(wanted["name"])


def test_the_palette_is_a_matter_of_keys(company: Company, page_of):
    firm = company.facts["latin"]
    page = page_of(ADMIN)
    page.goto("/inbox/")
    open_palette(page)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    open_palette(page)
    page.keyboard.type("new per", delay=20)
    first = page.locator('#palette [role="option"]').first
    expect(first).to_contain_text("person")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.locator("#palette input").fill("")
    # Enter right behind the last key waits for the answer to what was typed.
    page.keyboard.type(firm["number"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/customers/{firm['id']}*")
    expect(page.locator("h1")).to_have_text(firm["name"])


def test_the_page_of_all_findings_keeps_its_address(company: Company, page_of):
    typed, wanted = asked_for("two characters", company.facts)
    page = page_of(ADMIN)
    page.goto("/search")
    page.get_by_role("searchbox", name="Search").press_sequentially(typed, delay=30)
    expect(page.locator("#results [data-row]", has_text=wanted["name"]).first).to_be_visible()
    page.wait_for_url("**/search?q=*")
    page.reload()
    expect(page.locator("#results [data-row]", has_text=wanted["name"]).first).to_be_visible()
    page.goto("/search?q=qzxjvwk")
    expect(page.locator("#results")).to_contain_text("Nothing found")
