"""The main pages, in light and dark, on desktop and phone: no serious fault, no complaint of the browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import DESKTOP, PHONE
from tests.support.company import ADMIN, Company

pytestmark = [pytest.mark.browser, pytest.mark.appearance]

# name → (address, what must be there before one looks)
PAGES = {
    "day": ("/", "#main h1"),
    "inbox": ("/inbox/?folder=all", "#conv-rows [data-row]"),
    "conversation": ("", ".thread .msg"),
    "customers": ("/customers/", "#list [data-row]"),
    "customer": ("/customers/{chinese}", "#timeline"),
    "leads": ("/leads/?layout=board", ".board-card"),
    "lead": ("/leads/{lead}", "#lead-talk"),
    "cases": ("/cases/", "#list [data-row]"),
    "case": ("/cases/{case}", "#case-talk"),
    "search": ("/search?q=cc", "#results"),
    "settings": ("/setup/", "#main h1"),
    "staff": ("/setup/staff", "#main h1"),
    "roles": ("/setup/roles", "#main h1"),
    "role": ("/setup/roles/1", "#main h1"),
    "lines": ("/setup/lines", "#main h1"),
    "who did what": ("/setup/audit", "#main h1"),
    "my settings": ("/me", "#main h1"),
    "what I hear of": ("/me/notifications", "#main h1"),
    "security": ("/accounts/2fa/", "main h1"),
    "devices": ("/accounts/sessions/", "main h1"),
    "notifications": ("/notifications", "#main h1"),
}
PUBLIC = {"sign-in": ("/accounts/login/", "#id_login"), "web form": ("/f/boards-quote", "#id_message")}
CONTRAST = "axe.run(document, {runOnly: ['color-contrast'], preload: false})"
TRIES, MS_BETWEEN = 4, 250
SIZES = {"desktop": DESKTOP, "phone": PHONE}


def faults_of(page: Page, axe: Callable) -> list[str]:
    """Look at what stands there in light, then at its contrast in dark, which is all that dark changes."""
    faults = axe(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("wider than the window")
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-bs-theme=dark]").wait_for(state="attached")
    faults += pale_in_the_dark(page)
    page.emulate_media(color_scheme="light")
    return faults


def pale_in_the_dark(page: Page) -> list[str]:
    """List what is too pale. Colours glide from light to dark, so what seems to be is looked at again."""
    pale: list[str] = []
    for _try in range(TRIES):
        violations = page.evaluate(CONTRAST)["violations"]
        pale = [f"pale in the dark: {node['target']}" for fault in violations for node in fault["nodes"][:5]]
        if not pale:
            break
        page.wait_for_timeout(MS_BETWEEN)
    return pale


def look_at(page: Page, pages: dict[str, tuple[str, str]], places: dict[str, Any], axe: Callable) -> None:
    faults = []
    for name, (address, landmark) in pages.items():
        if address:
            page.goto(address.format(**places))
        else:
            page.locator("#conv-rows a[data-open]").first.click()
        page.locator(landmark).first.wait_for()
        faults += [f"{name}: {fault}" for fault in faults_of(page, axe)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", SIZES)
def test_pages_of_staff(company: Company, page_of, axe, size):
    facts = company.facts
    places = {"chinese": facts["chinese"]["id"], "lead": facts["lead"], "case": facts["case"]}
    look_at(page_of(ADMIN, viewport=SIZES[size], reduced_motion="reduce"), PAGES, places, axe)


@pytest.mark.parametrize("size", SIZES)
def test_pages_for_everybody(company: Company, new_page, axe, size):
    look_at(new_page(base_url=company.url, viewport=SIZES[size], reduced_motion="reduce"), PUBLIC, {}, axe)
