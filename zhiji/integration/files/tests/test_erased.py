"""Whoever was erased does not come back with the next delivery of a list."""

import csv
import io

import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.permission.actions import suppress
from zhiji.customers.sources.actions import add_contact_point
from zhiji.customers.sources.models import SourceRecord
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.keeping import local_file
from zhiji.integration.files.queries import counts_of
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, check, counts, undo, write
from zhiji.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db

LIST = """编号,单位,姓名,手机,电话,邮箱,备注
K1,深圳市蓝天电子有限公司,李雷,13800138000,0755-26001234,lilei@lantian.example,喜欢红茶
K2,深圳市蓝天电子有限公司,韩梅梅,13800138001,0755-26001234,hmm@lantian.example,
"""
GONE = [("mobile", "13800138000"), ("mail", "LiLei@lantian.example"), ("phone", "0755-26001234")]


@pytest.fixture
def path(tmp_path):
    suppress(actor=MACHINE, points=GONE)
    return write(tmp_path, "list.csv", LIST)


def everything_told(at):
    """Read every text that the records and the counts of an import hold."""
    return str(list(SourceRecord.objects.filter(of_import=at).values())) + str(at.counts)


def test_a_list_leaves_out_whoever_was_erased_and_says_so(path):
    at = bring_in(path, "Sales")
    assert counts(at) == {"new": 1}
    assert (at.counts["erased"], at.counts.get("faults", 0)) == (1, 0)
    assert list(Customer.objects.filter(kind="person").values_list("name", flat=True)) == ["韩梅梅"]
    assert [one["count"] for one in counts_of(at) if one["slug"] == "erased"] == [1]
    told = everything_told(at)
    assert not [word for word in ("李雷", "13800138000", "lilei", "红茶", "K1") if word in told]
    file = io.BytesIO()
    assert write_errors_of_import(file, at) == 1
    (_head, line) = csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert line[:7] == [""] * 7
    assert line[7] == "2"
    assert "erased" in line[8]
    again = bring_in(path, "Sales")
    assert (counts(again), again.counts["erased"]) == ({"same": 1}, 1)
    assert undo(at).state == "undone"


def test_a_dry_run_tells_who_would_be_left_out(path):
    at = check(path, "Sales")
    assert (counts(at), at.counts["erased"], at.counts["told"]) == ({"new": 1}, 1, 1)
    with local_file(StoredFile.objects.get(pk=at.options["error_file"])) as kept:
        text = kept.read_text("utf-8-sig")
    assert "erased" in text
    assert "李雷" not in text


def test_whoever_was_brought_back_by_hand_is_met_by_lists_again(path):
    back = add_customer(actor=MACHINE, kind="person", name="李雷")
    add_contact_point(actor=MACHINE, customer_id=back.pk, kind="mobile", typed="13800138000")
    at = bring_in(path, "Sales")
    assert at.counts.get("erased", 0) == 0
    assert ContactPoint.objects.filter(customer=back, value="lilei@lantian.example").exists()


def test_colleagues_at_the_same_fixed_line_and_organisations_come_in(tmp_path):
    suppress(actor=MACHINE, points=GONE)
    text = "name,organisation,phone,mail\nAnn Lee,,0755-26001234,ann@lantian.example\n,Blue Sky Ltd,0755-26001234,\n"
    at = bring_in(write(tmp_path, "more.csv", text), "Fair")
    assert counts(at) == {"new": 2}
    alone = bring_in(write(tmp_path, "alone.csv", "name,phone\nLi Lei,0755-26001234\n"), "Fair")
    assert (counts(alone), alone.counts["erased"]) == ({}, 1)


def test_a_list_asks_nothing_more_where_nobody_was_erased(tmp_path, django_assert_max_num_queries):
    from zhiji.customers.permission.queries import suppressed_among

    with django_assert_max_num_queries(1):
        assert suppressed_among([("mail", f"a{number}@x.example") for number in range(2000)]) == set()
