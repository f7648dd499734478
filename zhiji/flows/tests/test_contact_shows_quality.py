"""Who writes to us is known better: their address works, and their score follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.quality import tasks
from zhiji.customers.quality.models import Quality
from zhiji.kernel.events.models import EventRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follow(monkeypatch):
    """Take a turn of the queue at once, with all facts settled."""

    def turn():
        EventRecord.objects.update(at=timezone.now() - timedelta(minutes=1))
        monkeypatch.setattr(tasks, "_next_turn", 0.0)
        return tasks.follow_changes()

    return turn


def test_the_address_that_a_customer_wrote_from_works(mail_in, follow):
    message = mail_in("support")
    follow()
    point = ContactPoint.objects.get(customer=message.customer, kind="mail")
    assert (point.state, point.state_reason) == ("works", "answered")
    assert Quality.objects.get(pk=message.customer_id).validity == 100


def test_an_answer_from_an_address_that_failed_makes_it_work_again(mail_in, follow):
    message = mail_in("support")
    points = ContactPoint.objects.filter(customer=message.customer, kind="mail")
    points.update(state="fails", state_at=timezone.now())
    follow()
    assert points.get().state == "works"


def test_an_automatic_answer_shows_nothing(mail_in, follow):
    message = mail_in("support")
    event = EventRecord.objects.get(name="channels.ContactRecorded")
    event.data = {**event.data, "auto": "reply"}
    event.save()
    follow()
    assert ContactPoint.objects.get(customer=message.customer, kind="mail").state == "unknown"
