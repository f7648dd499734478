"""A form on a company's web site, filled in by a customer, with script and without."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import PHONE, Faults
from tests.support.company import ADMIN, Company
from zhiji.channels.web.rules import QUICKEST

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_what_a_customer_writes_comes_into_the_inbox(
    company: Company, new_page, page_of, page_faults: Faults, has_script
):
    page_faults.allow("422")
    words = f"Do you plate edges? {'Yes' if has_script else 'No'} script here."
    page = new_page(base_url=company.url, viewport=PHONE, java_script_enabled=has_script)
    page.goto("/f/boards-quote")
    page.locator("#id_message").fill(words)
    page.locator("#id_mail").fill("not an address")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#id_mail_error")).to_contain_text("name@company.example")
    expect(page.locator("#id_message")).to_have_value(words)
    page.locator("#id_mail").fill(f"oda{has_script}@tanager-optics.example".lower())
    # Nobody writes a message in less time than machines are known by.
    page.wait_for_timeout(QUICKEST.total_seconds() * 1000)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("within one working day")

    desk = page_of(ADMIN)
    desk.goto("/inbox/?folder=all")
    row = desk.locator("#conv-rows [data-row]", has_text=words[:30])
    expect(row).to_have_count(1, timeout=20_000)
    row.locator("a[data-open]").click()
    expect(desk.locator(".thread .msg")).to_contain_text(words)
