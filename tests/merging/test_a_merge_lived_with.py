"""A merge is done, lived with, and undone: what came in between goes to the side it belongs to."""

import pytest

from tests.support.conversations import MACHINE
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.customers.identity.merging.actions import follow_merges, merge_customers, unmerge
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.permission.actions import note_permission
from zhiji.customers.permission.queries import why_not
from zhiji.customers.timeline.actions import add_note
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.sales.leads.actions import add_lead
from zhiji.sales.leads.models import Lead
from zhiji.service.cases.actions import open_case, set_case_state
from zhiji.service.cases.models import Case

OFFICE, HOME, SHARED = "lilei@work.example", "lilei@qq.com", "house@shared.example"


@pytest.fixture
def two(line):
    """李雷 as the office knows him, and as he is known from home; both read one shared mailbox."""
    points = [("mail", OFFICE), ("mail", SHARED)]
    office = add_customer(actor=MACHINE, kind="person", name="李雷", points=points, source="erp")
    points = [("mail", HOME), ("mail", SHARED)]
    home = add_customer(actor=MACHINE, kind="person", name="Li Lei", points=points, source="shop")
    return office, home


def owner_of(model, key: int) -> int:
    return model.objects.values_list("customer_id", flat=True).get(pk=key)


def lies_with(side: int, message: Message, case: Case) -> None:
    """Check that a message, its conversation, its entry and its case belong to one customer."""
    assert owner_of(Message, message.pk) == side, message.sender
    assert owner_of(Conversation, message.conversation_id) == side, message.sender
    assert owner_of(Case, case.pk) == side, message.sender
    entries = TimelineEntry.objects.filter(ref_kind="message", ref_id=message.pk)
    assert set(entries.values_list("customer_id", flat=True)) == {side}, message.sender


def is_as_before(home: Customer, office: Customer) -> None:
    """Check that both are there as they were, each with their addresses."""
    again = Customer.objects.get(pk=home.pk)
    assert (again.name, again.source, again.number) == ("Li Lei", "shop", home.number)
    points = set(ContactPoint.objects.current().values_list("customer_id", "value"))
    assert points == {(office.pk, OFFICE), (office.pk, SHARED), (home.pk, HOME), (home.pk, SHARED)}


def case_about(message: Message, customer: Customer) -> Case:
    """Open a case for a message that came in."""
    return open_case(
        actor=MACHINE,
        customer_id=customer.pk,
        subject="About a mail",
        conversation_id=message.conversation_id,
    )


def test_a_merge_done_lived_with_and_undone(two, arrive, django_assert_max_num_queries):
    office, home = two
    arrive("old-office", mail=OFFICE)
    old = arrive("old-home", mail=HOME).message
    complaint = case_about(old, home)
    merge = merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)

    # Life goes on: mails come in at all three addresses, a reply in the old thread, cases, a lead, a note.
    mails = {mail: arrive(f"new-{mail}", mail=mail).message for mail in (OFFICE, HOME, SHARED)}
    assert all(message.customer_id == office.pk for message in mails.values())
    reply = arrive("reply", mail=HOME, references=[old.external_id], subject="Re: Board").message
    set_case_state(actor=MACHINE, case_id=complaint.pk, state=Case.State.CLOSED)
    cases = {mail: case_about(message, office) for mail, message in mails.items()}
    thread = mails[HOME].conversation_id
    lead = add_lead(actor=MACHINE, customer_id=office.pk, subject="More boards", conversation_id=thread)
    note = add_note(actor=MACHINE, customer_id=office.pk, text="Prefers to be called", key="n")

    with django_assert_max_num_queries(160):
        unmerge(actor=MACHINE, merge_id=merge.pk)

    for mail, side in {OFFICE: office.pk, HOME: home.pk, SHARED: office.pk}.items():
        lies_with(side, mails[mail], cases[mail])
    assert owner_of(Message, reply.pk) == owner_of(Conversation, old.conversation_id) == home.pk
    assert owner_of(Lead, lead.pk) == home.pk
    assert owner_of(TimelineEntry, note.pk) == office.pk
    complaint.refresh_from_db()
    assert (complaint.customer_id, complaint.state) == (home.pk, Case.State.CLOSED)
    told = TimelineEntry.objects.filter(ref_kind="case", ref_id=complaint.pk)
    assert set(told.values_list("customer_id", flat=True)) == {home.pk}
    is_as_before(home, office)


def test_somebody_new_at_a_firms_domain_goes_with_the_firm(line, arrive):
    one = add_customer(
        actor=MACHINE, kind="organisation", name="蓝天电子", points=[("domain", "lantian.example")]
    )
    other = add_customer(
        actor=MACHINE, kind="organisation", name="Lantian", points=[("domain", "blue-sky.example")]
    )
    merge = merge_customers(actor=MACHINE, survivor_id=one.pk, loser_id=other.pk)
    people = {}
    for mail in ("wang@lantian.example", "bob@blue-sky.example"):
        people[mail] = arrive(mail, mail=mail, name=mail.partition("@")[0]).message.customer
    roles = Affiliation.objects.values_list("organisation_id", flat=True)
    assert set(roles) == {one.pk}
    unmerge(actor=MACHINE, merge_id=merge.pk)
    assert roles.get(person=people["wang@lantian.example"]) == one.pk
    assert roles.get(person=people["bob@blue-sky.example"]) == other.pk
    entry = TimelineEntry.objects.get(customer=people["bob@blue-sky.example"], kind="message")
    assert entry.organisation_id == other.pk


def test_facts_that_wait_for_their_flows_speak_of_the_survivor(two, arrive):
    office, home = two
    EventRecord.objects.update(pending=False)
    arrive("waits", mail=HOME)
    waiting = EventRecord.objects.filter(pending=True, data__customer_id=home.pk)
    assert waiting.count() == 1
    merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)
    assert waiting.count() == 0
    assert EventRecord.objects.filter(pending=True, data__customer_id=office.pk).exists()


def test_a_customer_with_very_many_entries_is_merged_and_unmerged_whole(two):
    office, home = two
    TimelineEntry.objects.bulk_create(
        TimelineEntry(customer=home, at=home.created_at, kind="note", key=f"many:{number}")
        for number in range(10_000)
    )
    merge = merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)
    assert TimelineEntry.objects.filter(customer=office, kind="note").count() == 10_000
    unmerge(actor=MACHINE, merge_id=merge.pk)
    assert TimelineEntry.objects.filter(customer=home, kind="note").count() == 10_000


def test_the_old_address_of_a_page_leads_to_the_survivor(two, agent, client):
    office, home = two
    merge = merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)
    client.force_login(agent)
    for address in (f"/customers/{home.pk}", f"/customers/{home.number}"):
        assert client.get(address, follow=True).redirect_chain[-1][0] == f"/customers/{office.pk}"
    part = client.get(f"/customers/{home.pk}/timeline", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, f"/customers/{office.pk}")
    client.post(f"/customers/{home.pk}/note", {"text": "Written on an open page", "key": "k"})
    assert TimelineEntry.objects.get(kind="note").customer_id == office.pk
    client.post(f"/matching/merges/{merge.pk}/undo")
    assert client.get(f"/customers/{home.pk}").status_code == 200


def test_a_fact_that_failed_while_its_customer_was_merged_finds_the_survivor(two, arrive):
    office, home = two
    arrive("in work", mail=HOME)
    row = EventRecord.objects.filter(data__customer_id=home.pk).latest("id")
    merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)
    # A worker had it in hand during the merge and failed, for the customer was gone.
    EventRecord.objects.filter(pk=row.pk).update(data=row.data, pending=False)
    Delivery.objects.create(event=row, handler="h", error="gone", next_try_at=office.created_at)
    assert follow_merges(actor=MACHINE) == 1
    assert EventRecord.objects.get(pk=row.pk).data["customer_id"] == office.pk
    assert follow_merges(actor=MACHINE) == 0


def test_a_refusal_counts_for_both_while_they_are_one_and_for_its_own_afterwards(two):
    office, home = two
    for who, state in ((office, "granted"), (home, "refused")):
        note_permission(
            actor=MACHINE, customer_id=who.pk, channel="mail", purpose="marketing", state=state, how="said so"
        )
    merge = merge_customers(actor=MACHINE, survivor_id=office.pk, loser_id=home.pk)
    assert why_not(office.pk, "mail", "marketing") != ""
    unmerge(actor=MACHINE, merge_id=merge.pk)
    assert why_not(office.pk, "mail", "marketing") == ""
    assert why_not(home.pk, "mail", "marketing") != ""
