"""Three departments' lists become one base; delivered again, they change nothing."""

import pytest

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.sources.models import SourceRecord
from zhiji.integration.files.reading.tests.making import xlsx
from zhiji.integration.files.tests.bringing import bring_in, counts, undo, write

pytestmark = pytest.mark.django_db

SALES = [
    ["客户资料（2026 年 11 月）", "", "", "", "", "", ""],
    ["客户编号", "客户名称", "联系人", "手机", "电话", "统一社会信用代码", "客户类别"],
    [
        "A-1001",
        "深圳市蓝天电子有限公司",
        "李雷",
        "138-0013-8000",
        "0755-2600 1234",
        "91440300MA5F3XWL8P",
        "大型企业",
    ],
    ["A-1002", "苏州恒瑞精密机械有限公司", "王芳", "139 1234 5678", "0512-67001122", "", "中小企业"],
    ["A-1003", "Larkspur Meters Ltd.", "Ines Valbuena", "", "+44 20 7946 0018", "", ""],
]
SERVICE = """单位名称,姓名,联系电话,电子邮件,地址,备注
蓝天电子（深圳）有限公司,李 雷,13800138000,lilei@lantian.example,深圳市南山区科技路1号,常打电话
苏州恒瑞精密机械,王芳,13912345678,wf@hengrui.example,苏州市虎丘区星湖街2号,
成都博雅软件有限公司,赵强,028-85001234,zq@boya.example,成都市武侯区人民南路4号,新客户
"""
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:李雷
N:李;雷;;;
ORG:深圳市蓝天电子有限公司
TITLE:采购经理
TEL;TYPE=CELL:+86 138 0013 8000
EMAIL:lilei@lantian.example
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:Valbuena;Ines
FN:Ines Valbuena
ORG:Larkspur Meters
TEL;WORK:+44 20 7946 0018
EMAIL:ines@larkspur-meters.example
END:VCARD
"""


@pytest.fixture
def lists(tmp_path):
    return [
        ("Sales", xlsx(tmp_path / "sales.xlsx", {"客户": SALES})),
        ("Service", write(tmp_path, "service.csv", SERVICE, "gb18030")),
        ("Reception", write(tmp_path, "reception.vcf", CARDS)),
    ]


def test_three_departments_lists_become_one_base(lists):
    sales, service, reception = [bring_in(path, source) for source, path in lists]
    assert counts(sales)["new"] == 3
    assert counts(service)["new"] == 1, "李雷 and 王芳 are known by mobile and name"
    assert counts(reception).get("new", 0) <= 1, "李雷 is known; Ines has only a switchboard number there"
    lilei = Customer.objects.get(name="李雷")
    assert set(lilei.records.filter(state="current").values_list("source__key", flat=True)) == {
        "sales",
        "service",
        "reception",
    }
    assert lilei.contact_points.current().filter(kind="mobile").count() == 1
    assert lilei.contact_points.current().get(kind="mail").value == "lilei@lantian.example"
    firms = Affiliation.objects.filter(person=lilei, ended_at=None).values_list("organisation", flat=True)
    assert len(firms) == 1, "three spellings, one firm"
    firm = Customer.objects.get(pk=firms[0])
    assert firm.category == "large"
    assert Affiliation.objects.get(person=lilei, ended_at=None).title == "采购经理"
    assert Customer.objects.filter(kind="organisation", name__contains="恒瑞").count() == 1
    assert ContactPoint.objects.current().filter(kind="domain", value="lantian.example").count() == 1


def test_the_three_lists_delivered_again_change_nothing(lists):
    for source, path in lists:
        bring_in(path, source)
    tables = (Customer, ContactPoint, Affiliation, Identifier, SourceRecord)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    for source, path in lists:
        assert set(counts(bring_in(path, source))) == {"same"}
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_one_departments_list_goes_and_the_others_stay(lists):
    imports = [bring_in(path, source) for source, path in lists]
    undo(imports[0])
    lilei = Customer.objects.get(name="李雷")
    assert set(lilei.records.filter(state="current").values_list("source__key", flat=True)) == {
        "service",
        "reception",
    }
    assert lilei.contact_points.current().filter(kind="mobile").exists(), "service says it too"
