"""The page of a customer: who may change what, and what happens when two people do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.desk.customers.tests.conftest import MACHINE

pytestmark = pytest.mark.django_db


def values_of(customer, **changes):
    return {"version": customer.version, "name": customer.name, "region": customer.region, **changes}


def test_another_teams_salesperson_sees_a_customer_but_cannot_change_them(customer, stranger, signed_in):
    client = signed_in(stranger)
    page = client.get(f"/customers/{customer.pk}")
    assert page.status_code == 200
    assert "data-edit" not in page.content.decode()
    assert client.post(f"/customers/{customer.pk}/edit", values_of(customer, name="Mine")).status_code == 403
    assert (
        client.post(f"/customers/{customer.pk}/points", {"kind": "mail", "typed": "a@b.example"}).status_code
        == 403
    )
    point = ContactPoint.objects.filter(customer=customer).first()
    assert client.post(f"/customers/points/{point.pk}/remove").status_code == 403
    customer.refresh_from_db()
    assert customer.name == "Lena Torres"


def test_a_change_by_somebody_else_is_shown_with_both_values_and_then_saved(customer, seller, signed_in):
    client, form = signed_in(seller), values_of(customer, region="Ours")
    change_customer(actor=MACHINE, customer_id=customer.pk, version=None, values={"region": "Theirs"})
    answer = client.post(f"/customers/{customer.pk}/edit", form)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text
    assert 'value="Ours"' in text
    customer.refresh_from_db()
    assert customer.region == "Theirs"
    assert f'name="version" value="{customer.version}"' in text
    assert (
        client.post(f"/customers/{customer.pk}/edit", {**form, "version": customer.version}).status_code
        == 204
    )
    customer.refresh_from_db()
    assert customer.region == "Ours"


def test_an_edit_is_taken_back_by_undo_and_saving_nothing_offers_none(customer, seller, signed_in):
    client = signed_in(seller)
    answer = client.post(f"/customers/{customer.pk}/edit", values_of(customer, region="Wrong"))
    undo = re.search(r"/customers/said/\d+/back", answer.headers["HX-Trigger"])
    customer.refresh_from_db()
    assert customer.region == "Wrong"
    again = client.post(f"/customers/{customer.pk}/edit", values_of(customer))
    assert "undo_url" not in again.headers["HX-Trigger"]
    client.post(undo.group())
    customer.refresh_from_db()
    assert customer.region == ""


def test_a_wrong_form_comes_back_with_what_was_typed(customer, seller, signed_in):
    answer = signed_in(seller).post(
        f"/customers/{customer.pk}/edit", values_of(customer, name="", region="Kept")
    )
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.content.decode()


def test_a_number_that_cannot_be_read_is_refused_at_its_field(customer, seller, signed_in):
    answer = signed_in(seller).post(
        f"/customers/{customer.pk}/points", {"kind": "phone", "typed": "12 banana"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "12 banana" in text
    assert 'aria-invalid="true"' in text


def test_a_removed_contact_point_comes_back_by_undo(customer, seller, signed_in):
    client = signed_in(seller)
    point = ContactPoint.objects.get(customer=customer, kind="mail")
    answer = client.post(f"/customers/points/{point.pk}/remove")
    assert f"/customers/points/{point.pk}/restore" in answer.headers["HX-Trigger"]
    point.refresh_from_db()
    assert point.removed_at is not None
    client.post(f"/customers/points/{point.pk}/restore")
    point.refresh_from_db()
    assert point.removed_at is None


def test_a_role_that_was_ended_comes_back_by_undo(customer, seller, signed_in):
    client = signed_in(seller)
    company = add_customer(actor=MACHINE, kind="organisation", name="Bluefield Ltd")
    client.post(
        f"/customers/{customer.pk}/roles", {"other": company.pk, "title": "Buyer", "is_primary": "on"}
    )
    role = Affiliation.objects.get(person=customer, ended_at=None)
    answer = client.post(f"/customers/roles/{role.pk}/end")
    assert answer.status_code == 204
    assert not Affiliation.objects.filter(person=customer, ended_at=None).exists()
    client.post(f"/customers/roles/{role.pk}/restore")
    assert Affiliation.objects.get(person=customer, ended_at=None).title == "Buyer"


def test_an_assignment_is_taken_back_by_undo(customer, manager, seller, signed_in):
    client = signed_in(manager)
    answer = client.post(f"/customers/{customer.pk}/take")
    customer.refresh_from_db()
    assert customer.owner_id == manager.pk
    client.post(f"/customers/{customer.pk}/assign?undo=1&owner={seller.pk}&team={seller.team_id}")
    customer.refresh_from_db()
    assert customer.owner_id == seller.pk
    assert "undo=1" in answer.headers["HX-Trigger"]


def test_a_number_leads_to_the_page(customer, seller, signed_in):
    client = signed_in(seller)
    assert client.get(f"/customers/{customer.number}").headers["Location"] == f"/customers/{customer.pk}"
    assert client.get("/customers/X-000001").status_code == 404
    assert client.get("/customers/C-99999999999999999999").status_code == 404
    assert client.get("/customers/99999999999999999999").status_code == 404


def test_a_page_with_ten_thousand_entries_asks_at_most_twenty_questions(seller, signed_in, conversation):
    company = add_customer(actor=MACHINE, kind="organisation", name="Bluefield Ltd")
    Affiliation.objects.create(person=conversation.customer, organisation=company)
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            customer=conversation.customer,
            organisation=company,
            at=now - timedelta(minutes=number),
            kind="message",
            direction="in",
            title=f"Entry {number}",
            text="word " * 300,
            key=f"test:{number}",
        )
        for number in range(10_000)
    )
    client = signed_in(seller)
    client.get(f"/customers/{company.pk}")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/customers/{company.pk}?from=customers")
    assert page.status_code == 200
    assert page.content.decode().count('class="entry entry-in"') == 30
    assert len(asked) <= 20, "\n".join(
        query["sql"][:60] + " … " + query["sql"].partition(" FROM ")[2][:150] for query in asked
    )


def test_the_timeline_goes_on_where_the_page_before_ended(seller, signed_in, customer):
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            customer=customer, at=now - timedelta(hours=n), kind="note", title=f"E{n}.", key=f"t:{n}"
        )
        for n in range(45)
    )
    client = signed_in(seller)
    first = client.get(f"/customers/{customer.pk}/timeline")
    older = first.context["older"]
    second = client.get(f"/customers/{customer.pk}/timeline", {"before": older}).content.decode()
    assert "E29." in first.content.decode()
    assert "E29." not in second
    assert all(f"E{n}." in second for n in range(30, 45))
    again = client.get(f"/customers/{customer.pk}/timeline", {"since": older}).content.decode()
    assert "E29." in again
    assert "E30." not in again


def test_a_customer_out_of_sight_is_not_there(customer, signed_in, stranger):
    from zhiji.kernel.access.actions import set_grants
    from zhiji.kernel.access.models import Role

    role = Role.objects.get(slug="sales")
    set_grants(actor=MACHINE, role_id=role.pk, scopes={"customer.view": "team"})
    assert signed_in(stranger).get(f"/customers/{customer.pk}").status_code == 404
    assert Customer.objects.filter(pk=customer.pk).exists()
