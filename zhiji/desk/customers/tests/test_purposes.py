"""Before writing, the agent sees for what a letter may go and why not; what must wait says until when."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.support.conversations import MACHINE
from zhiji.channels.conversations.models import Message
from zhiji.channels.lines.actions import save_line
from zhiji.customers.permission.actions import note_permission
from zhiji.customers.permission.models import QuietTime
from zhiji.kernel.access.cache import forget_rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(teams):
    values = {"name": "Sales", "channel": "mail", "address": "sales@ours.example", "purpose": "sales"}
    return save_line(actor=MACHINE, values={**values, "team_id": teams[0].pk})


def said(customer, state, purpose="marketing", **values):
    given = {"channel": "mail", "purpose": purpose, "state": state, "by": "call", **values}
    note_permission(actor=MACHINE, customer_id=customer.pk, **given)


def written(page, customer, line, purpose):
    values = {"key": "k", "line": line.pk, "to": "lena@bluefield.example", "subject": "News", "text": "Hello"}
    return page.post(f"/customers/{customer.pk}/mail", {**values, "purpose": purpose})


def test_what_the_customer_did_not_agree_to_can_not_be_chosen(signed_in, seller, customer, line):
    shown = signed_in(seller).get(customer.get_absolute_url()).content.decode()
    assert '<option value="marketing" disabled>' in shown
    assert "has not agreed" in shown
    assert written(signed_in(seller), customer, line, "marketing").status_code == 422
    said(customer, "granted")
    shown = signed_in(seller).get(customer.get_absolute_url()).content.decode()
    assert '<option value="marketing">' in shown


def test_after_a_no_to_everything_nobody_begins_a_letter(signed_in, seller, customer, line):
    said(customer, "refused", purpose="", channel="")
    shown = signed_in(seller).get(customer.get_absolute_url()).content.decode()
    assert "does not want messages" in shown
    assert 'id="write-mail"' not in shown


def test_a_letter_in_quiet_hours_says_until_when_it_waits(signed_in, seller, customer, line):
    said(customer, "granted")
    now = timezone.now().astimezone(timezone.get_default_timezone())
    hours = [(now + timedelta(hours=more)).time() for more in (-12, 11)]
    QuietTime.objects.create(begin=hours[0], end=hours[1], keeps_holidays=False)
    forget_rights()
    answer = written(signed_in(seller), customer, line, "marketing")
    assert "Held until" in answer.headers["HX-Trigger"]
    assert Message.objects.get().outbox.held == "quiet_hours"
    QuietTime.objects.update(begin=time(0), end=time(0))
    forget_rights()
