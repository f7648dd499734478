"""Several files that come in as one list: what each one's columns mean, and what is said of those left out."""

import html
import zipfile

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.integration.files.command import CommandLine
from zhiji.integration.files.looking import look_at
from zhiji.integration.files.queries import left_out_of
from zhiji.integration.files.reading.faults import unreadable_text
from zhiji.integration.files.tests.bringing import MACHINE, bring_in
from zhiji.kernel.users.actions import add_user

CARD = """BEGIN:VCARD
VERSION:3.0
N:张;三丰;;;
FN:张三丰
ORG:上海蓝天电子有限公司
TEL;TYPE=CELL:13700137000
END:VCARD
"""


def packed(folder, **files):
    path = folder / "lists.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return path


def meanings(path):
    return {one.name: one.field for one in look_at(path).columns if one.field}


def test_the_holder_of_a_card_is_a_person_whatever_lists_lie_beside_it(db, tmp_path):
    chinese = "姓名,单位,手机\n李雷,深圳恒通有限公司,13800138000\n韩梅梅,深圳恒通有限公司,13900139000\n"
    path = packed(tmp_path, a_csv=chinese, b_vcf=CARD)
    bring_in(path, "Fair")
    people = Customer.objects.filter(kind="person").values_list("name", flat=True)
    firms = Customer.objects.filter(kind="organisation").values_list("name", flat=True)
    assert sorted(people) == ["张三丰", "李雷", "韩梅梅"]
    assert sorted(firms) == ["上海蓝天电子有限公司", "深圳恒通有限公司"]
    assert Affiliation.objects.count() == 3


def test_a_list_of_firms_under_name_and_cards_are_kept_apart(db, tmp_path):
    firms = "name,phone\n深圳恒通科技有限公司,0755-26001234\n武汉瑞达贸易有限公司,027-87001234\n"
    path = packed(tmp_path, a_csv=firms, b_vcf=CARD)
    assert look_at(path).layout["columns"][0] == "name"
    bring_in(path, "Fair")
    kinds = dict(Customer.objects.values_list("name", "kind"))
    assert kinds["张三丰"] == "person"
    assert kinds["深圳恒通科技有限公司"] == kinds["武汉瑞达贸易有限公司"] == "organisation"


def test_columns_of_one_meaning_in_several_lists_all_count(tmp_path):
    path = packed(
        tmp_path,
        a_csv="姓名,单位,手机\n李雷,深圳恒通有限公司,13800138000\n",
        b_csv="Name,Company,Mobile\nAnn Lee,Acme Ltd,13900139000\n",
    )
    found = meanings(path)
    assert (found["姓名"], found["Name"]) == ("name", "name")
    assert (found["单位"], found["Company"]) == ("organisation", "organisation")


def test_rows_behind_the_first_file_are_seen_too(tmp_path):
    many = "姓名,手机\n" + "".join(f"李雷{n},138{n:08d}\n" for n in range(400))
    found = look_at(
        packed(tmp_path, a_csv=many, b_csv="Ort,X9\nBerlin,ann@mail.example\nBonn,bob@mail.example\n")
    )
    mail = next(place for place, one in enumerate(found.columns) if one.name == "X9")
    assert found.columns[mail].field == "mail"
    assert found.proposals[mail]["samples"] == ["ann@mail.example", "bob@mail.example"]


def test_a_file_that_could_not_be_read_is_kept_with_its_reason(db, tmp_path):
    inner = packed(tmp_path, x_csv="name\nNobody\n").read_bytes()
    path = packed(tmp_path, a_csv="姓名,手机\n李雷,13800138000\n", in_zip=inner, notes_pdf="%PDF-1.7")
    at = bring_in(path, "Fair")
    at.refresh_from_db()
    assert [(one["part"], one["code"]) for one in at.options["left_out"]] == [
        ("in.zip", "other_format"),
        ("notes.pdf", "pdf"),
    ]
    assert [part for part, _why in left_out_of(at)] == ["in.zip", "notes.pdf"]


def test_the_pages_and_the_command_name_the_files_that_were_not_read(db, client, tmp_path):
    path = packed(tmp_path, a_csv="姓名,手机\n李雷,13800138000\n", notes_pdf="%PDF-1.7")
    client.force_login(
        add_user(actor=MACHINE, email="mona@x.example", name="Mona", roles=["manager"]),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    with path.open("rb") as handle:
        page = client.post("/imports/upload", {"file": handle}, follow=True).content.decode()
    assert "notes.pdf" in page.replace("<wbr>", "")
    assert unreadable_text("pdf", {}) in html.unescape(page)
    said: list[str] = []
    CommandLine(tell=lambda at: None, say=said.append).take(path, "Fair", {})
    assert any("notes.pdf" in line for line in said)


def test_a_file_that_cannot_be_read_is_refused_where_lists_are_dropped(db, client, tmp_path):
    client.force_login(
        add_user(actor=MACHINE, email="mona@x.example", name="Mona", roles=["manager"]),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    path = packed(tmp_path, notes_pdf="%PDF-1.7", empty_csv="")
    with path.open("rb") as handle:
        answer = client.post("/imports/upload", {"file": handle})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "data-drop-list" in page
    for name, code in (("notes.pdf", "pdf"), ("empty.csv", "empty")):
        assert f"{name}: {unreadable_text(code, {})}" in page
    assert "Choose a file first." in client.post("/imports/upload").content.decode()
