"""Requests about people's own data: taken in beside the person, carried out on a page of their own."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.tasks import carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(signed_in, manager):
    return signed_in(manager)


def take_in(page, customer, kind):
    values = {"kind": kind, "law": "gdpr", "words": "please", "checked": "called back"}
    answer = page.post(f"/customers/{customer.pk}/privacy", values)
    asked = PrivacyRequest.objects.latest("pk")
    assert answer.headers["HX-Redirect"] == asked.get_absolute_url()
    return asked


def test_a_copy_is_asked_for_made_and_fetched(page, customer):
    asked = take_in(page, customer, "export")
    assert "called back" in page.get(asked.get_absolute_url()).content.decode()
    page.post(f"/privacy/{asked.pk}/begin")
    assert DBTaskResult.objects.get().args_kwargs["args"][0] == asked.pk
    carry_out.func(asked.pk)
    content = b"".join(page.get(f"/privacy/{asked.pk}/copy").streaming_content)
    assert "data.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_an_erasure_shows_what_goes_before_and_what_went_after(page, customer):
    asked = take_in(page, customer, "erase")
    assert "Ways to reach them" in page.get(asked.get_absolute_url()).content.decode()
    page.post(f"/privacy/{asked.pk}/begin")
    carry_out.func(asked.pk)
    shown = page.get(asked.get_absolute_url()).content.decode()
    assert "What was erased" in shown
    assert "Lena" not in shown
    assert page.get(customer.get_absolute_url()).status_code == 404


def test_who_has_no_right_to_erase_is_told_whom_to_ask(signed_in, seller, page, customer):
    asked = take_in(page, customer, "erase")
    own = signed_in(seller)
    PrivacyRequest.objects.update(owner=seller)
    assert "right of its own" in own.get(asked.get_absolute_url()).content.decode()
    assert own.post(f"/privacy/{asked.pk}/begin").status_code == 403


def test_a_correction_ends_with_an_answer_and_a_refusal_needs_one(page, customer):
    asked = take_in(page, customer, "correct")
    assert page.post(f"/privacy/{asked.pk}/settle", {"refuse": "1"}).status_code == 422
    assert page.post(f"/privacy/{asked.pk}/settle", {"answer": "New name noted."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("done", "New name noted.")


def test_a_restriction_holds_at_once_and_the_list_shows_what_is_due(page, customer):
    asked = take_in(page, customer, "restrict")
    assert asked.number in page.get("/privacy?view=open").content.decode()
    page.post(f"/privacy/{asked.pk}/begin")
    assert "Data at rest" in page.get(f"/customers/{customer.pk}/panels").content.decode()
    assert asked.number not in page.get("/privacy?view=open").content.decode()


def test_a_dialog_without_proof_of_who_asks_comes_back(page, customer):
    answer = page.post(f"/customers/{customer.pk}/privacy", {"kind": "erase", "law": "gdpr"})
    assert answer.status_code == 422
    assert not PrivacyRequest.objects.exists()


def test_what_waits_for_us_stands_before_what_is_settled_and_the_soonest_first(page, customer):
    settled, late, soon = (take_in(page, customer, kind) for kind in ("correct", "export", "restrict"))
    page.post(f"/privacy/{settled.pk}/settle", {"answer": "done"})
    for asked, days in ((settled, -30), (late, -2), (soon, 5)):
        due = timezone.now() + timedelta(days=days)
        PrivacyRequest.objects.filter(pk=asked.pk).update(due_at=due)
    shown = page.get("/privacy").content.decode()
    places = [shown.index(asked.number) for asked in (late, soon, settled)]
    assert places == sorted(places)
    assert 'badge-bad">late' in shown
