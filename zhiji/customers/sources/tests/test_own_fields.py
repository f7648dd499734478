"""Fields of one's own go through the same door: claims, conflicts, people's decisions, undo."""

import pytest

from zhiji.customers.sources.actions import change_customer, choose_value, note_claims, take_back_claims
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.queries import provenance
from zhiji.customers.sources.tests.conftest import MACHINE
from zhiji.kernel.access.models import Role
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.actions import change_field, define_field
from zhiji.kernel.fields.keeping import forget_fields
from zhiji.kernel.fields.queries import values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def size(db):
    """Give customers a field for their size, a number."""
    field = define_field(
        actor=MACHINE, record_kind="customer", kind="number", label_en="Size", rights={"manager": "write"}
    )
    yield field
    forget_fields("customer")


def own(customer):
    return values_of("customer", [customer.pk]).get(customer.pk, {})


def test_what_counts_of_several_lists_is_written_and_told(company, lists, size):
    for source, value in (("sales-list", "40"), ("service-list", "60")):
        note_claims(
            actor=MACHINE,
            source=source,
            customer_id=company.pk,
            values={size.name: value},
            external_id=f"{source}-1",
        )
    company.refresh_from_db()
    assert own(company) == {size.key: "60"}
    assert company.has_conflict
    assert [rival.value for rival in provenance(company)[size.name].rivals] == ["40"]
    assert size.name in history_of(company).first().after


def test_a_person_changes_it_and_takes_it_back(company, lists, size, nora):
    change_customer(actor=nora, customer_id=company.pk, version=None, values={size.name: "70"})
    assert own(company) == {size.key: "70"}
    take_back_claims(actor=nora, record_id=SourceRecord.objects.get(source__key="people").pk)
    assert own(company) == {}


def test_the_losing_value_is_taken_by_one_act(company, lists, size, nora):
    made = [
        note_claims(
            actor=MACHINE,
            source=source,
            customer_id=company.pk,
            values={size.name: value},
            external_id=f"{source}-1",
        )
        for source, value in (("sales-list", "40"), ("service-list", "60"))
    ]
    choose_value(actor=nora, customer_id=company.pk, field=size.name, record_id=made[0].pk)
    company.refresh_from_db()
    assert own(company) == {size.key: "40"}
    assert not company.has_conflict


@pytest.mark.parametrize("right", ["hidden", "read"])
def test_who_may_not_write_a_field_neither_chooses_its_value_nor_takes_it_back(
    company, lists, size, nora, right
):
    for source, value in (("sales-list", "40"), ("service-list", "60"), ("people", "70")):
        made = note_claims(
            actor=MACHINE,
            source=source,
            customer_id=company.pk,
            values={size.name: value},
            external_id=company.number if source == "people" else f"{source}-1",
        )
    managers = str(Role.objects.get(slug="manager").pk)
    change_field(actor=MACHINE, field_id=size.pk, values={"rights": {managers: right}})
    with pytest.raises(Denied):
        choose_value(actor=nora, customer_id=company.pk, field=size.name)
    with pytest.raises(Denied):
        take_back_claims(actor=nora, record_id=made.pk)
    assert own(company) == {size.key: "70"}


def test_a_value_that_does_not_fit_is_refused_from_people_and_left_in_a_lists_record(
    company, lists, size, nora
):
    with pytest.raises(Refused, match="Size"):
        change_customer(actor=nora, customer_id=company.pk, version=None, values={size.name: "many"})
    note_claims(
        actor=MACHINE,
        source="sales-list",
        customer_id=company.pk,
        values={size.name: "many"},
        external_id="V",
    )
    assert own(company) == {}
    assert SourceRecord.objects.get(external_id="V").values == {size.name: "many"}
