"""The list of customers, acts on many of them, and new ones."""

import pytest
from django.db import connection

from zhiji.customers.parties.actions import add_customer, assign_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.actions import note_claims, save_source
from zhiji.customers.sources.models import SourceRecord
from zhiji.desk.customers import listing, said_by
from zhiji.desk.customers.tests.conftest import MACHINE
from zhiji.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def names(page):
    return [row["object"].name for row in page.context["rows"]]


def test_presets_and_filters_narrow_the_list(customer, seller, stranger, signed_in):
    add_customer(actor=MACHINE, kind="organisation", name="Quartz Labs", values={"region": "East"})
    client = signed_in(seller)
    assert names(client.get("/customers/?view=mine")) == ["Lena Torres"]
    assert names(signed_in(stranger).get("/customers/?view=mine")) == []
    assert names(client.get("/customers/?view=organisations")) == ["Quartz Labs"]
    assert names(client.get("/customers/?region=East")) == ["Quartz Labs"]
    assert names(client.get("/customers/?find=quarts")) == ["Quartz Labs"]
    assert names(client.get("/customers/?contact=2020-01-01..2020-02-01")) == []


@pytest.mark.parametrize("few", [2_000, 0])
def test_whoever_nobody_holds_is_found_among_few_and_among_many(
    customer, seller, manager, signed_in, monkeypatch, few
):
    monkeypatch.setattr(listing, "FEW", few)
    for name in ("Quartz Labs", "Amber Works"):
        add_customer(actor=MACHINE, kind="organisation", name=name)
    client = signed_in(manager)
    for free in ("owner=none", "team=none"):
        assert names(client.get(f"/customers/?{free}&sort=sort_name")) == ["Amber Works", "Quartz Labs"]
    assert names(client.get(f"/customers/?owner={seller.pk}")) == ["Lena Torres"]


@pytest.mark.parametrize(("many", "few"), [(100_000, 20_000), (0, 0)])
def test_the_list_is_narrowed_to_whom_a_source_speaks_of(manager, signed_in, monkeypatch, many, few):
    monkeypatch.setattr(said_by, "MANY", many)
    monkeypatch.setattr(said_by, "FEW", few)
    ada, ben, _cleo = (
        add_customer(actor=MACHINE, kind="person", name=name, source=source)
        for name, source in (("Ada", "desk"), ("Ben", "mail"), ("Cleo", "mail"))
    )
    save_source(actor=MACHINE, source_id=None, values={"name": "Fair", "kind": "department", "trust": 40})
    for one in (ada, ben):
        note_claims(actor=MACHINE, source="fair", customer_id=one.pk, values={"region": "East"})
    client = signed_in(manager)

    def found(source):
        return names(client.get(f"/customers/?source={source}&sort=sort_name"))

    assert found("fair") == ["Ada", "Ben"]
    assert found("people") == ["Ada"]
    assert found("mail") == ["Ben", "Cleo"]
    SourceRecord.objects.filter(source__key="fair", customer=ben).update(state="undone")
    assert found("fair") == ["Ada"]
    assert found("web") == found("nobody") == []
    page = client.get("/customers/?source=fair").content.decode()
    assert all(f'<option value="{key}"' in page for key in ("fair", "people", "mail", "web", "portal"))


def test_a_list_by_a_filter_is_read_from_the_index_of_that_filter(db):
    for name, value in (("category", "home"), ("region", "East"), ("owner", 1), ("team", 1)):
        keep = next(one for one in listing.FILTERS if one.key == name).apply
        for sort in ("sort_name", "-last_contact_at", "-created_at"):
            told = keep(Customer.objects.order_by(sort, "-pk" if sort[0] == "-" else "pk"), value)
            if connection.vendor == "sqlite":
                assert f"customer_{name}_" in told[:50].explain()


def test_many_are_assigned_and_taken_back_but_not_those_changed_since(manager, seller, stranger, signed_in):
    made = [
        add_customer(actor=MACHINE, kind="person", name=f"Person {n}", owner_id=stranger.pk) for n in range(3)
    ]
    client = signed_in(manager)
    chosen = {"bulk": "assign", "ids": [one.pk for one in made], "owner": seller.pk, "team": seller.team_id}
    answer = client.post("/customers/", chosen)
    assert answer.status_code == 204
    assert Customer.objects.filter(owner=seller).count() == 3
    assign_customer(actor=MACHINE, customer_id=made[0].pk, owner_id=manager.pk, team_id=None)
    lines = AuditEntry.objects.filter(action="assign_customer", user_id=manager.pk).order_by("id")
    client.post(f"/customers/back/{lines.first().pk - 1}-{lines.last().pk}")
    owners = list(Customer.objects.order_by("pk").values_list("owner_id", flat=True))
    assert owners == [manager.pk, stranger.pk, stranger.pk]


def test_who_is_given_to_a_team_keeps_their_owner(customer, manager, seller, teams, signed_in):
    client = signed_in(manager)

    def assign(owner, team):
        answer = client.post(
            "/customers/", {"bulk": "assign", "ids": [customer.pk], "owner": owner, "team": team}
        )
        customer.refresh_from_db()
        return answer

    assign("", teams[1].pk)
    assert (customer.owner_id, customer.team_id) == (seller.pk, teams[1].pk)
    assign("none", "")
    assert (customer.owner_id, customer.team_id) == (None, teams[1].pk)
    assert "Choose an owner or a team." in assign("", "").content.decode()
    assert (customer.owner_id, customer.team_id) == (None, teams[1].pk)


def test_nobody_takes_back_what_another_did(customer, manager, stranger, signed_in):
    client = signed_in(manager)
    client.post("/customers/", {"bulk": "assign", "ids": [customer.pk], "owner": stranger.pk, "team": ""})
    signed_in(stranger).post("/customers/back/0-999999")
    customer.refresh_from_db()
    assert customer.owner_id == stranger.pk


def test_a_new_customer_gets_an_owner_and_leads_to_their_page(seller, signed_in):
    typed = {
        "kind": "person",
        "name": "Ada Brandt",
        "mail": "ada@mill.example",
        "phone": "",
        "category": "home",
    }
    answer = signed_in(seller).post("/customers/new", typed)
    added = Customer.objects.get(name="Ada Brandt")
    assert answer.headers["Location"] == f"/customers/{added.pk}"
    assert (added.owner_id, added.team_id, added.category) == (seller.pk, seller.team_id, "home")


def test_somebody_known_by_their_address_is_shown_before_a_second_is_added(customer, seller, signed_in):
    client = signed_in(seller)
    typed = {"kind": "person", "name": "L. Torres", "mail": "LENA@bluefield.example"}
    answer = client.post("/customers/new", typed)
    assert answer.status_code == 422
    assert f"/customers/{customer.pk}" in answer.content.decode()
    assert client.post("/customers/new", {**typed, "anyway": "1"}).status_code == 302


def test_a_wrong_number_comes_back_with_what_was_typed(seller, signed_in):
    answer = signed_in(seller).post(
        "/customers/new", {"kind": "person", "name": "Kept Name", "phone": "banana"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Kept Name"' in text
    assert "banana" in text
    assert not Customer.objects.exists()
