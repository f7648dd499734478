"""Notes of a list stand on timelines, and its organisations below those that it names above them."""

import pytest
from django.utils import timezone

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.queries import provenance
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.integration.files import actions, following, undoing
from zhiji.integration.files.running import run_import
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, counts, prepare, undo, write
from zhiji.integration.files.tests.test_importing import essence, whole_base
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
NOTED = """编号,姓名,手机,备注
N1,李雷,13800138000,展会上见过，要报价
N2,王芳,13900139000,
"""
FIRMS = """编号,单位,母公司,电话
F1,蓝天苏州有限公司,蓝天控股集团,0512-66001234
F2,蓝天深圳有限公司,蓝天控股集团,0755-26001234
F3,蓝天控股集团,,010-66001234
"""


def notes() -> list[tuple[str, str, str]]:
    entries = TimelineEntry.objects.filter(kind="note", removed_at=None).order_by("pk")
    return list(entries.values_list("customer__name", "text", "who"))


def test_a_note_stands_on_the_timeline_once_and_a_changed_one_beside_it(tmp_path):
    at = bring_in(write(tmp_path, "a.csv", NOTED), "Fair")
    assert notes() == [("李雷", "展会上见过，要报价", "Fair")]
    bring_in(write(tmp_path, "b.csv", NOTED.replace("13800138000", "13700137000")), "Fair")
    assert len(notes()) == 1, "another number, the same note"
    newer = bring_in(write(tmp_path, "c.csv", NOTED.replace("要报价", "已报价")), "Fair")
    assert [text for _name, text, _who in notes()] == ["展会上见过，要报价", "展会上见过，已报价"]
    undo(newer)
    assert [text for _name, text, _who in notes()] == ["展会上见过，要报价"]
    undo(at)
    assert len(notes()) == 1, "the second delivery says it too"


def test_notes_go_with_their_list_and_keep_nobody_here(tmp_path):
    before = essence()
    at = bring_in(write(tmp_path, "a.csv", NOTED), "Fair")
    undone = undo(at)
    assert not undone.counts.get("kept")
    assert (essence(), notes()) == (before, [])


def test_a_note_stays_with_whom_it_is_about_when_they_stay(tmp_path):
    at = bring_in(write(tmp_path, "a.csv", NOTED), "Fair")
    person = Customer.objects.get(name="李雷")
    add_entry(actor=MACHINE, customer=person, kind="note", at=timezone.now(), key="x", text="rang us")
    undone = undo(at)
    assert undone.counts["kept"] == 1
    assert [text for _name, text, _who in notes()] == ["展会上见过，要报价", "rang us"]


def test_a_note_stays_with_whom_it_is_about_when_another_row_of_theirs_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(undoing, "_BLOCK", 1)
    text = NOTED + "N3,李雷,13800138000,第二次见面\n"
    at = bring_in(write(tmp_path, "a.csv", text), "Fair")
    person = Customer.objects.get(name="李雷")
    assert [text for _name, text, _who in notes()] == ["展会上见过，要报价", "第二次见面"]
    add_entry(actor=MACHINE, customer=person, kind="note", at=timezone.now(), key="x", text="rang us")
    undo(at)
    assert [text for _name, text, _who in notes()] == ["展会上见过，要报价", "rang us"]


def test_a_note_is_the_next_lists_that_tells_it_when_its_own_goes(tmp_path):
    first = bring_in(write(tmp_path, "a.csv", NOTED), "Fair")
    second = bring_in(write(tmp_path, "b.csv", NOTED.replace("13800138000", "13700137000")), "Fair")
    undo(first)
    assert len(notes()) == 1
    undo(second)
    assert (notes(), Customer.objects.count()) == ([], 0)


def test_a_note_of_one_source_goes_though_another_source_tells_the_same(tmp_path):
    bring_in(write(tmp_path, "a.csv", NOTED), "Fair")
    other = bring_in(write(tmp_path, "b.csv", NOTED), "Sales")
    assert [who for _name, _text, who in notes()] == ["Fair", "Sales"]
    undo(other)
    assert [who for _name, _text, who in notes()] == ["Fair"]


def test_organisations_stand_below_the_one_that_the_list_names(tmp_path):
    at = bring_in(write(tmp_path, "a.csv", FIRMS), "Fair")
    head = Customer.objects.get(name="蓝天控股集团")
    below = Customer.objects.filter(parent=head)
    assert sorted(below.values_list("name", flat=True)) == ["蓝天深圳有限公司", "蓝天苏州有限公司"]
    assert provenance(below[0])["parent_id"].winner.source == "fair"
    before = whole_base()
    turned = "\n".join(",".join(line.split(",")[::-1]) for line in FIRMS.strip().split("\n")) + "\n"
    assert counts(bring_in(write(tmp_path, "b.csv", turned), "Fair")) == {"same": 3}
    assert whole_base() == before
    undo(at)
    assert not Customer.objects.exists()


def test_a_parent_whom_nobody_knows_is_made_and_goes_with_the_list(tmp_path):
    bring_in(write(tmp_path, "known.csv", "单位,电话\n蓝天苏州有限公司,0512-66001234\n"), "Old")
    before = essence()
    text = FIRMS.replace("F3,蓝天控股集团,,010-66001234\n", "")
    at = bring_in(write(tmp_path, "a.csv", text), "Fair")
    head = Customer.objects.get(name="蓝天控股集团")
    assert Customer.objects.filter(parent=head).count() == 2
    assert SourceRecord.objects.get(customer=head).of_import == at
    undo(at)
    assert essence() == before
    assert not Customer.objects.exclude(parent=None).exists()


def test_a_parent_is_made_whatever_who_brings_the_list_in_may_add_by_hand(tmp_path):
    at = prepare(write(tmp_path, "a.csv", FIRMS.replace("F3,蓝天控股集团,,010-66001234\n", "")), "Fair")
    actions.start_import(actor=MACHINE, import_id=at.pk)
    clerk = Actor("user", "Clerk", rights={"import.run": "all"})
    assert run_import(actor=clerk, import_id=at.pk).state == "done"
    assert Customer.objects.filter(parent__name="蓝天控股集团").count() == 2


def test_each_row_of_a_firm_says_who_stands_above_it(tmp_path):
    twice = FIRMS + "F4,蓝天苏州有限公司,蓝天控股集团,0512-66001234\n"
    bring_in(write(tmp_path, "a.csv", twice), "Fair")
    head = Customer.objects.get(name="蓝天控股集团")
    said = SourceRecord.objects.filter(customer__name="蓝天苏州有限公司")
    assert [one.values.get("parent_id") for one in said] == [head.pk, head.pk]


def test_nobody_comes_to_stand_above_itself(tmp_path):
    rows = (
        "1,甲方科技有限公司,乙方科技有限公司",
        "2,乙方科技有限公司,甲方科技有限公司",
        "3,丙方科技有限公司,丙方科技有限公司",
    )
    text = "\n".join(("编号,单位,母公司", *rows, ""))
    bring_in(write(tmp_path, "a.csv", text), "Fair")
    parents = dict(Customer.objects.values_list("name", "parent__name"))
    assert parents == {
        "甲方科技有限公司": "乙方科技有限公司",
        "乙方科技有限公司": None,
        "丙方科技有限公司": None,
    }


def test_organisations_of_many_rows_all_stand_below_those_that_a_later_row_or_nobody_names(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(following, "_ROWS", 7)
    rows = [f"{n},Harbour{n:03} Tools Ltd,集团{n // 100}控股有限公司,第{n}次" for n in range(230)]
    rows.append("231,集团1控股有限公司,集团0控股有限公司,")
    at = bring_in(write(tmp_path, "a.csv", "\n".join(("编号,单位,母公司,备注", *rows, ""))), "Fair")
    assert at.counts["new"] == 231
    below = Customer.objects.filter(parent__name__startswith="集团").values_list("parent__name", flat=True)
    assert {name: list(below).count(name) for name in set(below)} == {
        "集团0控股有限公司": 101, "集团1控股有限公司": 100, "集团2控股有限公司": 30
    }  # fmt: skip
    assert len(notes()) == 230
    monkeypatch.setattr(undoing, "_BLOCK", 7)
    undo(at)
    assert not Customer.objects.exists()


def test_a_deep_line_of_organisations_is_entered_to_its_end(tmp_path):
    names = [f"Harbour{n:03} Tools Ltd" for n in range(70)]
    rows = [f"{n},{name},{names[n - 1] if n else names[-1]}" for n, name in enumerate(names)]
    rows = [*rows[1:], rows[0]]
    bring_in(write(tmp_path, "a.csv", "\n".join(("编号,单位,母公司", *rows, ""))), "Fair")
    parents = dict(Customer.objects.values_list("name", "parent__name"))
    assert parents == {name: names[n - 1] if n else None for n, name in enumerate(names)}


def test_many_organisations_that_a_list_only_names_above_others_go_some_at_a_time(tmp_path, monkeypatch):
    rows = [f"{n},Harbour{n:03} Tools Ltd,Group{n:03} Holding Ltd" for n in range(12)]
    at = bring_in(write(tmp_path, "a.csv", "\n".join(("编号,单位,母公司", *rows, ""))), "Fair")
    assert Customer.objects.count() == 24
    held = Customer.objects.get(name="Group005 Holding Ltd")
    add_entry(actor=MACHINE, customer=held, kind="note", at=timezone.now(), key="x", text="rang us")
    monkeypatch.setattr(undoing, "_BLOCK", 5)
    undone = undo(at)
    assert list(Customer.objects.all()) == [held]
    assert (undone.counts["undone"], undone.counts["kept"]) == (23, 1)
    steps = AuditEntry.objects.filter(action="take_back_rows").order_by("pk")
    assert [entry.after["gone"] for entry in steps] == [5, 5, 2, 5, 4, 2]
