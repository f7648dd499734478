"""Somebody writes, asks to be erased, is erased, and is a stranger when they write again."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.company import ADMIN, AGENT, Company

pytestmark = pytest.mark.browser

WHO, ADDRESS = "Tamsin Quarrell", "tamsin@quarrell-lamps.example"
SUBJECT, AGAIN = "Price of aluminium boards", "A question from somebody new"
# The case that their mail opened is settled by a colleague.
SETTLE = f"""
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases.actions import set_case_state
from zhiji.service.cases.models import Case
case = Case.objects.get(subject={SUBJECT!r})
set_case_state(actor=Actor.machine("test"), case_id=case.pk, state="closed")
"""
SECONDS = 30_000  # ms; a slow machine with other work on it


def comes_in(company: Company, page: Page, subject: str) -> None:
    """Let the customer write, and open their conversation."""
    company.hears(subject, "What do fifty boards cost?", sender=f"{WHO} <{ADDRESS}>")
    page.goto("/inbox/?folder=all")
    row = page.locator("#conv-rows [data-row]", has_text=subject)
    expect(row).to_have_count(1, timeout=SECONDS)
    row.locator("a[data-open]").click()
    expect(page.locator(".thread .msg")).to_have_count(1, timeout=SECONDS)


def asked_to_be_erased(agent: Page) -> str:
    """Take the request in on the customer's page, and give the address of the request."""
    agent.locator('[data-panel="privacy"]').get_by_role("button").click()
    dialog = agent.locator("#dialog-slot dialog")
    dialog.locator('input[value="erase"]').check()
    dialog.locator("#id_words").fill(f"Please delete everything about me. {WHO}")
    dialog.locator("#id_checked").fill("answered from the known address")
    dialog.locator(".btn-primary").click()
    agent.wait_for_url("**/privacy/*")
    return agent.url


def test_somebody_asks_to_be_erased(company: Company, page_of: Any, page_faults: Any) -> None:
    page_faults.allow("404")
    agent, manager = page_of(AGENT), page_of(ADMIN)
    comes_in(company, agent, SUBJECT)
    agent.goto("/search?q=Tamsin+Quarrell")
    agent.locator("#results a", has_text=WHO).first.click()
    agent.wait_for_url("**/customers/*")
    customer = agent.url
    request = asked_to_be_erased(agent)
    expect(agent.locator("#main")).to_contain_text("right of its own")

    manager.goto(request)
    expect(manager.locator("#privacy-request")).to_contain_text("goes when it is closed")
    company.server.python(SETTLE)
    manager.reload()
    expect(manager.locator("#privacy-request")).not_to_contain_text("goes when it is closed")
    expect(manager.locator("#privacy-request")).to_contain_text("Messages")
    manager.get_by_role("button", name="Erase for good").click()
    manager.locator("#confirm-dialog[open] [data-yes]").click()
    report = manager.locator("#privacy-request")
    expect(report).to_contain_text("What was erased", timeout=SECONDS)
    expect(report).to_contain_text("A keyed hash")
    manager.reload()
    expect(manager.locator("body")).not_to_contain_text(WHO)

    answer = agent.goto(customer)
    assert answer is not None
    assert answer.status == 404
    agent.goto("/search?q=Tamsin+Quarrell")
    expect(agent.locator("#results")).not_to_contain_text(WHO)

    comes_in(company, agent, AGAIN)
    agent.goto("/search?q=Tamsin+Quarrell")
    agent.locator("#results a", has_text=WHO).first.click()
    agent.wait_for_url("**/customers/*")
    assert agent.url != customer
    expect(agent.locator("#timeline")).not_to_contain_text(SUBJECT)
