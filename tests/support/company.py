"""A running Zhiji with the demo company in it, shared by the tests that look at pages, and its people signed in."""

import json
import smtplib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.database import new_database
from tests.support.mail import MailServer
from tests.support.server import Server
from zhiji.demo.company import DOMAIN, PASSWORD

CUSTOMERS = 150
# One of each role, and a second agent at the same desk.
ADMIN, SALES = f"jian.heming@{DOMAIN}", f"liang.jiahao@{DOMAIN}"
AGENT, SECOND_AGENT = f"luo.yifei@{DOMAIN}", f"cai.jingyu@{DOMAIN}"
LINE = "support@chengboard.example"
CALLER = "Ines Valbuena <ines@larkspur-meters.example>"

# What tests look for is asked of the company itself, so that another seed or more invention breaks none of them.
FACTS = """
import json
from zhiji.channels.conversations.models import Conversation
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.sales.leads.models import Lead
from zhiji.service.cases.models import Case
chinese = Customer.objects.filter(kind="person", name__regex="^[\\u4e00-\\u9fff]{3}$")
point = ContactPoint.objects.filter(kind="mobile", customer__in=chinese, value__startswith="+86").first()
latin = Customer.objects.filter(kind="organisation", name__regex="^[A-Z][a-z]{7,} [A-Z]").first()
def shown(one):
    return {"id": one.pk, "number": one.number, "name": one.name}
print(json.dumps({"chinese": shown(point.customer), "mobile": point.value, "latin": shown(latin),
  "case": Case.objects.exclude(state="closed").latest("opened_at").pk,
  "lead": Lead.objects.filter(state="new").latest("created_at").pk}))
"""


@dataclass
class Company:
    """The running company: its server, the customers' mail server, facts of it, and who has signed in so far."""

    server: Server
    mail: MailServer
    facts: dict[str, Any]
    sessions: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Give the address of its pages."""
        return self.server.url

    def sign_in(self, page: Page, who: str, password: str = PASSWORD) -> None:
        """Sign somebody in by the form, as people do."""
        page.goto(f"{self.url}/accounts/login/")
        page.locator("#id_login").fill(who)
        page.locator("#id_password").fill(password)
        page.locator("form[action*=login] button.btn-primary").click()

    def hears(self, subject: str, text: str, sender: str = CALLER, to: str = LINE) -> None:
        """Let a customer write a mail to a line."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = make_msgid(domain=sender.strip(">").partition("@")[2])
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.server.smtp_port) as smtp:
            smtp.send_message(message)


@pytest.fixture(scope="session")
def company(database_vendor: str) -> Iterator[Company]:
    """The demo company, small, in a server that sends its mail to a real mail server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhiji-company-")))
        mail = MailServer()
        stack.callback(mail.stop)
        mail.start()
        database = stack.enter_context(new_database(folder, prepared=True))
        server = Server(folder, database, {"ZHIJI_SMTP_URL": mail.smtp_url})
        server.run("demo", "--customers", str(CUSTOMERS), "--quiet")
        stack.callback(server.stop)
        server.start()
        yield Company(server, mail, json.loads(server.python(FACTS).splitlines()[-1]))


@pytest.fixture
def page_of(company: Company, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page of somebody who is signed in: `page_of(AGENT, viewport=PHONE)`."""

    def open_page(who: str, **options: Any) -> Page:
        if who in company.sessions:
            options["storage_state"] = company.sessions[who]
        page = new_page(base_url=company.url, **options)
        if who not in company.sessions:
            company.sign_in(page, who)
            page.wait_for_url(f"{company.url}/")
            company.sessions[who] = page.context.storage_state()
        return page

    return open_page
