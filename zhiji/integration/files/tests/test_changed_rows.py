"""A row without an id that changed takes the place of its earlier form, and nothing else does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.superseding import changed_rows
from zhiji.integration.files import actions
from zhiji.integration.files.lists import open_list
from zhiji.integration.files.running import run_import
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, counts, prepare, undo, write
from zhiji.integration.files.tests.test_importing import essence, whole_base

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "姓名,单位,职务,手机,座机,邮箱\n"
FIRST = "李雷,深圳市蓝天电子有限公司,采购员,13800138000,0755-26001234,lilei@lantian.example\n"
OTHER = "王芳,苏州精密机械有限公司,厂长,13900139000,,wf@jm.example\n"


def said_of(name: str) -> list[str]:
    current = SourceRecord.objects.filter(state="current", customer__name=name)
    return [record.values["roles"][0]["title"] for record in current]


def deliver(folder, text):
    return bring_in(write(folder, "list.csv", HEAD + text), "Fair")


def test_a_changed_row_replaces_its_earlier_form(tmp_path):
    deliver(tmp_path, FIRST + OTHER)
    newer = FIRST.replace("采购员", "采购总监").replace("13800138000", "13700137000")
    assert counts(deliver(tmp_path, newer + OTHER)) == {"same": 1, "changed": 1}
    person = Customer.objects.get(name="李雷")
    assert said_of("李雷") == ["采购总监"]
    assert Affiliation.objects.get(person=person, ended_at=None).title == "采购总监"
    assert person.contact_points.current().get(kind="mobile").value == "+8613700137000"
    assert SourceRecord.objects.get(customer=person, state="current").previous.state == "replaced"


def test_a_changed_row_is_taken_back_to_its_earlier_form(tmp_path):
    deliver(tmp_path, FIRST + OTHER)
    before = essence()
    at = deliver(tmp_path, FIRST.replace("13800138000", "13700137000") + OTHER)
    assert essence() != before
    undo(at)
    assert essence() == before


def test_the_changed_list_again_changes_nothing_at_all(tmp_path):
    deliver(tmp_path, FIRST + OTHER)
    newer = FIRST.replace("采购员", "采购总监") + OTHER
    deliver(tmp_path, newer)
    before = whole_base()
    assert counts(deliver(tmp_path, newer)) == {"same": 2}
    assert whole_base() == before


@pytest.mark.parametrize("turned", [False, True])
def test_a_second_row_of_a_person_takes_nothing_from_the_first(tmp_path, turned):
    deliver(tmp_path, FIRST + OTHER)
    second = FIRST.replace("13800138000", "13700137000")
    rows = [FIRST, second]
    deliver(tmp_path, "".join(rows[::-1] if turned else rows))
    person = Customer.objects.get(name="李雷")
    assert person.contact_points.current().filter(kind="mobile").count() == 2
    assert len(said_of("李雷")) == 2


@pytest.fixture
def rested(tmp_path, monkeypatch):
    """A list with a changed row that is let rest when all its rows are in, and before any takes another's place."""
    deliver(tmp_path, FIRST + OTHER)
    newer = FIRST.replace("采购员", "采购总监") + OTHER
    at = prepare(write(tmp_path, "list.csv", HEAD + newer), "Fair")
    actions.start_import(actor=MACHINE, import_id=at.pk)

    def resting(*asked):
        found = changed_rows(*asked)
        actions.pause_import(actor=MACHINE, import_id=at.pk)
        return found

    with monkeypatch.context() as patch:
        patch.setattr("zhiji.integration.files.superseding.changed_rows", resting)
        assert run_import(actor=MACHINE, import_id=at.pk).state == "paused"
    return at


def go_on(at):
    actions.resume_import(actor=MACHINE, import_id=at.pk)
    return run_import(actor=MACHINE, import_id=at.pk)


def test_a_list_that_rests_replaces_nothing_until_it_goes_on(rested):
    assert sorted(said_of("李雷")) == ["采购员", "采购总监"]
    assert go_on(rested).state == "done"
    assert said_of("李雷") == ["采购总监"]


def test_a_list_that_rested_longer_than_its_file_is_kept_leaves_both_rows(rested):
    Import.objects.filter(pk=rested.pk).update(file=None)
    assert go_on(rested).state == "done"
    assert sorted(said_of("李雷")) == ["采购员", "采购总监"]


def test_a_list_of_other_columns_leaves_the_earlier_rows_as_they_are(tmp_path):
    deliver(tmp_path, FIRST)
    other = "姓名,手机,微信\n李雷,13800138000,lilei88\n"
    bring_in(write(tmp_path, "other.csv", other), "Fair")
    person = Customer.objects.get(name="李雷")
    assert person.contact_points.current().filter(kind="mail").exists()
    assert person.records.filter(state="current").count() == 2


def people(count, title):
    return "".join(f"李{chr(0x4E00 + n)},,{title},138001{n:05},,p{n}@x.example\n" for n in range(count))


def test_what_a_long_list_changed_is_gone_through_in_blocks_and_the_list_is_read_once(tmp_path, monkeypatch):
    deliver(tmp_path, people(250, "采购员"))
    opened, most = [], []

    def watched(at, alike, customers, still_there):
        most.append(len(customers))
        return changed_rows(at, alike, customers, still_there)

    def counted(*asked):
        opened.append(asked)
        return open_list(*asked)

    monkeypatch.setattr("zhiji.integration.files.superseding.changed_rows", watched)
    monkeypatch.setattr("zhiji.integration.files.superseding.open_list", counted)
    text = people(250, "采购员").replace(",13800100", ",13700100", 240)
    at = deliver(tmp_path, text)
    assert counts(at) == {"same": 10, "changed": 240}
    assert at.counts["superseded"] == 240
    assert (most, len(opened)) == ([100, 100, 40], 1)
    assert SourceRecord.objects.filter(state="current").count() == 250


def test_who_changed_is_looked_up_by_the_customers_not_through_the_whole_list(tmp_path):
    at = deliver(tmp_path, FIRST)
    with CaptureQueriesContext(connection) as asked:
        changed_rows(at, [at.pk], [1, 2], set)
    (sql,) = [query["sql"] for query in asked if "sourcerecord" in query["sql"]]
    where = sql.partition("WHERE")[2]
    assert "customer_id" in where
    assert "of_import_id" not in where
