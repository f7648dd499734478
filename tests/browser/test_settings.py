"""What an administrator switches for all, and what everybody chooses for themselves."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import Faults
from tests.support.company import ADMIN, AGENT, SALES, Company

pytestmark = pytest.mark.browser


def test_a_module_that_is_off_is_gone_and_comes_back_with_its_data(
    company: Company, page_of, page_faults: Faults
):
    page_faults.allow("404")
    page = page_of(ADMIN)
    page.goto("/setup/")
    link = page.locator('#side a[href="/cases/"]')
    expect(link).to_have_count(1)
    page.get_by_role("button", name="Service: Switch off").click()
    expect(link).to_have_count(0)
    for address in ("/cases/", f"/cases/{company.facts['case']}"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
    page.goto(f"/customers/{company.facts['chinese']['id']}")
    expect(page.locator("#customer-cases")).to_have_count(0)
    page.goto("/setup/")
    page.get_by_role("button", name="Service: Switch on").click()
    expect(link).to_have_count(1)
    page.goto(f"/cases/{company.facts['case']}")
    expect(page.locator("#case-talk")).to_be_visible()


def test_who_may_not_set_up_sees_nothing_of_it(page_of, page_faults: Faults):
    page_faults.allow("403")
    page = page_of(SALES)
    page.goto("/")
    expect(page.locator('#side a[href="/setup/"]')).to_have_count(0)
    answer = page.goto("/setup/")
    assert answer is not None
    assert answer.status == 403


def test_the_language_is_the_browsers_until_one_chooses(company: Company, page_of):
    page = page_of(SALES)
    page.goto("/me")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#id_language").select_option("zh-hans")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator('#side a[href="/customers/"]')).to_contain_text("客户")
    page.goto("/me")
    page.locator("#id_language").select_option("")
    page.locator("form.form-narrow button.btn-primary").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_before_sign_in_the_language_is_one_click_away(company: Company, new_page):
    page = new_page(base_url=company.url, locale="zh-CN")
    page.goto("/accounts/login/")
    expect(page.locator("h1")).to_have_text("登录")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_dark_is_chosen_and_stays(page_of):
    page = page_of(ADMIN)
    page.goto("/")
    dark = "html[data-bs-theme=dark]"
    expect(page.locator(dark)).to_have_count(0)
    page.get_by_label("Account", exact=True).click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator(dark)).to_have_count(1)
    page.reload()
    expect(page.locator(dark)).to_have_count(1)


def test_a_role_is_changed_by_keys_alone(page_of):
    page = page_of(ADMIN)
    page.goto("/setup/roles")
    page.get_by_role("link", name="Viewer").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Write to customers").focus()
    page.keyboard.press("a")  # "all records"
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Saved")
    expect(page.get_by_label("Write to customers")).to_have_value("all")
    page.get_by_label("Write to customers").select_option("none")
    page.get_by_role("button", name="Save").click()


def test_the_people_of_an_assignment_are_asked_for_once_and_found_by_typing(page_of):
    page = page_of(AGENT)
    page.goto("/inbox/?folder=all")
    page.locator("#conv-rows a[data-open]").first.click()
    menu = page.locator("#conversation-live details[data-people]")
    menu.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/people" in request.url else None)
    menu.locator("summary").click()
    expect(menu.locator("input[type=search]")).to_be_focused()
    expect(menu.get_by_role("button", name="Nobody")).to_be_visible()
    page.keyboard.type("Luo", delay=20)
    expect(menu.get_by_role("button", name="Nobody")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert len(asked) == 2, asked
