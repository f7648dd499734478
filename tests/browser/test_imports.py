"""A list is dropped on the page, its columns are matched, it is checked, brought in, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.company import ADMIN, AGENT, Company

pytestmark = pytest.mark.browser
Axe = Callable[[Page], list[str]]

LIST = """编号,单位,姓名,手机,邮箱,同意接收
K1,深圳市蓝海测试有限公司,钱学文,13700137001,qxw@lanhai-test.example,是
K2,深圳市蓝海测试有限公司,孙雨晴,13700137002,syq@lanhai-test.example,否
K3,,,13700137003,,
K4,苏州云端测试有限公司,周子墨,1370,zzm@yunduan-test.example,是
"""


@pytest.fixture
def customer_list(tmp_path: Path) -> Path:
    """Write a list in the character set that older programs use."""
    path = tmp_path / "展会名单.csv"
    path.write_bytes(LIST.encode("gb18030"))
    return path


def test_a_list_comes_in_step_by_step_and_goes_again(page_of, axe: Axe, customer_list: Path):
    page: Page = page_of(ADMIN)
    page.goto("/imports/")
    assert axe(page) == []
    page.locator("#import-file").set_input_files(str(customer_list))
    expect(page.get_by_role("heading", name="展会名单.csv")).to_be_visible()
    match_columns(page)
    assert axe(page) == []
    page.get_by_role("button", name="Check the whole list").click()
    expect(page.get_by_role("button", name="Bring this list in")).to_be_visible(timeout=30_000)
    look_at_check(page)
    assert axe(page) == []
    page.get_by_role("button", name="Bring this list in").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible(timeout=30_000)
    expect(page.locator("#import-state")).to_contain_text("done")
    address = page.url
    page.goto("/search?q=钱学文")
    expect(page.locator("#results")).to_contain_text("钱学文")
    page.goto(address)
    page.get_by_role("button", name="Take back").click()
    page.locator("#confirm-dialog [data-yes]").click()
    expect(page.locator("#import-state")).to_contain_text("undone", timeout=30_000)
    assert axe(page) == []


def match_columns(page: Page) -> None:
    """Look at what was found in the list, change a column and back, and say what a word means."""
    expect(page.locator(".import-layout summary")).to_contain_text("GB18030")
    expect(page.locator('select[name="field-2"]')).to_have_value("name")
    expect(page.locator('select[name="field-3"]')).to_have_value("mobile")
    rows = page.locator("#preview tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("钱学文")
    expect(rows.nth(2)).to_contain_text("can't come in")
    page.locator('select[name="field-4"]').select_option("")
    expect(rows.nth(0)).not_to_contain_text("qxw@lanhai-test.example")
    page.locator('select[name="field-4"]').select_option("mail")
    expect(rows.nth(0)).to_contain_text("qxw@lanhai-test.example")
    page.get_by_label("是", exact=True).select_option("granted")
    expect(rows.nth(0)).to_contain_text("agreed")


def look_at_check(page: Page) -> None:
    """Read the counts, and the file of rows with something wrong."""
    expect(page.locator(".import-count.is-new dd").first).to_have_text("3")
    expect(page.locator(".import-count.is-wrong dd").first).to_have_text("1")
    with page.expect_download() as download:
        page.get_by_role("link", name="2 rows with something wrong or left out").click()
    assert "1370" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_who_may_not_import_does_not_see_the_page(page_of, page_faults):
    page_faults.allow("403")
    page = page_of(AGENT)
    answer = page.goto("/imports/")
    assert answer is not None
    assert answer.status == 403


def test_the_pages_fit_a_phone_in_chinese(company: Company, page_of, axe: Axe, customer_list: Path):
    page: Page = page_of(ADMIN, locale="zh-CN", viewport={"width": 390, "height": 844})
    page.goto("/imports/")
    page.locator("#import-file").set_input_files(str(customer_list))
    expect(page.get_by_role("button", name="检查整份名单")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.screenshot(path="test-results/imports-phone.png", full_page=True)
