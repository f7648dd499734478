import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.actions import switch_module
from zhiji.sales.leads.models import Lead
from zhiji.sales.leads.tests.conftest import MACHINE
from zhiji.ui import nav, palette, panels

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, seller):
    client.force_login(seller)
    return client


def undo_of(response) -> str:
    return json.loads(response["HX-Trigger"])["toast"]["undo_url"]


def new_form(desk) -> dict[str, str]:
    html = desk.get("/leads/new").content.decode()
    return {"key": re.search(r'name="key" value="(\w+)"', html)[1], "source": "phone"}


@pytest.mark.parametrize("path", ["", "?layout=board", "?view=mine", "?view=unassigned", "?view=qualified"])
def test_the_list_opens_in_every_view(desk, lead, path):
    assert desk.get(f"/leads/{path}").status_code == 200


def test_a_double_click_makes_one_lead(desk, customer):
    data = {**new_form(desk), "customer": customer.pk, "subject": "100 boards"}
    first, second = desk.post("/leads/new", data), desk.post("/leads/new", data)
    assert first["Location"] == second["Location"] == Lead.objects.get().get_absolute_url()


def test_a_double_click_with_somebody_new_makes_one_person(desk):
    data = {**new_form(desk), "name": "韩梅梅", "phone": "138 0000 1234", "subject": "50 boards"}
    desk.post("/leads/new", data)
    desk.post("/leads/new", data)
    assert Lead.objects.get().customer.name == "韩梅梅"
    assert Customer.objects.filter(kind="person").count() == 1


def test_somebody_typed_in_who_is_known_already_is_found_again(desk, customer):
    data = {**new_form(desk), "name": "Lei", "mail": "LiLei@BlueSky.example", "subject": "50 boards"}
    desk.post("/leads/new", data)
    assert Lead.objects.get().customer == customer


def test_a_lead_for_nobody_is_sent_back_with_its_words(desk):
    response = desk.post("/leads/new", {**new_form(desk), "subject": "50 boards", "q": "nobody like this"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="50 boards"' in html
    assert "Choose a customer" in html


def test_the_search_offers_customers_to_choose(desk, customer):
    html = desk.get("/leads/customers?q=李雷").content.decode()
    assert f'value="{customer.pk}"' in html


def test_giving_up_asks_why_and_can_be_undone(desk, lead):
    assert desk.post(f"/leads/{lead.pk}/give-up", {"reason": ""}).status_code == 422
    done = desk.post(f"/leads/{lead.pk}/give-up", {"reason": "price"})
    found = Lead.objects.get()
    assert (found.state, found.lost_reason) == ("lost", "price")
    assert "price" in desk.get(lead.get_absolute_url()).content.decode()
    desk.post(undo_of(done))
    assert Lead.objects.get().state == "new"


def test_a_card_moved_on_the_board_changes_the_state_and_can_be_moved_back(desk, lead):
    moved = desk.post("/leads/?layout=board", {"move": lead.pk, "to": "qualified"})
    assert moved.status_code == 204
    assert Lead.objects.get().state == "qualified"
    desk.post(undo_of(moved))
    assert Lead.objects.get().state == "new"


def test_a_lead_that_a_colleague_of_another_team_holds_is_not_found(desk, lead, viewer):
    Lead.objects.filter(pk=lead.pk).update(owner=viewer)
    assert desk.get(lead.get_absolute_url()).status_code == 404


def test_a_new_lead_by_form_asks_the_database_few_questions(desk, customer):
    data = {**new_form(desk), "customer": customer.pk, "subject": "100 boards"}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.post("/leads/new", data)
    assert len(asked) <= 24, "\n".join(query["sql"][:150] for query in asked)


def test_while_sales_is_off_pages_menu_commands_and_panels_are_gone(desk, seller, lead):
    actor = Actor.of(seller)
    switch_module(actor=MACHINE, slug="sales", on=False)
    for path in ("/leads/", "/leads/new", lead.get_absolute_url(), f"/leads/{lead.pk}/edit"):
        assert desk.get(path).status_code == 404
    assert "leads" not in {item.slug for item in nav.items_for(actor)}
    assert "lead_new" not in {command.slug for command in palette.open_to(actor)}
    assert not [panel for panel in panels.known_at(actor, "customer.right") if panel.module == "sales"]
