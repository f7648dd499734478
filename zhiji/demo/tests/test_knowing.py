from collections import Counter

import pytest
from django.db import transaction
from stdnum.cn import uscc

from zhiji.customers.identity.merging.actions import unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import queue
from zhiji.customers.parties.models import ContactPoint, Customer, Identifier
from zhiji.customers.permission.models import Permission
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.quality.models import Quality, QualityDay
from zhiji.customers.sources.held import hold_customers, orders_of_house
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.demo import command, load, sourcing
from zhiji.demo.lists import LISTS
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.models import OwnField, OwnIndex, OwnValues

pytestmark = pytest.mark.django_db
MODELS = (
    Customer, ContactPoint, Identifier, Source, Import, SourceRecord, MatchPair, Merge, Permission, PrivacyRequest,
    OwnField, OwnValues, OwnIndex, Quality, QualityDay,
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def few_stories():
    """The customer with thousands of entries would make this slow."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("zhiji.demo.customers.LONG_TIMELINE_PLOTS", 30)
        yield


@pytest.fixture(scope="module")
def filled(few_stories, django_db_setup, django_db_blocker):
    """One company for all tests that only look at it; what a test changes is rolled back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        command.run(150)
        yield
        transaction.set_rollback(True)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_each_department_has_a_source_with_owner_team_and_a_delivery(filled):
    for one in LISTS:
        source = Source.objects.get(key=one.key)
        assert source.owner
        assert source.team
        assert source.last_delivery_at
        assert source.trust == one.trust


def test_an_import_counts_the_records_it_brought(filled):
    for at in Import.objects.all():
        rows = at.records.values_list("outcome", flat=True)
        assert at.state == Import.State.DONE
        assert {name: count for name, count in at.counts.items() if name != "customers"} == Counter(rows)
        assert at.total == len(rows)
        assert all(len(record.raw) == len(at.layout["columns"]) for record in at.records.all())


def test_a_conflict_stands_where_the_sources_own_rules_see_one(filled):
    disputed = Customer.objects.filter(has_conflict=True)
    assert disputed.count() > 2
    orders = orders_of_house()
    for key, held in hold_customers(Customer.objects.all()).items():
        if held.records:
            assert bool(held.golden(orders).conflicts) == held.customer.has_conflict, key


def test_the_golden_record_is_what_the_records_make_of_it(filled):
    told = Customer.objects.filter(records__isnull=False).distinct()
    before = {one.pk: (one.name, one.category, one.region, one.version) for one in told}
    assert not any(one.fields for one in sourcing.refresh_customers(told))
    assert before == {one.pk: (one.name, one.category, one.region, one.version) for one in told.all()}


def test_tax_numbers_have_the_right_check_digit(filled):
    numbers = Identifier.objects.filter(scheme="uscc")
    assert numbers.exclude(verified_at=None).exists()
    assert [one.value for one in numbers if not uscc.is_valid(one.value)] == []


def test_pairs_wait_with_evidence_that_adds_up_to_their_weight(filled):
    waiting = list(queue(Actor.machine("test")))
    assert len(waiting) >= 5
    for pair in waiting:
        assert pair.weight == pytest.approx(sum(step["weight"] for step in pair.evidence["steps"]), abs=0.1)
    assert any(pair.proposal != MatchPair.Proposal.SAME for pair in waiting)


def test_what_was_merged_can_be_undone(filled):
    merges = Merge.objects.all()
    assert 2 <= len(merges) <= 6
    count = Customer.objects.count()
    for merge in merges:
        unmerge(actor=load.ACTOR, merge_id=merge.pk)
    assert Customer.objects.count() == count + len(merges)


def test_a_request_is_due_soon_and_another_is_done(filled):
    states = dict(PrivacyRequest.objects.values_list("kind", "state"))
    assert states == {"export": "open", "correct": "done", "erase": "open"}
    assert (
        PrivacyRequest.objects.get(kind="correct").done_at < PrivacyRequest.objects.get(kind="export").due_at
    )


def test_permissions_say_how_and_under_which_words(filled):
    granted = Permission.objects.filter(state="granted")
    assert granted.count() > 10
    assert all(one.words and one.how and one.noted_by_name for one in granted)
    assert Permission.objects.filter(state="refused").exists()


def test_fields_of_ones_own_hold_values_that_can_stand_in_them(filled):
    fields = {field.key: field for field in OwnField.objects.all()}
    assert len(fields) == 6
    filled_in = Counter(key for row in OwnValues.objects.all() for key in row.values)
    assert set(filled_in) == set(fields)
    choices = {choice["key"] for choice in fields["payment_terms"].choices}
    assert {row.values.get("payment_terms") for row in OwnValues.objects.all()} <= {None, *choices}


def test_the_chart_of_quality_has_ninety_days_that_end_today(filled):
    days = QualityDay.objects.filter(of="all").order_by("day")
    assert days.count() == 91
    assert days.last().customers == Quality.objects.count()
    assert days.first().score < days.last().score


def test_contact_points_tell_whether_they_work(filled):
    states = Counter(ContactPoint.objects.values_list("state", flat=True))
    assert set(states) == {"works", "fails", "unknown"}
    assert not ContactPoint.objects.exclude(state="unknown").filter(state_at=None).exists()


def test_a_second_start_adds_nothing_to_what_is_known(filled):
    before = counts()
    command.run(150)
    command.prepare()
    assert counts() == before
