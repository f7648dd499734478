"""An answer of ours comes back: the score falls, the question stands on the record, and an answer raises it again."""

import smtplib
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.company import ADMIN, AGENT, LINE, Company
from zhiji.channels.mail.tests.samples import delivery_report

pytestmark = pytest.mark.browser

WHO, ADDRESS, NEW = "Orla Penhallow", "orla@penhallow-kites.example", "orla.new@penhallow-kites.example"
SUBJECT = "Boards for a kite"
SECONDS = 40_000  # ms; a score follows within seconds, but not on the spot


def is_answered(company: Company, page: Page) -> str:
    """Take the customer's mail in and answer it; gives the Message-ID of the answer."""
    company.hears(SUBJECT, "Do you make light boards?", sender=f"{WHO} <{ADDRESS}>")
    page.goto("/inbox/?folder=all")
    row = page.locator("#conv-rows [data-row]", has_text=SUBJECT)
    expect(row).to_have_count(1, timeout=SECONDS)
    row.locator("a[data-open]").click()
    page.locator("#composer textarea").fill("Yes, from 0.4 mm.")
    page.locator("#composer button.btn-primary", has_text="Send").click()
    return company.mail.wait_for(ADDRESS, seconds=40)["Message-ID"].strip(" <>")


def comes_back(company: Company, message_id: str) -> None:
    """Let the other mail server report that nobody is there."""
    with smtplib.SMTP("127.0.0.1", company.server.smtp_port) as smtp:
        smtp.sendmail("", [LINE], delivery_report(message_id))


def score(page: Page) -> int:
    return int(page.locator("#ask .ask-score summary .number").inner_text())


def test_an_address_stops_working_and_the_next_contact_mends_it(company: Company, page_of: Any) -> None:
    agent, record = page_of(AGENT), page_of(ADMIN)
    message_id = is_answered(company, agent)
    agent.goto("/search?q=Orla+Penhallow")
    agent.locator("#results a", has_text=WHO).first.click()
    agent.wait_for_url("**/customers/*")
    record.goto(agent.url)
    # The page was opened before there was a score: it comes by itself.
    expect(record.locator("#ask")).to_contain_text("Ask for a mobile number", timeout=SECONDS)
    before = score(record)

    comes_back(company, message_id)
    expect(record.locator("#who")).to_contain_text("does not work", timeout=SECONDS)
    record.locator("#ask input[name=typed]").fill("139 0013 9000")
    record.locator("#ask input[name=typed]").press("Enter")
    question = f"{ADDRESS} does not work: ask for another mail address"
    expect(record.locator("#ask")).to_contain_text(question, timeout=SECONDS)

    agent.goto("/quality/ask?why=fails")
    expect(agent.locator("[data-row]", has_text=WHO)).to_contain_text(question)
    fallen = score(record)
    record.locator("#ask input[name=typed]").fill(NEW)
    record.locator("#ask input[name=typed]").press("Enter")
    expect(record.locator("#ask")).not_to_contain_text("does not work", timeout=SECONDS)
    expect(record.locator("#who")).to_contain_text(NEW)
    assert score(record) > max(before, fallen)
