"""The real parts that other tests lean on do start, and the browser does complain."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection

from tests.support.axe import serious_faults
from tests.support.browser import Faults
from tests.support.mail import MailServer


@pytest.mark.django_db
def test_database_is_the_chosen_one(database_vendor: str) -> None:
    assert connection.vendor == database_vendor


def test_a_mail_sent_reaches_its_mailbox(mail_server: MailServer) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "李雷 <lilei@customer.example>", "service@zhiji.example"
    message["Subject"] = "设备故障"
    message.set_content("水泵坏了")
    mail_server.send(message)
    found = mail_server.wait_for("service@zhiji.example", lambda mail: mail["Subject"] == "设备故障")
    assert found.get_content().strip() == "水泵坏了"


@pytest.mark.browser
def test_a_complaint_in_the_console_is_noticed(new_page: Callable[..., Any], page_faults: Faults) -> None:
    page = new_page()
    page.evaluate("console.error('something broke')")
    assert any("something broke" in fault for fault in page_faults.unexpected())
    page_faults.allow("something broke")
    assert page_faults.unexpected() == []


@pytest.mark.browser
def test_a_picture_without_a_description_is_a_serious_fault(new_page: Callable[..., Any]) -> None:
    page = new_page()
    page.set_content("<html lang=en><title>t</title><main><img src='data:,'></main></html>")
    assert any(fault.startswith("image-alt") for fault in serious_faults(page))
