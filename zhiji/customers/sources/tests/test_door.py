"""The one door: what sources say becomes their records, and what counts becomes the customer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhiji.customers.parties.actions import add_customer, remove_contact_point
from zhiji.customers.parties.models import Affiliation, ContactPoint, Identifier
from zhiji.customers.sources.actions import (
    add_contact_point,
    change_customer,
    choose_value,
    link_person,
    note_claims,
    remove_identifier,
    reweigh_customers,
    set_identifier,
    take_back_change,
    take_back_claims,
)
from zhiji.customers.sources.models import SourceRecord, SurvivorshipRule
from zhiji.customers.sources.queries import conflicts_of, provenance
from zhiji.customers.sources.tests.conftest import MACHINE
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.errors import Conflict, Denied, Refused
from zhiji.kernel.search.queries import search

pytestmark = pytest.mark.django_db


def says(customer, source="service-list", actor=MACHINE, external_id="S-1", whole=True, **values):
    return note_claims(
        actor=actor,
        source=source,
        customer_id=customer.pk,
        values=values,
        external_id=external_id,
        whole=whole,
    )


def point(value, kind="mail"):
    return {"kind": kind, "typed": value, "value": value}


def test_adding_a_customer_writes_no_source_record(company):
    assert not SourceRecord.objects.exists()
    choice = provenance(company)["name"]
    assert (choice.value, choice.winner.source, choice.reason) == ("Blue Sky Ltd", "sales-list", "only")


def test_a_second_source_writes_the_first_ones_record_down_and_disagrees(company, lists):
    says(company, name="Blue Sea Ltd", region="East")
    company.refresh_from_db()
    first, second = SourceRecord.objects.order_by("id")
    assert (first.source.key, first.external_id) == ("sales-list", company.number)
    assert first.values["name"] == "Blue Sky Ltd"
    assert {entry["value"] for entry in first.values["points"]} == {"+862155550101", "info@bluesky.example"}
    assert second.values == {"name": "Blue Sea Ltd", "region": "East"}
    assert company.name == "Blue Sea Ltd"
    assert company.has_conflict
    told = provenance(company)
    assert told["name"].reason == "trust"
    assert [rival.value for rival in told["name"].rivals] == ["Blue Sky Ltd"]
    assert told["region"].reason == "agreed"
    assert list(conflicts_of([company])[company.pk]) == ["name"]


def test_the_same_delivery_again_changes_nothing(company, lists):
    values = {"name": "Blue Sea Ltd", "points": [point("a@sea.example")]}
    first = says(company, **values)
    company.refresh_from_db()
    version, lines = company.version, history_of(company).count()
    assert says(company, **values).pk == first.pk
    company.refresh_from_db()
    assert company.version == version
    assert SourceRecord.objects.filter(source__key="service-list").count() == 1
    assert history_of(company).count() == lines


def test_what_a_list_repeats_keeps_its_age(company, lists):
    first = says(company, name="Blue Sea Ltd", region="West", points=[point("a@sea.example")])
    second = says(company, name="Blue Sea Ltd", region="North", points=[point("a@sea.example")])
    told = provenance(company)
    assert second.previous_id == first.pk
    assert told["name"].winner.at == first.at
    assert told["region"].winner.at == second.at
    assert told["point:mail:a@sea.example"].winner.at == first.at


def test_a_value_that_a_source_no_longer_says_goes_unless_another_says_it(company, lists):
    says(
        company, language="en", region="East", points=[point("a@sea.example"), point("info@bluesky.example")]
    )
    says(company)
    company.refresh_from_db()
    assert company.language == ""
    assert company.region == "East"
    left = ContactPoint.objects.current().filter(customer=company, kind="mail")
    assert [one.value for one in left] == ["info@bluesky.example"]


def test_a_person_decides_and_the_conflict_is_settled(company, lists, nora):
    says(company, name="Blue Sea Ltd")
    change_customer(actor=nora, customer_id=company.pk, version=None, values={"name": "Blue Sky Works"})
    company.refresh_from_db()
    assert company.name == "Blue Sky Works"
    assert not company.has_conflict
    choice = provenance(company)["name"]
    assert (choice.winner.source, choice.winner.by, choice.reason) == ("people", "Nora", "people")
    assert len(choice.rivals) == 2


def test_later_news_from_a_list_is_a_conflict_but_does_not_overrule_our_people(company, lists, nora):
    change_customer(actor=nora, customer_id=company.pk, version=None, values={"name": "Blue Sky Works"})
    says(company, name="Blue Ocean Ltd")
    company.refresh_from_db()
    assert company.name == "Blue Sky Works"
    assert company.has_conflict


def test_the_losing_value_is_one_act_away_and_one_act_back(company, lists, nora):
    said = says(company, name="Blue Sea Ltd")
    rival = provenance(company)["name"].rivals[0]
    made = choose_value(actor=nora, customer_id=company.pk, field="name", record_id=rival.record_id)
    company.refresh_from_db()
    assert company.name == "Blue Sky Ltd"
    assert not company.has_conflict
    take_back_claims(actor=nora, record_id=made.pk)
    company.refresh_from_db()
    assert company.name == "Blue Sea Ltd"
    assert company.has_conflict
    assert provenance(company)["name"].winner.record_id == said.pk
    with pytest.raises(Refused, match="undone"):
        take_back_claims(actor=nora, record_id=made.pk)


def test_taking_back_keeps_what_was_said_since(company, lists, nora):
    first = says(company, "people", nora, external_id="", whole=False, region="West", language="en")
    change_customer(actor=nora, customer_id=company.pk, version=None, values={"language": "zh-hans"})
    take_back_claims(actor=nora, record_id=first.pk)
    company.refresh_from_db()
    assert (company.region, company.language) == ("East", "zh-hans")


def test_a_change_to_many_is_taken_back_as_it_was(company, lists, nora):
    says(company, category="large")
    change_customer(actor=nora, customer_id=company.pk, version=None, values={"category": "education"})
    take_back_change(actor=nora, customer_id=company.pk, before={"category": "large"})
    company.refresh_from_db()
    assert company.category == "large"
    assert provenance(company)["category"].winner.source == "service-list"


def test_a_contact_point_taken_away_does_not_come_back_with_the_same_list(company, lists, nora):
    says(company, name="Blue Sky Ltd", points=[point("old@sky.example")])
    gone = ContactPoint.objects.get(customer=company, value="old@sky.example")
    remove_contact_point(actor=nora, point_id=gone.pk)
    says(company, name="Blue Sky Limited", points=[point("old@sky.example")])
    assert not ContactPoint.objects.current().filter(value="old@sky.example").exists()
    assert "point:mail:old@sky.example" not in provenance(company)
    says(company, "reception", external_id="R-9", points=[point("old@sky.example")])
    assert ContactPoint.objects.current().get(value="old@sky.example").pk == gone.pk


def test_a_contact_point_typed_by_a_person_is_theirs_and_preferred(company, nora):
    added = add_contact_point(actor=nora, customer_id=company.pk, kind="mail", typed="Buyer@BlueSky.example")
    told = provenance(company)["point:mail:buyer@bluesky.example"]
    assert (told.winner.source, told.winner.by) == ("people", "Nora")
    assert ContactPoint.objects.get(pk=added.pk).is_primary
    assert not ContactPoint.objects.get(customer=company, value="info@bluesky.example").is_primary
    hits = search(MACHINE, "buyer@bluesky.example", kinds=("customer",), limit=5).hits
    assert [hit.object_id for hit in hits] == [company.pk]


def test_two_tax_numbers_are_a_conflict_until_a_person_takes_one(company, lists, nora):
    number = {"scheme": "uscc", "value": "91310000A", "verified": False}
    says(company, identifiers=[number])
    other = says(company, "sales-list", identifiers=[{**number, "value": "91310000B"}], external_id="V-1")
    company.refresh_from_db()
    assert company.has_conflict
    assert list(conflicts_of([company])[company.pk]) == ["identifier:uscc"]
    choose_value(actor=nora, customer_id=company.pk, field="identifier:uscc:91310000B", record_id=other.pk)
    company.refresh_from_db()
    assert not company.has_conflict
    assert provenance(company)["identifier:uscc"].value["value"] == "91310000B"


def test_a_number_taken_away_by_a_person_stays_away(company, lists, nora):
    says(company, identifiers=[{"scheme": "uscc", "value": "91310000A"}], name="Blue Sky Ltd")
    made = remove_identifier(actor=nora, identifier_id=Identifier.objects.get(customer=company).pk)
    says(company, identifiers=[{"scheme": "uscc", "value": "91310000A"}], name="Blue Sky Limited")
    assert not Identifier.objects.filter(customer=company).exists()
    take_back_claims(actor=nora, record_id=made.pk)
    assert Identifier.objects.filter(customer=company).exists()


def test_a_verified_number_is_marked_and_stays_so(company, nora):
    number = set_identifier(
        actor=nora, customer_id=company.pk, scheme="uscc", value="91310000A", verified=True
    )
    assert number.verified_at is not None
    assert provenance(company)["identifier:uscc"].winner.verified


def test_a_role_follows_its_sources(company, lists, nora):
    person = add_customer(actor=MACHINE, kind="person", name="Lena Torres", source="sales-list")
    link_person(actor=nora, person_id=person.pk, organisation_id=company.pk, title="Buyer", is_primary=True)
    says(person, roles=[{"organisation_id": company.pk, "title": "Purchasing"}], external_id="S-2")
    role = Affiliation.objects.get(person=person, ended_at=None)
    assert (role.title, role.is_primary) == ("Buyer", True)
    told = provenance(person, roles=[role])[f"role:{company.pk}"]
    assert [rival.value["title"] for rival in told.rivals] == ["Purchasing"]


def test_the_name_of_a_person_brings_its_parts_along(lists, nora):
    person = add_customer(actor=MACHINE, kind="person", name="Lena Torres", source="sales-list")
    says(person, name="Smith, Lena", family_name="Smith", given_name="Lena")
    person.refresh_from_db()
    assert (person.name, person.family_name, person.given_name) == ("Smith, Lena", "Smith", "Lena")
    change_customer(actor=nora, customer_id=person.pk, version=None, values={"name": "李雷"})
    person.refresh_from_db()
    assert (person.family_name, person.given_name, person.sort_name[:2]) == ("李", "雷", "li")


def test_a_field_emptied_by_a_person_stays_empty(company, lists, nora):
    change_customer(actor=nora, customer_id=company.pk, version=None, values={"region": ""})
    company.refresh_from_db()
    assert company.region == ""
    assert not company.has_conflict
    says(company, region="East")
    company.refresh_from_db()
    assert company.region == ""
    assert company.has_conflict


def test_a_table_of_the_house_is_heard_when_customers_are_weighed_again(company, lists):
    says(company, name="Blue Sea Ltd")
    SourceRecord.objects.filter(source__key="sales-list").update(at=timezone.now() + timedelta(days=1))
    SurvivorshipRule.objects.create(field="name", order=["recent"])
    reweigh_customers(actor=MACHINE, ids=[company.pk])
    company.refresh_from_db()
    assert company.name == "Blue Sky Ltd"


def test_an_old_form_and_a_stranger_are_refused(company, nora, lists):
    stale = company.version
    change_customer(actor=nora, customer_id=company.pk, version=stale, values={"region": "West"})
    with pytest.raises(Conflict):
        change_customer(actor=nora, customer_id=company.pk, version=stale, values={"region": "North"})
    with pytest.raises(Refused, match="owner_id"):
        change_customer(actor=nora, customer_id=company.pk, version=None, values={"owner_id": 1})
    from dataclasses import replace

    with pytest.raises(Denied):
        says(company, actor=replace(nora, rights={"customer.view": "all"}), name="Mine")


def test_a_sources_record_belongs_to_one_customer(company, lists):
    other = add_customer(actor=MACHINE, kind="organisation", name="Other", source="sales-list")
    says(company, name="Blue Sea Ltd")
    with pytest.raises(Refused, match="S-1"):
        says(other, name="Blue Sea Ltd")


def test_whence_all_values_come_is_told_in_three_questions(company, lists):
    says(company, name="Blue Sea Ltd", points=[point("a@sea.example")])
    points = list(ContactPoint.objects.filter(customer=company))
    with CaptureQueriesContext(connection) as asked:
        provenance(company, points=points, identifiers=[])
    assert len(asked) <= 2
    with CaptureQueriesContext(connection) as asked:
        provenance(company)
    assert len(asked) <= 4


def test_a_person_changing_a_value_costs_few_statements(company, lists, nora):
    says(company, name="Blue Sea Ltd")
    with CaptureQueriesContext(connection) as asked:
        change_customer(actor=nora, customer_id=company.pk, version=None, values={"region": "West"})
    assert len(asked) <= 24, [query["sql"][:100] for query in asked]
