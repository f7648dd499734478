import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.understanding import Fault, understand


def test_a_row_of_a_list_is_understood():
    found = understand(
        {
            "organisation": "深圳市蓝天电子有限公司",
            "name": "李雷",
            "title": "采购经理",
            "mobile": "138 0013 8000",
            "phone": "0755-26001234-8001",
            "mail": "Li.Lei@BlueSky.cn",
            "address": "广东省深圳市南山区科苑路15号A座1203室",
        }
    )
    assert found.kind == "person"
    assert found.faults == []
    assert found.values == {
        "organisation": "深圳市蓝天电子有限公司",
        "name": "李雷",
        "family_name": "李",
        "given_name": "雷",
        "title": "采购经理",
        "mobile": "+8613800138000",
        "phone": "+8675526001234",
        "mail": "li.lei@bluesky.cn",
        "country": "CN",
        "province": "广东省",
        "city": "深圳市",
        "district": "南山区",
        "address": "科苑路15号A座1203室",
    }
    assert (found.organisation.key, found.person.key) == ("蓝天电子@440300", "李雷")
    assert [(kind, phone.extension) for kind, phone in found.phones] == [("mobile", ""), ("phone", "8001")]


@pytest.mark.parametrize(
    ("values", "kind", "name"),
    [
        ({"name": "李雷"}, "person", "李雷"),
        ({"name": "深圳市蓝天电子有限公司"}, "organisation", "深圳市蓝天电子有限公司"),
        ({"organisation": "蓝天电子"}, "organisation", "蓝天电子"),
        ({"name": "Blue Sky Ltd"}, "organisation", "Blue Sky Ltd"),
        ({"name": "蓝天", "kind": "organisation"}, "organisation", "蓝天"),
        ({"name": "高科技", "kind": "person"}, "person", "高科技"),
        ({"name": "Hans Müller", "organisation": "Müller GmbH"}, "person", "Hans Müller"),
        ({"family_name": "李", "given_name": "雷"}, "person", "李雷"),
        ({"family_name": "Müller", "given_name": "Hans"}, "person", "Hans Müller"),
        ({"mobile": "13800138000"}, "", None),
    ],
)
def test_a_record_tells_whether_it_speaks_of_a_person(values, kind, name):
    found = understand(values)
    assert (found.kind, found.values.get("name")) == (kind, name)


def test_a_person_and_an_organisation_in_each_others_columns_are_put_right_and_told():
    found = understand({"name": "蓝天电子有限公司", "organisation": "李雷"})
    assert (found.values["name"], found.values["organisation"]) == ("李雷", "蓝天电子有限公司")
    assert found.faults == [Fault("name", "swapped_with_organisation", "蓝天电子有限公司")]


def test_a_local_number_takes_the_area_code_of_the_address():
    at_hangzhou = {"phone": "8765 4321", "address": "浙江省杭州市西湖区文三路9号"}
    assert understand(at_hangzhou, area_code="0755").values["phone"] == "+8657187654321"
    assert understand({"phone": "87654321"}, area_code="0755").values["phone"] == "+8675587654321"
    assert understand({"phone": "87654321"}).values["phone"] == "87654321"


def test_numbers_in_the_wrong_column_go_to_their_own():
    found = understand({"phone": "13800138000", "mobile": "0755-26001234"})
    assert (found.values["mobile"], found.values["phone"]) == ("+8613800138000", "+8675526001234")


def test_a_field_may_hold_several_values():
    found = understand({"mobile": "13800138000 / 13900139000", "mail": "a@bluesky.cn; b@bluesky.cn"})
    assert found.values == {"mobile": "+8613800138000", "mail": "a@bluesky.cn"}
    assert [phone.e164 for _, phone in found.phones] == ["+8613800138000", "+8613900139000"]
    assert found.mails == ["a@bluesky.cn", "b@bluesky.cn"]


def test_what_cannot_be_read_is_told_and_kept_as_typed():
    found = understand(
        {"mobile": "1380013", "mail": "nobody", "tax_number": "9111OOOO600037341L", "country": "Atlantis"}
    )
    assert found.faults == [
        Fault("country", "unknown_country", "Atlantis"),
        Fault("mobile", "unreadable_phone", "1380013"),
        Fault("mail", "unreadable_mail", "nobody"),
        Fault("tax_number", "confusing_letters", "9111OOOO600037341L"),
    ]
    assert (found.values["mobile"], found.values["mail"]) == ("1380013", "nobody")


def test_columns_of_an_address_are_read_together():
    found = understand(
        {"province": "浙江", "city": "杭州", "address": "西湖区文三路9号", "postcode": "310012"}
    )
    assert (found.values["city"], found.values["district"], found.values["postcode"]) == (
        "杭州市",
        "西湖区",
        "310012",
    )
    assert found.address.code == "330106"
    repeated = understand({"city": "杭州市", "address": "杭州市西湖区文三路9号"})
    assert repeated.values["address"] == "文三路9号"


def test_a_title_behind_the_name_is_the_title_where_no_other_is_said():
    assert understand({"name": "李雷经理"}).values["title"] == "经理"
    assert understand({"name": "李雷经理", "title": "总监"}).values["title"] == "总监"


def test_fields_that_nothing_is_known_of_are_kept():
    found = understand(
        {"own:size": " ４０ ", "website": "HTTPS://BlueSky.cn/", "note": " ", "wechat": "lilei"}
    )
    assert found.values == {"own:size": "40", "website": "bluesky.cn", "wechat": "lilei"}


_FIELDS = st.sampled_from(
    "kind name family_name given_name organisation title tax_number mobile phone mail address city own:x".split()
)


@given(st.dictionaries(_FIELDS, st.text(max_size=30), max_size=8))
def test_nothing_typed_makes_understanding_fail(values):
    assert isinstance(understand(values).faults, list)
