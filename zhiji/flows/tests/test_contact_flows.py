"""What follows from a contact: who it is, whether it is a case or a lead, and what an answer changes."""

import pytest
from django.utils import timezone

from zhiji.channels.conversations.events import ContactRecorded, MessageSent
from zhiji.channels.conversations.models import Message
from zhiji.channels.outbox.actions import reply
from zhiji.channels.web.actions import Submission, receive_submission
from zhiji.channels.web.models import WebForm
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.flows.contact_to_case import open_case_for_contact
from zhiji.flows.contact_to_lead import add_lead_for_contact
from zhiji.flows.tests.conftest import MACHINE, run_pumps
from zhiji.kernel.events.actions import publish
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.modules.actions import switch_module
from zhiji.sales.leads.models import Lead
from zhiji.service.cases.actions import set_case_state
from zhiji.service.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def recorded(kind=ContactRecorded) -> ContactRecorded:
    row = EventRecord.objects.filter(name=kind.name).latest("pk")
    return kind.restore(row.data)


def answered(message: Message) -> Message:
    """Write an answer and let it count as sent."""
    answer = reply(
        actor=MACHINE, conversation_id=message.conversation_id, text="Try this.", key=f"a{message.pk}"
    )
    sent = MessageSent(answer.pk, message.conversation_id, message.customer_id)
    publish(sent, actor=MACHINE)
    run_pumps()
    return answer


def test_an_unknown_sender_on_the_support_line_becomes_person_organisation_and_case(mail_in):
    message = mail_in("support")
    person = message.customer
    assert (person.name, person.is_person) == ("Li Lei", True)
    organisation = Affiliation.objects.get(person=person).organisation
    assert organisation.name == "bluesky.example"
    case = Case.objects.get()
    assert (case.customer, case.subject, case.state) == (person, "Board CM-20", Case.State.NEW)
    assert case.conversation_id == message.conversation_id
    assert TimelineEntry.objects.filter(customer=person, kind="case", ref_id=case.pk).exists()
    assert not Lead.objects.exists()


def test_a_colleague_from_the_same_domain_joins_the_same_organisation(mail_in):
    mail_in("support")
    second = mail_in("support", sender="Han Mei <hanmei@bluesky.example>")
    assert Customer.objects.filter(kind="organisation").count() == 1
    assert Affiliation.objects.filter(person=second.customer).exists()


def test_a_free_mail_address_names_no_organisation(mail_in):
    message = mail_in("support", sender="Li Lei <lilei@qq.com>")
    assert message.customer.is_person
    assert not Customer.objects.filter(kind="organisation").exists()
    assert Case.objects.count() == 1


def test_a_mail_on_the_sales_line_becomes_a_lead_and_no_case(mail_in):
    message = mail_in("sales", subject="100 boards", text="What do 100 boards cost?")
    lead = Lead.objects.get()
    assert (lead.customer, lead.subject, lead.source) == (message.customer, "100 boards", "mail")
    assert not Case.objects.exists()


def test_a_mail_on_the_complaints_line_becomes_an_urgent_kind_of_case(mail_in):
    mail_in("complaints")
    case = Case.objects.get()
    assert (case.kind, case.priority) == (Case.Kind.COMPLAINT, Case.Priority.HIGH)


def test_a_mail_on_a_general_line_is_only_on_the_timeline(mail_in):
    message = mail_in("general")
    assert not Case.objects.exists()
    assert not Lead.objects.exists()
    assert TimelineEntry.objects.filter(customer=message.customer, kind="message").count() == 1


def test_what_a_web_form_on_the_support_line_brings_becomes_a_case(lines):
    form = WebForm(slug="contact", line=lines["support"])
    said = {"name": "Li Lei", "mail": "lilei@bluesky.example", "message": "Which cable do I need?"}
    sent = Submission(values=said, consent=False, trap="", language="en", page="")
    form.save()
    for _ in range(2):
        receive_submission(
            actor=MACHINE, form=form, token="t", sent=sent, address="203.0.113.9", now=timezone.now()
        )
    run_pumps()
    assert Case.objects.get().customer.name == "Li Lei"


def test_an_automatic_reply_opens_no_case(mail_in):
    mail_in("support", Auto_Submitted="auto-replied", subject="Out of office")
    assert not Case.objects.exists()


def test_a_handler_that_runs_twice_opens_one_case_and_one_lead(mail_in):
    mail_in("support")
    open_case_for_contact(recorded(), MACHINE)
    mail_in("sales", sender="Wang Fang <wf@redsun.example>")
    add_lead_for_contact(recorded(), MACHINE)
    assert (Case.objects.count(), Lead.objects.count()) == (1, 1)


def test_a_handler_that_runs_again_after_the_case_was_closed_opens_no_other(mail_in):
    mail_in("support")
    set_case_state(actor=MACHINE, case_id=Case.objects.get().pk, state=Case.State.CLOSED)
    open_case_for_contact(recorded(), MACHINE)
    assert Case.objects.count() == 1


def test_an_answer_lets_the_case_wait_and_stops_its_clock(mail_in):
    answer = answered(mail_in("support"))
    case = Case.objects.get()
    assert (case.state, case.first_answer_at) == (Case.State.WAITING, answer.at)


def test_the_customers_next_mail_puts_the_case_back_into_work(mail_in):
    message = mail_in("support")
    answer = answered(message)
    mail_in("support", text="Still dead.", References=answer.external_id, In_Reply_To=answer.external_id)
    case = Case.objects.get()
    assert case.state == Case.State.OPEN
    assert Message.objects.filter(conversation_id=message.conversation_id, direction="in").count() == 2


def test_an_answer_noted_late_does_not_let_wait_for_a_customer_who_wrote_again(mail_in):
    message = mail_in("support")
    answer = answered(message)
    mail_in("support", text="Still dead.", References=answer.external_id)
    publish(MessageSent(answer.pk, message.conversation_id, message.customer_id), actor=MACHINE)
    run_pumps()
    assert Case.objects.get().state == Case.State.OPEN


def test_an_answer_puts_a_new_lead_into_work(mail_in):
    answer = answered(mail_in("sales"))
    lead = Lead.objects.get()
    assert (lead.state, lead.first_answer_at) == (Lead.State.WORKING, answer.at)


@pytest.mark.parametrize(("module", "purpose"), [("service", "support"), ("sales", "sales")])
def test_while_a_module_is_off_its_line_only_fills_the_timeline(mail_in, module, purpose):
    switch_module(actor=MACHINE, slug=module, on=False)
    message = mail_in(purpose)
    assert not Case.objects.exists()
    assert not Lead.objects.exists()
    assert TimelineEntry.objects.filter(customer=message.customer, kind="message").exists()
    assert message.at <= timezone.now()
