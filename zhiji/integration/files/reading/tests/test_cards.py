"""Address cards as telephones and mail programs export them."""

import pytest

from zhiji.integration.files.reading.columns import propose
from zhiji.integration.files.reading.lists import open_list
from zhiji.integration.files.reading.tests.test_texts import all_rows, put

V3 = """BEGIN:VCARD
VERSION:3.0
FN:李雷
N:李;雷;;;
ORG:深圳蓝天电子有限公司;采购部
TITLE:采购经理
TEL;TYPE=CELL,VOICE:138 0013 8000
TEL;TYPE=WORK,VOICE:0755-26001234
TEL;TYPE=WORK,FAX:0755-26001235
item1.EMAIL;TYPE=INTERNET:lilei@lantian.example
item1.X-ABLabel:工作
ADR;TYPE=WORK:;;科技园1号\\, 3楼;深圳市;广东省;518000;中国
NOTE:老客户\\n喜欢电话
URL:https://lantian.example
BDAY:1990-01-01
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 /2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkI
END:VCARD
"""


def cards(tmp_path, *contents):
    listed = open_list(
        put(tmp_path, b"".join(c.replace("\n", "\r\n").encode() for c in contents), "cards.vcf")
    )
    return listed, [dict(zip(listed.columns, row.cells, strict=True)) for row in all_rows(listed)]


def test_a_card_of_version_3_gives_all_it_says(tmp_path):
    listed, rows = cards(tmp_path, V3)
    assert rows == [
        {
            "name": "李雷",
            "family_name": "李",
            "given_name": "雷",
            "organisation": "深圳蓝天电子有限公司",
            "department": "采购部",
            "title": "采购经理",
            "mobile": "138 0013 8000",
            "phone": "0755-26001234",
            "fax": "0755-26001235",
            "mail": "lilei@lantian.example",
            "address": "科技园1号, 3楼",
            "city": "深圳市",
            "province": "广东省",
            "postcode": "518000",
            "country": "中国",
            "website": "https://lantian.example",
            "note": "老客户\n喜欢电话",
            "BDAY": "1990-01-01",
        }
    ]
    assert (listed.layout.kind, listed.layout.header_row, listed.count) == ("cards", 0, 1)


def test_the_columns_of_cards_are_proposed_as_what_they_are(tmp_path):
    listed, _rows = cards(tmp_path, V3)
    found = {p.column: p.field for p in propose(listed.columns, [row.cells for row in listed.sample()])}
    assert all(found[column] == column for column in listed.columns if column != "BDAY")
    assert found["BDAY"] == ""


@pytest.mark.parametrize(
    ("charset", "written"),
    [
        ("UTF-8", "=E6=9D=8E=\n=E9=9B=B7"),
        ("GBK", "=C0=EE=C0=D7"),
        ("gb2312", "=C0=EE=\n=C0=D7"),
        ("no-such-set", "=C0=EE=C0=D7"),
    ],
)
def test_quoted_names_of_version_2_are_read_in_their_character_set(tmp_path, charset, written):
    quoted = f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{written}"
    card = f"BEGIN:VCARD\nVERSION:2.1\n{quoted}\nTEL;CELL:13800138000\nEND:VCARD\n"
    _listed, rows = cards(tmp_path, card)
    assert rows == [{"name": "李雷", "mobile": "13800138000"}]


def test_cards_in_gbk_without_saying_so_are_read(tmp_path):
    path = put(tmp_path, "BEGIN:VCARD\nVERSION:2.1\nN:李;雷\nORG:深圳蓝天电子\nEND:VCARD\n".encode("gb18030"))
    listed = open_list(path)
    assert dict(zip(listed.columns, all_rows(listed)[0].cells, strict=True)) == {
        "name": "李雷",
        "family_name": "李",
        "given_name": "雷",
        "organisation": "深圳蓝天电子",
    }


def test_cards_in_utf16_are_read(tmp_path):
    listed = open_list(put(tmp_path, V3.encode("utf-16")))
    assert all_rows(listed)[0].cells[0] == "李雷"


def test_a_card_of_version_4_is_read(tmp_path):
    card = """BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Ann Lee
N:Lee;Ann;;;
TEL;VALUE=uri;TYPE="cell,voice":tel:+86-138-0013-8000
TEL;VALUE=uri;TYPE="work,voice":tel:+86-755-26001234;ext=8001
EMAIL:ann@sky.example
EMAIL:ann.lee@sky.example
LANG:en
UID:urn:uuid:1
IMPP;X-SERVICE-TYPE=WeChat;TYPE=WECHAT:x-apple:annlee
END:VCARD
"""
    _listed, rows = cards(tmp_path, card)
    assert rows == [
        {
            "kind": "person",
            "name": "Ann Lee",
            "family_name": "Lee",
            "given_name": "Ann",
            "mobile": "+86-138-0013-8000",
            "phone": "+86-755-26001234 ext. 8001",
            "mail": "ann@sky.example",
            "mail (2)": "ann.lee@sky.example",
            "language": "en",
            "external_id": "urn:uuid:1",
            "wechat": "annlee",
        }
    ]


def test_a_name_folded_within_a_character_is_joined_first(tmp_path):
    name = "FN:欧阳娜娜".encode()
    folded = name[:7] + b"\r\n " + name[7:]
    listed = open_list(put(tmp_path, b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + folded + b"\r\nEND:VCARD\r\n"))
    assert all_rows(listed)[0].cells == ["欧阳娜娜"]


def test_broken_lines_are_left_out_and_told_and_broken_cards_hurt_nobody(tmp_path):
    broken = "BEGIN:VCARD\nVERSION:3.0\nFN:Bob\nno colon here\nTEL;HOME;:02126001234\n姓名:x\n"
    listed, rows = cards(tmp_path, broken, V3, "BEGIN:VCARD\nFN:Eve\n")
    assert [row["name"] for row in rows] == ["Bob", "李雷", "Eve"]
    assert rows[0]["phone"] == "02126001234"
    assert [row.faults for row in all_rows(listed)] == [("bad_card",), (), ("bad_card",)]
    assert [row.number for row in all_rows(listed)] == [1, 2, 3]


def test_a_card_within_a_card_is_not_a_customer(tmp_path):
    card = "BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Help\nEND:VCARD\nTEL:02126001234\nEND:VCARD\n"
    _listed, rows = cards(tmp_path, card)
    assert rows == [{"name": "Boss", "phone": "02126001234"}]


def test_an_organisation_without_person_is_named_by_itself(tmp_path):
    _listed, rows = cards(
        tmp_path, "BEGIN:VCARD\nVERSION:3.0\nORG:蓝天电子;\nX-ABShowAs:COMPANY\nEND:VCARD\n"
    )
    assert rows == [{"kind": "organisation", "name": "蓝天电子", "organisation": "蓝天电子"}]


def test_a_card_with_a_large_picture_and_an_endless_line_takes_little(tmp_path):
    picture = "PHOTO;ENCODING=b:" + ("A" * 70 + "\n ") * 50_000 + "\n"
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\n{picture}NOTE:{'x' * 5_000_000}\nTEL:02126001234\nEND:VCARD\n"
    _listed, rows = cards(tmp_path, card)
    assert (rows[0]["name"], rows[0]["phone"], len(rows[0]["note"])) == ("Ann", "02126001234", 65_531)
