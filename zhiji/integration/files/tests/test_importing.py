import csv
import io

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from zhiji.customers.identity.merging.actions import merge_customers
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.permission.models import Permission
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.customers.timeline.actions import add_entry
from zhiji.integration.files import actions, running
from zhiji.integration.files.checking import run_check
from zhiji.integration.files.command import CommandLine
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.mapping import columns_from
from zhiji.integration.files.running import run_import
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, check, counts, prepare, undo, write
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Refused
from zhiji.kernel.fields.actions import define_field
from zhiji.kernel.fields.keeping import forget_fields
from zhiji.kernel.fields.models import OwnField, OwnIndex, OwnValues
from zhiji.kernel.fields.queries import values_of
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.search.queries import search
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User

pytestmark = pytest.mark.django_db

SALES = """编号,单位,姓名,手机,电话,邮箱,地址,职务
K1,深圳市蓝天电子有限公司,李雷,13800138000,0755-26001234,lilei@lantian.example,深圳市南山区科技路1号,采购经理
K2,深圳市蓝天电子有限公司,韩梅梅,13800138001,0755-26001234,hmm@lantian.example,深圳市南山区科技路1号,工程师
K3,苏州精密机械有限公司,王芳,13912345678,0512-67001122,wf@jingmi.example,苏州市工业园区星湖街2号,总经理
"""


def test_a_list_becomes_people_organisations_and_roles(tmp_path):
    at = bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    assert (at.state, counts(at)) == ("done", {"new": 3})
    assert Customer.objects.filter(kind="person").count() == 3
    assert Customer.objects.filter(kind="organisation").count() == 2
    person = Customer.objects.get(name="李雷")
    assert (person.family_name, person.given_name, person.source) == ("李", "雷", "sales")
    assert set(person.contact_points.values_list("kind", "value")) == {
        ("mobile", "+8613800138000"),
        ("mail", "lilei@lantian.example"),
    }
    role = Affiliation.objects.get(person=person)
    assert (role.organisation.name, role.title) == ("深圳市蓝天电子有限公司", "采购经理")
    kinds = role.organisation.contact_points.values_list("kind", flat=True)
    assert sorted(kinds) == ["address", "domain", "phone"]
    record = SourceRecord.objects.get(external_id="K1")
    assert record.raw[2] == "李雷"
    assert record.values["roles"][0]["organisation_id"] == role.organisation_id
    assert [hit.object_id for hit in search(MACHINE, "李雷").hits] == [person.pk]


def test_the_same_list_again_changes_nothing_at_all(tmp_path):
    path = write(tmp_path, "sales.csv", SALES)
    bring_in(path, "Sales")
    before = whole_base()
    again = bring_in(path, "Sales")
    assert counts(again) == {"same": 3}
    assert whole_base() == before
    reordered = "\n".join([SALES.splitlines()[0], *reversed(SALES.splitlines()[1:])])
    assert counts(bring_in(write(tmp_path, "turned.csv", reordered), "Sales")) == {"same": 3}
    assert whole_base() == before


def whole_base():
    tables = (Customer, ContactPoint, Affiliation, Identifier, SourceRecord, Permission)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_new_delivery_updates_by_external_id(tmp_path):
    bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    newer = SALES.replace("13800138000", "13700137000").replace("采购经理", "采购总监")
    at = bring_in(write(tmp_path, "newer.csv", newer), "Sales")
    assert counts(at) == {"same": 2, "changed": 1}
    person = Customer.objects.get(name="李雷")
    assert person.contact_points.current().get(kind="mobile").value == "+8613700137000"
    assert Affiliation.objects.get(person=person, ended_at=None).title == "采购总监"
    states = SourceRecord.objects.filter(external_id="K1").order_by("id").values_list("state", flat=True)
    assert list(states) == ["replaced", "current"]


def test_another_source_meets_the_same_people_by_exact_identifiers(tmp_path):
    bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    service = "客户,姓名,手机,传真\n深圳蓝天电子,李 雷,+86 138 0013 8000,0755-26005555\n,李雷,13500000000,\n"
    at = bring_in(write(tmp_path, "service.csv", service, "gb18030"), "Service")
    assert counts(at) == {"changed": 1, "new": 1}
    assert Customer.objects.filter(name="李雷").count() == 2, "the same name alone is no proof"
    person = Customer.objects.filter(name="李雷").order_by("pk").first()
    assert person.records.filter(state="current").count() == 2


def test_a_customer_met_by_mail_is_known_by_the_list(tmp_path):
    known = add_customer(
        actor=MACHINE, kind="person", name="李雷", points=[("mail", "lilei@lantian.example")], source="mail"
    )
    at = bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    assert counts(at) == {"new": 2, "changed": 1}
    known.refresh_from_db()
    assert known.contact_points.current().filter(kind="mobile").exists()
    sources = known.records.filter(state="current").values_list("source__key", flat=True)
    assert sorted(sources) == ["mail", "sales"]
    assert Affiliation.objects.filter(person=known).exists()


def test_what_cannot_be_understood_is_left_out_and_told(tmp_path):
    text = (
        "name,mail,mobile\nAnn Lee,wrong,12\n,nobody@x.example,\nBob May,bob@x.example,=cmd|' /C calc'!A0\n"
    )
    at = bring_in(write(tmp_path, "list.csv", text), "Fair")
    assert counts(at) == {"new": 2, "wrong": 1}
    assert at.counts["faults"] == 2
    assert SourceRecord.objects.get(state="wrong").raw == ["", "nobody@x.example", ""]
    file = io.BytesIO()
    assert write_errors_of_import(file, at) == 3
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert rows[0][:3] == ["name", "mail", "mobile"]
    assert [row[3] for row in rows[1:]] == ["2", "3", "4"]
    assert "wrong" in rows[1][4]
    assert not rows[3][2].startswith("="), "a spreadsheet program would run it"


def test_a_check_tells_what_would_come_and_writes_nothing(tmp_path):
    path = write(tmp_path, "sales.csv", SALES + "K9,,,,,,,\n")
    at = check(path, "Sales")
    assert at.state == "checked"
    assert counts(at) == {"new": 3, "wrong": 1}
    assert not Customer.objects.exists()
    assert at.options["error_file"]


def test_consent_is_never_assumed_and_never_turns_a_refusal_into_a_yes(tmp_path):
    text = "姓名,手机,同意接收\n李雷,13800138000,是\n韩梅梅,13800138001,否\n王芳,13912345678,也许\n"
    path = write(tmp_path, "fair.csv", text)
    bring_in(path, "Fair")
    assert not Permission.objects.exists(), "no word was given a meaning"
    Permission.objects.create(
        customer=Customer.objects.get(name="李雷"), purpose="marketing", state="withdrawn", channel="mail"
    )
    bring_in(path, "Fair again", {"是": "granted", "否": "refused"})
    said = Permission.objects.filter(by="import").values_list("customer__name", "state")
    assert list(said) == [("韩梅梅", "refused")]


def test_a_no_counts_where_nothing_else_of_a_known_row_changed(tmp_path):
    yes = "编号,姓名,手机,同意接收\nS1,李雷,13800138000,是\n"
    words = {"是": "granted", "否": "refused"}
    bring_in(write(tmp_path, "yes.csv", yes), "Fair", words)
    assert counts(bring_in(write(tmp_path, "yes.csv", yes), "Fair", words)) == {"same": 1}
    no = write(tmp_path, "no.csv", yes.replace("是", "否"))
    assert counts(bring_in(no, "Fair", words)) == {"changed": 1}
    ledger = Permission.objects.order_by("id").values_list("state", flat=True)
    assert list(ledger) == ["granted", "refused"]
    assert SourceRecord.objects.get(state="current").raw[3] == "否"
    assert counts(bring_in(no, "Fair", words)) == {"same": 1}
    assert list(ledger.all()) == ["granted", "refused"]


def test_a_row_twice_in_one_list_is_one_whatever_it_permits(tmp_path):
    text = "编号,姓名,手机,同意接收,批次\nS1,李雷,13800138000,是,甲\nS1,李雷,13800138000,否,乙\n"
    words = {"是": "granted", "否": "refused"}
    at = bring_in(write(tmp_path, "twice.csv", text), "Fair", words, 批次="")
    assert (at.state, counts(at)) == ("done", {"new": 1, "same": 1})
    assert AuditEntry.objects.filter(action="import_rows").count() == 1, "one block, written at once"
    assert list(Permission.objects.order_by("id").values_list("state", flat=True)) == ["granted", "refused"]


def test_a_row_twice_without_an_id_stays_the_same_beside_a_consent(tmp_path):
    text = "姓名,手机,同意接收,批次\n李雷,13800138000,是,甲\n李雷,13800138000,是,乙\n"
    path, words = write(tmp_path, "twice.csv", text), {"是": "granted", "否": "refused"}
    assert counts(bring_in(path, "Fair", words, 批次="")) == {"new": 1, "same": 1}
    before = whole_base()
    assert counts(bring_in(path, "Fair", words, 批次="")) == {"same": 2}
    assert whole_base() == before


def test_a_block_for_which_the_server_has_too_few_locks_is_cut_in_half(tmp_path, monkeypatch):
    write_once = running._write_once

    def short_of_locks(run, rows):
        if len(rows) > 1:
            raise OperationalError("out of shared memory\nHINT: increase max_locks_per_transaction")
        return write_once(run, rows)

    monkeypatch.setattr(running, "_write_once", short_of_locks)
    at = bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    assert (at.state, counts(at)) == ("done", {"new": 3})


def test_our_number_leads_to_whoever_holds_the_things_of_one_who_was_merged(tmp_path):
    ours, gone = (add_customer(actor=MACHINE, kind="person", name="李雷") for _ in range(2))
    merge_customers(actor=MACHINE, survivor_id=ours.pk, loser_id=gone.pk)
    path = write(tmp_path, "ours.csv", f"Number,Name,Region\n{gone.number},李雷,South\n")
    assert counts(bring_in(path, "Sales")) == {"changed": 1}
    assert Customer.objects.get().region == "South"


def test_our_own_list_comes_back_to_our_own_customers(tmp_path):
    ours = add_customer(actor=MACHINE, kind="person", name="李雷")
    other = add_customer(actor=MACHINE, kind="person", name="韩梅梅")
    text = f"Number,Name,Region\n{ours.number},李雷,South\n{other.number},王芳,North\n"
    assert counts(bring_in(write(tmp_path, "ours.csv", text), "Sales")) == {"changed": 1, "new": 1}
    assert Customer.objects.get(name="李雷").region == "South"
    assert Customer.objects.filter(name="王芳").exists(), "another company's code may look like our number"


def test_an_external_id_given_twice_keeps_both_rows_and_stays_the_same(tmp_path):
    text = "编号,姓名,手机\nK1,李雷,13800138000\nK1,韩梅梅,13800138001\nK2,王芳,13912345678\n"
    path = write(tmp_path, "twice.csv", text)
    bring_in(path, "Sales")
    assert Customer.objects.count() == 3
    before = whole_base()
    assert counts(bring_in(path, "Sales")) == {"same": 3}
    assert whole_base() == before


def test_an_import_is_taken_back_whole(tmp_path):
    bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    before = essence()
    newer = (
        SALES.replace("13800138000", "13700137000") + "K4,上海远东仪器有限公司,赵强,13600001111,,,上海市,\n"
    )
    at = bring_in(write(tmp_path, "newer.csv", newer), "Sales")
    assert essence() != before
    assert undo(at).state == "undone"
    assert essence() == before
    assert not search(MACHINE, "赵强").hits
    assert bring_in(write(tmp_path, "newer.csv", newer), "Sales").counts["new"] == 1


def essence():
    """What the base says, whatever keys and times it bears."""
    return (
        sorted(Customer.objects.values_list("kind", "name")),
        sorted(ContactPoint.objects.current().values_list("customer__name", "kind", "value")),
        sorted(Affiliation.objects.filter(ended_at=None).values_list("person__name", "organisation__name")),
        sorted(SourceRecord.objects.filter(state="current").values_list("external_id", "customer__name")),
    )


def test_who_has_come_to_matter_otherwise_stays_when_the_list_goes(tmp_path):
    at = bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    person = Customer.objects.get(name="王芳")
    add_entry(actor=MACHINE, customer=person, kind="note", at=timezone.now(), title="Visit", key="visit:1")
    undone = undo(at)
    assert undone.counts["kept"] == 2, "she, and the organisation that she works for"
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["王芳", "苏州精密机械有限公司"]
    assert person.contact_points.current().count() == 2


def test_who_stayed_when_the_list_went_is_met_again_by_its_number(tmp_path):
    path = write(tmp_path, "sales.csv", SALES)
    at = bring_in(path, "Sales")
    person = Customer.objects.get(name="王芳")
    change_customer(actor=MACHINE, customer_id=person.pk, version=None, values={"name": "王小芳"})
    undo(at)
    assert list(Customer.objects.filter(kind="person")) == [person]
    assert not person.contact_points.current().exists()
    assert counts(bring_in(path, "Sales")) == {"new": 2, "conflict": 1}
    assert Customer.objects.filter(kind="person").count() == 3
    assert person.contact_points.current().count() == 2
    person.refresh_from_db()
    assert person.name == "王小芳"


def test_every_block_leaves_one_line_of_history(tmp_path):
    at = bring_in(write(tmp_path, "sales.csv", SALES), "Sales")
    (line,) = AuditEntry.objects.filter(action="import_rows", object_id=at.pk)
    assert line.after["rows"] == [0, 2]
    assert line.after["new"] == 3
    made = sorted(Customer.objects.values_list("pk", flat=True))
    assert line.after["made"] == [made[0], made[-1]]


def test_a_switchboard_held_by_a_crowd_brings_nobody_together(tmp_path):
    lines = "\n".join(
        f"K{n},{name},0755-26001234" for n, name in enumerate(f"公司甲{n}号厂" for n in range(300))
    )
    at = bring_in(write(tmp_path, "crowd.csv", "编号,单位,电话\n" + lines), "Sales")
    assert counts(at) == {"new": 300}
    assert Customer.objects.count() == 300
    service = bring_in(write(tmp_path, "one.csv", "单位,电话\n公司甲7号厂,0755-26001234\n"), "Service")
    assert counts(service) == {"changed": 1}


def test_what_columns_mean_is_remembered_for_the_next_delivery(tmp_path):
    bring_in(write(tmp_path, "a.csv", "wer,wo\nAnn Lee,13800138000\n"), "Fair", wer="name", wo="mobile")
    at = bring_in(write(tmp_path, "b.csv", "wo,wer\n13800138001,Bob May\n"), "Fair")
    assert Source.objects.get(key="fair").mapping["wer"]["field"] == "name"
    assert Customer.objects.get(name="Bob May").contact_points.get().value == "+8613800138001"
    assert at.layout["columns"] == ["wo", "wer"]


def test_a_long_list_is_prepared_by_a_process_of_its_own(tmp_path):
    lines = [f"K{n},Ann Lee {n},ann{n}@x.example" for n in range(3500)]
    at = bring_in(write(tmp_path, "long.csv", "\n".join(["id,name,mail", *lines])), "Long", id="external_id")
    assert (at.state, at.next_row, at.total, counts(at)) == ("done", 3500, 3500, {"new": 3500})
    assert Import.objects.get(pk=at.pk).counts["searchable_to"] == 3500
    assert connection.vendor in ("sqlite", "postgresql")


def test_fields_of_ones_own_and_owners_come_in_and_a_value_that_does_not_fit_stays_out(tmp_path):
    OwnField.objects.create(record="customer", key="size", kind="number", label_en="Size")
    forget_fields("customer")
    colleague = User.objects.create(email="mei@ours.example", name="Mei Lin")
    text = (
        "name,mail,size,who\nAnn Lee,ann@x.example,40,Mei Lin\nBob May,bob@x.example,many,mei@ours.example\n"
    )
    at = bring_in(write(tmp_path, "own.csv", text), "Fair", size="own:size", who="owner")
    assert (counts(at), at.counts["faults"]) == ({"new": 2}, 1)
    ann, bob = Customer.objects.get(name="Ann Lee"), Customer.objects.get(name="Bob May")
    assert values_of("customer", [ann.pk, bob.pk]) == {ann.pk: {"size": "40"}}
    assert {ann.owner_id, bob.owner_id} == {colleague.pk}


def test_own_values_go_with_customers_whom_an_undone_list_brought(tmp_path):
    text = "name,mail,size\nAnn Lee,ann@x.example,40\n"
    define_field(actor=MACHINE, record_kind="customer", kind="number", label_en="Size", is_filtered=True)
    at = bring_in(write(tmp_path, "own.csv", text), "Fair", size="own:size")
    assert OwnValues.objects.count() == OwnIndex.objects.count() == 1
    undo(at)
    assert not Customer.objects.exists()
    assert not OwnValues.objects.exists()
    assert not OwnIndex.objects.exists()
    forget_fields("customer")


def test_samples_and_error_file_of_a_dry_run_go_when_the_list_comes_in(tmp_path):
    at = check(write(tmp_path, "sales.csv", SALES + "K9,,,,,,,\n"), "Sales")
    actions.check_import(actor=MACHINE, import_id=at.pk)
    at = run_check(actor=MACHINE, import_id=at.pk)
    assert set(at.options) >= {"proposals", "error_file"}
    actions.start_import(actor=MACHINE, import_id=at.pk)
    at.refresh_from_db()
    assert not set(at.options) & {"proposals", "error_file"}
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [at.file_id]
    StoredFile.objects.exclude(pk=at.file_id).delete()
    draft = prepare(write(tmp_path, "other.csv", SALES + "K4,,王五,,,,,\n"), "Other")
    actions.drop_import(actor=MACHINE, import_id=draft.pk)
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [at.file_id]


def test_a_list_that_rested_longer_than_its_file_is_kept_says_so(tmp_path):
    at = prepare(write(tmp_path, "sales.csv", SALES), "Sales")
    actions.start_import(actor=MACHINE, import_id=at.pk)
    Import.objects.filter(pk=at.pk).update(file=None)
    at = run_import(actor=MACHINE, import_id=at.pk)
    assert (at.state, "can't be read" in at.error) == ("failed", True)


@pytest.mark.parametrize("name", ["people", "desk", "Mail", "web", "portal"])
def test_a_list_can_not_come_as_our_own_people_or_as_a_channel(tmp_path, name):
    with pytest.raises(Refused, match="delivers no lists"):
        actions.add_source(actor=MACHINE, name=name)
    at = prepare(write(tmp_path, "sales.csv", SALES), "Sales")
    kind = "people" if name in ("people", "desk") else "channel"
    ours = Source.objects.create(key=f"{name}-2", name=name, kind=kind)
    with pytest.raises(Refused, match="delivers no lists"):
        actions.map_import(
            actor=MACHINE, import_id=at.pk, source_id=ours.pk, columns=columns_from(at.mapping)
        )
    Import.objects.filter(pk=at.pk).update(source=ours)
    with pytest.raises(Refused, match="delivers no lists"):
        actions.start_import(actor=MACHINE, import_id=at.pk)


def test_neither_the_page_nor_the_terminal_takes_a_list_as_our_own_people(tmp_path):
    said = []
    path = write(tmp_path, "sales.csv", SALES)
    with pytest.raises(Refused, match="Our own people"):
        CommandLine(tell=lambda at: None, say=said.append).take(path, "people", {})
    at = prepare(path, "Sales")
    ours = Source.objects.create(key="people", name="Our own people", kind="people")
    client = Client()
    client.force_login(
        add_user(actor=MACHINE, email="mona@x.example", name="Mona", roles=["manager"]),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    for post in ({"source": str(ours.pk)}, {"new_source": "people"}):
        answer = client.post(f"/imports/{at.pk}/check", post)
        assert answer.status_code >= 400
        assert "delivers no lists" in answer.content.decode()
    at.refresh_from_db()
    assert (at.state, at.source.key) == ("draft", "sales")
