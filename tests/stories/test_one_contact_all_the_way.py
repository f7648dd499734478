"""A customer's question, from their mail program to an agent's open page and back, and back again."""

import smtplib
from email.message import EmailMessage
from email.utils import formataddr, make_msgid, parseaddr

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.company import AGENT, SECOND_AGENT, Company

pytestmark = pytest.mark.browser

LINE = "support@chengboard.example"
CUSTOMER = ("Marta Oyelaran", "marta@kestrelbrook-pumps.example")
SUBJECT = "Solder mask peels off at the edge"
FIRST, ANSWER = "Half of the boards of the last lot peel at the edge.", "Please send us the lot number."
SECOND, THIRD = "The lot number is L-2093.", "And twelve boards peel, not ten."
NEVER_RELOADED = "this page was not loaded again"
SECONDS = 20_000  # ms; a slow machine with other work on it


def letter(text: str, to: str, **headers: str) -> EmailMessage:
    """Write a mail as the customer's program does."""
    message = EmailMessage()
    message["From"], message["To"] = formataddr(CUSTOMER), to
    message["Message-ID"] = make_msgid(domain="kestrelbrook-pumps.example")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def send(company: Company, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", company.server.smtp_port) as smtp:
        smtp.send_message(message)


def said(page: Page) -> list[str]:
    """Read the messages of the open conversation, oldest first, without what is quoted in them."""
    return [text.strip() for text in page.locator(".thread .msg .msg-text").all_inner_texts()]


def expect_said(page: Page, *texts: str) -> None:
    expect(page.locator(".thread .msg")).to_have_count(len(texts), timeout=SECONDS)
    for message, text in zip(said(page), texts, strict=True):
        assert message.startswith(text)


def test_one_contact_all_the_way(company: Company, page_of) -> None:
    desk, other, record = page_of(AGENT), page_of(SECOND_AGENT), page_of(AGENT)
    desk.goto("/inbox/?folder=all")
    desk.evaluate("mark => { window.mark = mark }", NEVER_RELOADED)
    question = letter(FIRST, LINE, Subject=SUBJECT)
    comes_in(company, desk, question)
    conversation = desk.url
    other.goto(conversation)
    case = stands_on_the_customers_page(desk, record)
    colleagues_see_each_other(desk, other)
    answer = is_answered(company, desk, other)
    expect(case).to_contain_text("waiting for the customer", timeout=SECONDS)
    belongs_to(question, answer)
    goes_on(company, desk, question, answer)
    expect(case).to_contain_text("in work", timeout=SECONDS)

    # All pages show it by themselves, and nothing stands twice.
    for text in (FIRST, ANSWER, SECOND, THIRD):
        expect(record.locator("#timeline .entry", has_text=text)).to_have_count(1, timeout=SECONDS)
    expect(case).to_have_count(1)
    expect(row(desk)).to_have_count(1)
    assert desk.url == conversation
    assert desk.evaluate("window.mark") == record.evaluate("window.mark") == NEVER_RELOADED
    assert len(company.mail.received(CUSTOMER[1])) == 1


def row(page: Page) -> Locator:
    return page.locator("#conv-rows [data-row]", has_text=SUBJECT)


def comes_in(company: Company, desk: Page, question: EmailMessage) -> None:
    """A mail comes in by SMTP, twice, as impatient servers do: it stands once on the page that was open all along."""
    send(company, question)
    expect(row(desk)).to_have_count(1, timeout=SECONDS)
    send(company, question)
    expect(row(desk)).to_contain_text(CUSTOMER[0])
    row(desk).locator("a[data-open]").click()
    expect_said(desk, FIRST)


def stands_on_the_customers_page(desk: Page, record: Page) -> Locator:
    """The unknown sender became a person, the question a case: the customer's page shows both."""
    address = desk.locator("#conversation-aside a", has_text=CUSTOMER[0]).get_attribute("href")
    record.goto(str(address))
    record.evaluate("mark => { window.mark = mark }", NEVER_RELOADED)
    expect(record.locator("h1")).to_have_text(CUSTOMER[0])
    expect(record.locator("#who")).to_contain_text(CUSTOMER[1])
    expect(record.locator("#timeline")).to_contain_text(FIRST)
    case = record.locator("#customer-cases li", has_text=SUBJECT)
    expect(case).to_have_count(1)
    expect(case).to_contain_text("new")
    return case


def colleagues_see_each_other(desk: Page, other: Page) -> None:
    """Two on one conversation see each other, and that one of them writes."""
    expect(other.locator("#present")).to_contain_text("罗一菲 is here", timeout=SECONDS)
    expect(desk.locator("#present")).to_contain_text("蔡景瑜 is here", timeout=SECONDS)
    desk.locator("[data-composer]").click()
    desk.keyboard.type(ANSWER)
    expect(other.locator("#present")).to_contain_text("罗一菲 is writing", timeout=SECONDS)


def is_answered(company: Company, desk: Page, other: Page) -> EmailMessage:
    """The answer can be called back for a few seconds, then it is delivered; the colleague sees it too."""
    desk.locator("#composer button.btn-primary", has_text="Send").click()
    expect(desk.locator("#toasts .toast", has_text="Goes out").locator("[data-undo-button]")).to_be_visible()
    expect(other.locator(".thread .msg-out")).to_contain_text(ANSWER, timeout=SECONDS)
    received = company.mail.wait_for(CUSTOMER[1], seconds=30)
    expect(desk.locator(".thread .msg-out .msg-sent")).to_be_visible(timeout=SECONDS)
    expect_said(desk, FIRST, ANSWER)
    return received


def belongs_to(question: EmailMessage, answer: EmailMessage) -> None:
    """In the customer's mailbox the answer stands under their question, and an answer to it will find its way."""
    assert answer["In-Reply-To"].strip() == question["Message-ID"]
    assert question["Message-ID"] in answer["References"]
    assert answer["Subject"].endswith(SUBJECT)
    token, (local, domain) = parseaddr(answer["Reply-To"])[1], LINE.split("@")
    assert token.startswith(f"{local}+c-")
    assert token.endswith(f"@{domain}")
    body = answer.get_body(("plain",))
    assert body is not None
    assert ANSWER in body.get_content()


def goes_on(company: Company, desk: Page, question: EmailMessage, answer: EmailMessage) -> None:
    """One program answers to the line and keeps References; another keeps only the address it answers to."""
    references = f"{question['Message-ID']} {answer['Message-ID'].strip()}"
    quoted = "\n\nOn Monday we wrote:\n> " + ANSWER
    send(company, letter(SECOND + quoted, LINE, Subject=f"Re: {SUBJECT}", References=references))
    expect_said(desk, FIRST, ANSWER, SECOND)
    send(company, letter(THIRD, parseaddr(answer["Reply-To"])[1], Subject="Boards"))
    expect_said(desk, FIRST, ANSWER, SECOND, THIRD)
