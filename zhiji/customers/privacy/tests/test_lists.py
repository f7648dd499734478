"""What lists keep of a person beside their own records goes with an erasure, and by itself after a time."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.models import Suppression
from zhiji.customers.privacy.actions import add_privacy_request, forget_lists, start_work
from zhiji.customers.privacy.tasks import carry_out, tidy_privacy
from zhiji.customers.sources.lists import forget_rows_of_nobody, go_through_again, without_samples
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")
ROW = ["K1", "深圳市蓝天电子有限公司", "李雷", "13800138000"]


@pytest.fixture
def listed():
    """A list that is in, with a person and the organisation that their row names."""
    source = Source.objects.create(key="sales", name="Sales")
    file, errors = (
        store_file(actor=MACHINE, content=text) for text in (b"the list: LiLei", b"errors: LiLei")
    )
    at = Import.objects.create(source=source, name="sales.csv", file=file, state="done", total=1, next_row=1)
    at.options = {"proposals": [{"reason": "name", "samples": ["李雷"]}], "error_file": errors.pk, "by": "x"}
    at.save()
    person, firm = (Customer.objects.create(kind=kind, name=kind) for kind in ("person", "organisation"))
    for key, who in (("K1", person), ("K1#1", firm)):
        SourceRecord.objects.create(
            source=source, external_id=key, customer=who, of_import=at, row=0, raw=ROW, at=timezone.now(),
            values={"name": who.name}, faults=[{"code": "unreadable_mail", "typed": "lilei@"}],
        )  # fmt: skip
    return at, person, firm


def erased(person):
    """Erase a person on their request."""
    request = add_privacy_request(
        actor=MACHINE, customer_id=person.pk, kind="erase", law="pipl", checked="passport"
    )
    start_work(actor=MACHINE, request_id=request.pk)
    carry_out.func(request.pk)
    request.refresh_from_db()
    return request


def test_the_row_beside_the_organisation_the_samples_and_the_files_go(listed):
    at, person, firm = listed
    report = erased(person).report
    record = SourceRecord.objects.get()
    assert (record.customer, record.raw, record.faults) == (firm, [], [])
    assert record.values == {"name": "organisation"}
    at.refresh_from_db()
    assert (at.file, at.options) == (None, {"by": "x"})
    assert not StoredFile.objects.exists()
    assert (report["erased"]["list_rows"], report["erased"]["list_files"], report["stays"]) == (1, 1, [])


def test_the_file_of_a_list_that_is_still_coming_in_is_named_with_its_date(listed):
    at, person, _firm = listed
    Import.objects.filter(pk=at.pk).update(state="paused")
    (kept,) = erased(person).report["stays"]
    until = (at.created_at + timedelta(days=settings.LIST_DAYS)).isoformat()
    assert kept == {"what": "sales.csv", "count": 1, "why": "list", "until": until}
    at.refresh_from_db()
    assert at.file is not None
    assert at.options == {"by": "x"}
    assert not Customer.objects.filter(pk=person.pk).exists(), "a file keeps no empty record"
    Import.objects.filter(pk=at.pk).update(created_at=at.created_at - timedelta(days=settings.LIST_DAYS + 1))
    assert forget_lists(actor=MACHINE) == 1
    assert not StoredFile.objects.filter(pk=at.file_id).exists()


def test_files_of_old_lists_go_and_those_that_never_came_in_go_wholly(listed):
    at, _person, _firm = listed
    before = timezone.now() - timedelta(days=settings.LIST_DAYS + 1)
    young = Import.objects.create(name="young.csv", file=store_file(actor=MACHINE, content=b"young"))
    draft = Import.objects.create(name="draft.csv", file=at.file)
    assert forget_lists(actor=MACHINE) == 0
    Import.objects.filter(pk__in=[at.pk, draft.pk]).update(created_at=before)
    assert forget_lists(actor=MACHINE) == 2
    assert list(Import.objects.order_by("pk").values_list("name", flat=True)) == ["sales.csv", "young.csv"]
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [young.file_id]
    assert not Suppression.objects.exists()


def test_a_file_that_another_list_still_needs_stays(listed):
    at, person, _firm = listed
    other = Import.objects.create(name="again.csv", file=at.file, state="paused", options=at.options)
    erased(person)
    assert StoredFile.objects.count() == 2
    assert without_samples(other.options) == {"by": "x"}


def test_rows_of_a_list_taken_back_that_are_nobodys_are_emptied_after_a_time(listed):
    at, _person, firm = listed
    SourceRecord.objects.exclude(customer=firm).update(state="undone", customer=None)
    long_ago = timezone.now() - timedelta(days=settings.LIST_DAYS + 1)
    Import.objects.filter(pk=at.pk).update(
        state="undone", created_at=long_ago, started_at=long_ago, ended_at=timezone.now()
    )
    tidy_privacy.func()
    assert SourceRecord.objects.filter(raw=ROW).count() == 2, "it was taken back just now"
    Import.objects.filter(pk=at.pk).update(ended_at=long_ago)
    tidy_privacy.func()
    gone = SourceRecord.objects.get(customer=None)
    assert (gone.raw, gone.values, gone.faults) == ([], {}, [])
    assert SourceRecord.objects.get(customer=firm).raw == ROW


@pytest.fixture
def rows_of_nobody(listed):
    """A list that was taken back long ago, with as many rows of nobody as are asked for."""
    at, _person, _firm = listed
    SourceRecord.objects.all().delete()
    long_ago = timezone.now() - timedelta(days=settings.LIST_DAYS + 1)
    Import.objects.filter(pk=at.pk).update(state="undone", ended_at=long_ago, created_at=long_ago)

    def add(*rows):
        SourceRecord.objects.bulk_create(
            SourceRecord(source=at.source, external_id=str(row), of_import=at, row=row, raw=ROW,
                         values={"name": "x"}, state="undone", at=long_ago)
            for row in rows
        )  # fmt: skip
        return at

    return add


def test_each_row_of_a_list_taken_back_is_gone_through_once(rows_of_nobody):
    at = rows_of_nobody(-1, *range(5), 900)
    seen = []
    while (now := forget_rows_of_nobody(most=2)).passed:
        seen.append(now.emptied)
    assert seen == [2, 2, 2, 1]
    assert not SourceRecord.objects.exclude(raw=[]).exists()
    with CaptureQueriesContext(connection) as asked:
        assert forget_rows_of_nobody() == (0, 0)
    assert not [query for query in asked if "sourcerecord" in query["sql"]]
    assert Import.objects.get(pk=at.pk).options["by"] == "x"


def test_rows_that_become_nobodys_later_are_gone_through_again(rows_of_nobody, listed):
    _at, _person, firm = listed
    rows_of_nobody(1, 2)
    SourceRecord.objects.filter(row=2).update(customer=firm)
    tidy_privacy.func()
    kept = SourceRecord.objects.get(row=2)
    assert kept.raw == ROW
    go_through_again([firm.pk])
    SourceRecord.objects.filter(row=2).update(customer=None)
    tidy_privacy.func()
    kept.refresh_from_db()
    assert kept.raw == []


def test_a_row_that_could_not_come_in_keeps_its_place_and_no_word_after_a_time(listed):
    at, _person, _firm = listed
    SourceRecord.objects.all().delete()
    faults = [
        {"field": "", "code": "no_name", "typed": "", "line": 7},
        {"field": "mail", "code": "unreadable_mail", "typed": "lilei@", "line": 7},
    ]
    SourceRecord.objects.create(
        source=at.source, external_id="~1", of_import=at, row=5, raw=ROW, faults=faults, state="wrong",
        outcome="wrong", at=timezone.now(),
    )  # fmt: skip
    Import.objects.filter(pk=at.pk).update(counts={"new": 1, "wrong": 1}, ended_at=timezone.now())
    tidy_privacy.func()
    assert SourceRecord.objects.get().raw == ROW
    Import.objects.update(ended_at=timezone.now() - timedelta(days=settings.LIST_DAYS + 1))
    tidy_privacy.func()
    wrong = SourceRecord.objects.get()
    assert (wrong.raw, wrong.state, wrong.row) == ([], "wrong", 5)
    assert [(fault["code"], fault["typed"], fault["line"]) for fault in wrong.faults] == [
        ("no_name", "", 7), ("forgotten", "", 7)
    ]  # fmt: skip
