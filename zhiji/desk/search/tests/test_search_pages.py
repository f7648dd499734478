"""Search page, palette and scans."""

import pytest
from django.test import Client

from zhiji.customers.parties.actions import add_customer
from zhiji.desk.search.queries import marked
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")


@pytest.fixture
def page(db):
    """Give a browser in which a salesperson is signed in."""
    client = Client()
    user = add_user(actor=MACHINE, email="s@x.example", name="Sam", roles=["sales"])
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def company(db):
    """Give an organisation."""
    return add_customer(
        actor=MACHINE, kind="organisation", name="蓝天电子", points=[("mail", "a@lantian.example")]
    )


def test_pinyin_initials_find_on_page_and_palette(page, company):
    for address in ("/search?q=lantian", "/palette?q=lantian"):
        assert "蓝天电子" in page.get(address).content.decode()


def test_a_scanned_number_leads_to_its_page(page, company):
    add_customer(actor=MACHINE, kind="person", name=f"Person named {company.number}")
    assert page.get(f"/search/go?q={company.number}").headers["Location"] == f"/customers/{company.pk}"


def test_what_is_not_sure_is_shown_as_a_search(page, company):
    add_customer(actor=MACHINE, kind="organisation", name="蓝天机械")
    assert page.get("/search/go?q=蓝天").headers["Location"].startswith("/search?q=")


def test_an_empty_palette_offers_pages_and_actions(page):
    text = page.get("/palette?q=").content.decode()
    assert "/customers/new?kind=person" in text
    assert "New person" in page.get("/palette?q=new per").content.decode()


def test_what_was_typed_is_marked_and_nothing_of_a_name_is_trusted():
    assert str(marked("<b>Blue</b>field", "blue")) == "&lt;b&gt;<mark>Blue</mark>&lt;/b&gt;field"


def test_a_kind_that_does_not_exist_narrows_nothing(page, company):
    assert "电子" in page.get("/search?q=蓝天&kind=nonsense").content.decode()
