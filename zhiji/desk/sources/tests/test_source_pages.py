"""Pages of sources: where a value comes from, what others say, and by what it is decided."""

import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Identifier
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.models import Source, SourceRecord, SurvivorshipRule
from zhiji.customers.sources.tasks import reweigh_all
from zhiji.desk.sources.tests.conftest import MACHINE
from zhiji.kernel.access.actions import set_grants
from zhiji.kernel.access.models import Role
from zhiji.kernel.fields.actions import define_field
from zhiji.kernel.fields.keeping import forget_fields

pytestmark = pytest.mark.django_db


def test_a_value_tells_its_source_and_its_rivals(company, manager):
    page = manager.get(f"/customers/{company.pk}/told?field=name").content.decode()
    assert "Blue Sea Ltd" in page
    assert "Service list" in page
    assert "Blue Sky Ltd" in page
    assert "trusted more" in page
    assert manager.get(f"/customers/{company.pk}/told?field=nothing").status_code == 404


def test_the_record_shows_how_many_fields_are_in_conflict(company, manager):
    page = manager.get(f"/customers/{company.pk}").content.decode()
    assert "2 conflicts" in page
    assert page.count("is-conflict") == 2


def test_the_losing_value_is_taken_by_one_click_and_given_back_by_undo(company, manager):
    loser = SourceRecord.objects.get(source__key="sales-list")
    answer = manager.post(f"/customers/{company.pk}/choose", {"field": "name", "record": loser.pk})
    company.refresh_from_db()
    assert (answer.status_code, company.name) == (204, "Blue Sky Ltd")
    made = SourceRecord.objects.get(source__key="people")
    undo = f"/customers/said/{made.pk}/back"
    assert undo in answer.headers["HX-Trigger"]
    manager.post(undo)
    company.refresh_from_db()
    assert company.name == "Blue Sea Ltd"
    assert "warning" in manager.post(undo).headers["HX-Trigger"]


def test_a_preferred_number_is_a_word_of_ours(company, manager):
    field = "point:phone:+862155550101"
    assert manager.post(f"/customers/{company.pk}/choose", {"field": field, "record": ""}).status_code == 204
    assert SourceRecord.objects.get(source__key="people").values["points"][0]["value"] == "+862155550101"


def test_who_may_not_change_a_customer_sees_where_values_come_from_but_takes_none(company, seller):
    role = Role.objects.get(slug="sales")
    set_grants(actor=MACHINE, role_id=role.pk, scopes={"customer.view": "all"})
    page = seller.get(f"/customers/{company.pk}/told?field=name").content.decode()
    assert "Blue Sea Ltd" in page
    assert "data-take" not in page
    loser = SourceRecord.objects.get(source__key="sales-list")
    url = f"/customers/{company.pk}/choose"
    assert seller.post(url, {"field": "name", "record": loser.pk}).status_code == 403


def test_the_work_list_puts_the_values_side_by_side(company, manager):
    page = manager.get("/sources/conflicts").content.decode()
    assert "Blue Sea Ltd" in page
    assert "Blue Sky Ltd" in page
    assert "West" in page
    preview = manager.get(f"/sources/conflicts?preview={company.pk}").content.decode()
    assert preview.count("data-take") == 4
    assert "Settled" not in manager.get(f"/sources/conflicts/{company.pk}").content.decode()


def test_the_page_of_conflicts_keeps_the_tabs_of_its_section(company, manager, seller):
    tab = '<a href="/sources/conflicts" aria-current="page">'
    page = manager.get("/sources/conflicts").content.decode()
    assert tab in page
    assert 'href="/sources/survivorship"' in page
    assert tab not in manager.get("/sources/").content.decode()
    set_grants(actor=MACHINE, role_id=Role.objects.get(slug="sales").pk, scopes={"customer.view": "all"})
    assert 'href="/sources/survivorship"' not in seller.get("/sources/conflicts").content.decode()


def test_the_list_of_customers_narrows_to_conflicts(company, manager):
    assert "Blue Sea Ltd" in manager.get("/customers/?conflict=yes").content.decode()


def test_what_sources_said_is_shown_as_it_came(company, manager):
    page = manager.get(f"/customers/{company.pk}/records").content.decode()
    assert "Service list" in page
    assert "S-1" in page
    single = add_customer(actor=MACHINE, kind="person", name="Lena", source="mail")
    page = manager.get(f"/customers/{single.pk}/records").content.decode()
    assert "anything so far: Mail." in page


def test_a_tax_number_is_checked_verified_and_removed(company, manager):
    url = f"/customers/{company.pk}/numbers"
    wrong = manager.post(url, {"kind": "tax", "typed": "91310000X00000000X"})
    assert wrong.status_code == 422
    assert "certificate" in wrong.content.decode()
    manager.post(url, {"kind": "tax", "typed": "91110000 6000 3734 1l"})
    number = Identifier.objects.get(customer=company)
    assert (number.value, number.verified_at) == ("91110000600037341L", None)
    manager.post(f"/customers/numbers/{number.pk}/verify")
    number.refresh_from_db()
    assert number.verified_at is not None
    answer = manager.post(f"/customers/numbers/{number.pk}/remove")
    assert not Identifier.objects.filter(customer=company).exists()
    assert "/back" in answer.headers["HX-Trigger"]


def test_trust_decides_anew_for_everybody(company, manager):
    source = Source.objects.get(key="sales-list")
    page = manager.post(f"/sources/{source.pk}", {"name": "Sales list", "kind": "department", "trust": "90"})
    assert page.status_code == 302
    reweigh_all.call()
    company.refresh_from_db()
    assert company.name == "Blue Sky Ltd"


def test_trust_beyond_a_hundred_is_refused(company, manager):
    source = Source.objects.get(key="sales-list")
    page = manager.post(f"/sources/{source.pk}", {"name": "Sales list", "kind": "department", "trust": "101"})
    assert page.status_code == 422


def test_an_order_of_criteria_is_set_and_reset(company, manager):
    url = "/sources/survivorship/name"
    twice = manager.post(url, {"place_0": "recent", "place_1": "recent"})
    assert twice.status_code == 422
    assert manager.post(url, {"place_0": "recent", "stale_after": "365"}).status_code == 302
    rule = SurvivorshipRule.objects.get(field="name")
    assert (rule.order, rule.stale_after) == (["recent"], 365)
    assert "changed by you" in manager.get("/sources/survivorship").content.decode()
    manager.post(f"{url}/reset")
    rule.refresh_from_db()
    assert (rule.order, rule.stale_after) == ([], 365)


def test_a_salesperson_reads_the_table_but_does_not_change_it(company, seller):
    assert seller.get("/sources/").status_code == 200
    assert seller.get("/sources/survivorship").status_code == 200
    assert seller.get("/sources/survivorship/name").status_code == 403
    assert seller.get("/sources/new").status_code == 403


def test_a_new_source_gets_a_key_and_no_second_one(manager):
    told = {"name": "Reception", "kind": "department", "trust": "40"}
    assert manager.post("/sources/new", told).status_code == 302
    assert Source.objects.get(name="Reception").key == "reception"
    assert manager.post("/sources/new", told).status_code == 422


def test_a_conflict_of_an_own_field_is_told_to_whom_it_is_not_hidden(company, manager, seller):
    role = Role.objects.get(slug="sales")
    set_grants(actor=MACHINE, role_id=role.pk, scopes={"customer.view": "all"})
    size = define_field(
        actor=MACHINE,
        record_kind="customer",
        kind="number",
        label_en="Size",
        rights={str(role.pk): "hidden"},
    )
    for source, number in (("service-list", 12), ("sales-list", 40)):
        values = {size.name: number, "name": company.name, "region": company.region}
        note_claims(
            actor=MACHINE, source=source, customer_id=company.pk, values=values, external_id=f"{source}-9"
        )
    forget_fields("customer")
    assert "Size" in manager.get("/sources/conflicts").content.decode()
    assert "Size" not in seller.get("/sources/conflicts").content.decode()


@pytest.fixture
def size_of(company):
    """Give customers a field of which two lists disagree, with what sales may do with it."""

    def made(right):
        role = Role.objects.get(slug="sales")
        size = define_field(
            actor=MACHINE,
            record_kind="customer",
            kind="number",
            label_en="Size",
            rights={str(role.pk): right},
        )
        for source, number in (("service-list", 12), ("sales-list", 40)):
            values = {size.name: number, "name": company.name, "region": company.region}
            note_claims(
                actor=MACHINE, source=source, customer_id=company.pk, values=values, external_id=f"{source}-9"
            )
        forget_fields("customer")
        return size.name

    yield made
    forget_fields("customer")


def test_a_value_that_one_may_only_read_has_no_button_to_take_another(company, manager, seller, size_of):
    name = size_of("read")
    for page in (f"/customers/{company.pk}/told?field={name}", f"/sources/conflicts/{company.pk}"):
        assert f'value="{name}"' in manager.get(page).content.decode()
        told = seller.get(page).content.decode()
        assert "Size" in told
        assert f'value="{name}"' not in told


def test_the_order_of_a_hidden_field_is_neither_shown_nor_set(manager, seller, size_of):
    name = size_of("hidden")
    role = Role.objects.get(slug="sales")
    set_grants(actor=MACHINE, role_id=role.pk, scopes={"source.view": "all", "source.change": "all"})
    assert "Size" in manager.get("/sources/survivorship").content.decode()
    assert "Size" not in seller.get("/sources/survivorship").content.decode()
    assert seller.get(f"/sources/survivorship/{name}").status_code == 404
    assert seller.post(f"/sources/survivorship/{name}/reset").status_code == 404
    assert manager.get(f"/sources/survivorship/{name}").status_code == 200


def test_what_a_list_said_is_not_taken_back_by_its_key(company, seller):
    record = SourceRecord.objects.get(source__key="service-list")
    answer = seller.post(f"/customers/said/{record.pk}/back")
    assert "warning" in answer.headers["HX-Trigger"]
    record.refresh_from_db()
    company.refresh_from_db()
    assert (record.state, company.name) == ("current", "Blue Sea Ltd")


def test_each_field_tells_after_how_many_days_it_is_stale(manager):
    page = manager.get("/sources/survivorship").content.decode()
    assert "540" in page
    assert "never stale" in page
