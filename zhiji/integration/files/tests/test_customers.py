import pytest

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.integration.files.customers import UnreadableList, import_customers
from zhiji.kernel.access.actor import Actor

LIST = """name,kind,organisation,title,category,mail,mobile
深圳蓝天电子有限公司,organisation,,,large,info@lantian.example,
李雷,person,深圳蓝天电子有限公司,采购,,lilei@lantian.example,138 0013 8000
,person,,,,nobody@lantian.example,
Ann,robot,,,,,
Ann Lee,,Blue Sky Ltd,,wrong,ann@sky.example,
"""


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.django_db
def test_a_list_is_added_once_and_wrong_rows_are_told_by_line(tmp_path):
    path = write(tmp_path, LIST, "utf-8-sig")
    first = import_customers(actor=Actor.machine("test"), path=path, source="fair")
    assert (first.added, first.known) == (2, 0)
    assert [line for line, _ in first.faults] == [4, 5, 6]
    again = import_customers(actor=Actor.machine("test"), path=path, source="fair")
    assert (again.added, again.known) == (0, 2)
    person = Customer.objects.get(name="李雷")
    assert (person.family_name, person.given_name, person.source) == ("李", "雷", "fair")
    assert Affiliation.objects.get(person=person).organisation.name == "深圳蓝天电子有限公司"
    assert person.contact_points.get(kind="mobile").value == "+8613800138000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "encoding"), [("姓名\n李雷\n", "utf-8"), ("name\n李雷\n", "gb18030"), ("", "utf-8")]
)
def test_a_file_that_is_no_such_list_is_told_plainly(tmp_path, text, encoding):
    with pytest.raises(UnreadableList):
        import_customers(actor=Actor.machine("test"), path=write(tmp_path, text, encoding), source="x")
