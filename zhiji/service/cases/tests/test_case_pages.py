import json
import re

import pytest
from django.urls import reverse

from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.actions import switch_module
from zhiji.service.cases.actions import assign_case, change_case
from zhiji.service.cases.models import Case
from zhiji.service.cases.tests.conftest import MACHINE
from zhiji.ui import nav, panels

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, agent):
    client.force_login(agent)
    return client


def undo_of(response) -> str:
    return json.loads(response["HX-Trigger"])["toast"]["undo_url"]


def new_form(desk) -> dict[str, str]:
    html = desk.get("/cases/new").content.decode()
    return {"key": re.search(r'name="key" value="(\w+)"', html)[1], "kind": "question", "priority": "normal"}


@pytest.mark.parametrize(
    "path", ["", "?layout=board", "?view=mine", "?view=unassigned", "?view=waiting", "?view=open"]
)
def test_the_list_opens_in_every_view(desk, case, path):
    assert desk.get(f"/cases/{path}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=starts",
        "state=unsettled",
        "priority=normal",
        "kind=question",
        "owner=none",
        "team=none",
        "opened=2020-01-01..",
    ],
)
def test_every_filter_finds_the_case_it_fits(desk, case, query):
    shown = case.subject in desk.get(f"/cases/?{query}").content.decode()
    assert shown is (query != "q=starts")


def test_the_page_shows_customer_clock_and_history(desk, case):
    html = desk.get(case.get_absolute_url()).content.decode()
    for text in ("李雷", case.number, "waiting for less than a minute", "opened the case"):
        assert text in html


def test_a_case_is_opened_for_a_chosen_customer_once_however_often_one_clicks(desk, customer, agent):
    data = {**new_form(desk), "customer": customer.pk, "subject": "No power", "owner": agent.pk}
    first, second = desk.post("/cases/new", data), desk.post("/cases/new", data)
    case = Case.objects.get()
    assert first["Location"] == second["Location"] == case.get_absolute_url()
    assert case.owner == agent


def test_a_case_is_opened_for_somebody_new_with_one_form(desk):
    data = {**new_form(desk), "name": "Han Mei", "mail": "han@redsun.example", "subject": "No power"}
    assert desk.post("/cases/new", data).status_code == 302
    assert desk.post("/cases/new", data).status_code == 302
    assert Case.objects.get().customer.name == "Han Mei"
    assert Customer.objects.filter(kind="person").count() == 1


def test_faults_stand_at_their_fields_and_what_was_typed_stays(desk):
    data = {**new_form(desk), "name": "Han Mei", "mail": "nonsense", "description": "It smokes."}
    response = desk.post("/cases/new", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "It smokes." in html
    assert "This is not a mail address" in html
    assert 'id="id_subject_error"' in html
    assert not Case.objects.exists()


def test_two_who_edit_at_once_are_told_and_keep_what_they_typed(desk, case):
    html = desk.get(f"/cases/{case.pk}/edit").content.decode()
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    change_case(actor=MACHINE, case_id=case.pk, version=None, values={"subject": "Theirs"})
    data = {"subject": "Mine", "kind": "question", "priority": "high", "description": "", "version": version}
    response = desk.post(f"/cases/{case.pk}/edit", data)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in html
    assert 'value="Mine"' in html
    newer = re.search(r'name="version" value="(\d+)"', html)[1]
    assert desk.post(f"/cases/{case.pk}/edit", {**data, "version": newer}).status_code == 302
    assert Case.objects.get().subject == "Mine"


def test_closing_and_taking_can_each_be_undone(desk, case, agent):
    closed = desk.post(f"/cases/{case.pk}/state", {"state": "closed"})
    assert Case.objects.get().state == "closed"
    desk.post(undo_of(closed))
    assert Case.objects.get().state == "new"
    taken = desk.post(f"/cases/{case.pk}/assign", {"me": "1"})
    assert Case.objects.get().owner == agent
    desk.post(undo_of(taken))
    assert Case.objects.get().owner is None


def test_many_are_closed_at_once_and_come_back_as_they_were(desk, case, customer):
    other = Case.objects.create(customer=customer, subject="Other", opened_at=case.opened_at, state="waiting")
    done = desk.post("/cases/", {"bulk": "close", "ids": [case.pk, other.pk]})
    assert set(Case.objects.values_list("state", flat=True)) == {"closed"}
    desk.post(undo_of(done))
    assert dict(Case.objects.values_list("pk", "state")) == {case.pk: "new", other.pk: "waiting"}


def test_nobody_undoes_what_somebody_else_did(desk, case):
    assign_case(actor=MACHINE, case_id=case.pk, owner_id=None)
    desk.post("/cases/undo?after=0&until=999999")
    assert Case.objects.get().version == 2


def test_a_card_moved_on_the_board_changes_the_state_and_can_be_moved_back(desk, case):
    moved = desk.post("/cases/?layout=board", {"move": case.pk, "to": "open"})
    assert moved.status_code == 204
    assert Case.objects.get().state == "open"
    desk.post(undo_of(moved))
    assert Case.objects.get().state == "new"


def test_a_viewer_sees_but_changes_nothing(client, viewer, case):
    client.force_login(viewer)
    assert client.get(case.get_absolute_url()).status_code == 200
    for path in ("state", "assign", "edit"):
        assert client.post(f"/cases/{case.pk}/{path}", {"state": "closed", "me": "1"}).status_code == 403
    assert client.get("/cases/new").status_code == 403
    assert Case.objects.get().state == "new"


def test_a_case_that_is_not_there_is_not_found(desk):
    assert desk.get("/cases/999").status_code == 404
    assert desk.post("/cases/999/state", {"state": "open"}).status_code == 404


def test_while_service_is_off_pages_menu_and_panels_are_gone(desk, agent, case, customer):
    actor = Actor.of(agent)
    assert "cases" in {item.slug for item in nav.items_for(actor)}
    switch_module(actor=MACHINE, slug="service", on=False)
    for name, arguments in (
        ("case_list", []),
        ("case_new", []),
        ("case_page", [case.pk]),
        ("case_edit", [case.pk]),
    ):
        assert desk.get(reverse(name, args=arguments)).status_code == 404
    assert "cases" not in {item.slug for item in nav.items_for(actor)}
    assert not [panel for panel in panels.known_at(actor, "customer.right") if panel.module == "service"]
