"""What columns are taken for, by name and by content, in Chinese and English."""

import pytest

from zhiji.integration.files.reading.columns import SEVERAL, propose
from zhiji.integration.files.reading.contents import content_of
from zhiji.integration.files.reading.reasons import reason_text
from zhiji.integration.files.reading.vocabulary import field_named

FIELDS = set(
    "kind name family_name given_name organisation title department parent tax_number mobile phone fax mail address "
    "province city district postcode country wechat website category language region "
    "owner external_id note permission".split()
)
PEOPLE = ["李雷", "韩梅梅", "王强", "欧阳娜娜"]
FIRMS = ["深圳蓝天电子有限公司", "苏州精密机械厂", "北京大学", "上海东方医院"]
MOBILES = ["13800138000", "139 0013 9000", "+86 13700137000", "15912345678"]
LANDLINES = ["0755-26001234", "(021) 62345678", "010-62751234", "0512-65001234"]
MAILS = ["lilei@lantian.example", "han@x.example", "w@pku.example", "o@h.example"]
ADDRESSES = [
    "广东省深圳市南山区科技园1号",
    "江苏省苏州市星湖街8号",
    "北京市海淀区颐和园路5号",
    "上海市浦东新区世纪大道100号",
]


def fields(columns, *cells):
    """Proposes; cells are given column by column."""
    samples = list(zip(*cells, strict=True)) if cells else []
    return [proposal.field for proposal in propose(columns, samples)]


@pytest.mark.parametrize(
    ("names", "field"),
    [
        (
            "手机 手机号 手机号码 移动电话 手機 行動電話 手机1 备用手机 Mobile Mobile_No. CELLPHONE Mobile-Phone",
            "mobile",
        ),
        (
            "电话 座机 固定电话 联系电话 电话2 公司电话 電話 聯絡電話 Tel. Tel Phone Telephone Work-Phone Phone#2",
            "phone",
        ),
        ("传真 传真号码 傳真 Fax Fax-No. 公司传真", "fax"),
        ("邮箱 电子邮件 E-mail EMAIL Mail 電子郵件 信箱 邮箱地址 Email_Address 联系人邮箱", "mail"),
        (
            "地址 联系地址 公司地址 通讯地址 收货地址 Address Street_Address 地址(中文) Billing_Address",
            "address",
        ),
        ("省 省份 Province State 所在省", "province"),
        ("市 城市 City 所在城市", "city"),
        ("区 区县 县 District County", "district"),
        ("邮编 邮政编码 郵遞區號 ZIP Postcode Postal_Code", "postcode"),
        ("国家 國家 Country 国家/地区", "country"),
        ("职务 职位 職稱 Title Job_title Position", "title"),
        ("部门 部門 Department Dept. 所属部门", "department"),
        ("税号 统一社会信用代码 統一編號 纳税人识别号 Tax_ID VAT_No. 统一社会信用代码/税号", "tax_number"),
        ("客户编号 客戶編號 编号 Customer_No. ID Customer_ID Account_Number 客户代码", "external_id"),
        ("备注 備註 说明 Notes Remark Comments", "note"),
        ("微信 微信号 WeChat 微信ID", "wechat"),
        ("网址 官网 網址 Website URL 公司网址", "website"),
        ("行业 类别 客户类型 Industry Category 行業", "category"),
        ("语言 語言 Language 语种", "language"),
        ("区域 地区 大区 Region Territory", "region"),
        ("负责人 业务员 跟进人 客户经理 Owner Sales_rep Account_Manager", "owner"),
        ("上级单位 母公司 Parent_Company", "parent"),
        (
            "是否同意接收 同意接收短信 订阅 退订 Opt-in Newsletter Unsubscribed Do_not_call 营销同意(是/否)",
            "permission",
        ),
        ("姓 姓氏 Last_Name Surname Family_name", "family_name"),
        ("名 First_Name Given_name", "given_name"),
        ("姓名 联系人 聯絡人 客户名称 Name Contact Contact_person Full_name 客户联系人", "name"),
        ("公司名称 单位 公司 企業名稱 Company Organisation Organization 工作单位", "name"),
    ],
)
def test_a_name_alone_tells_the_field(names, field):
    for name in names.split():
        assert fields([name.replace("_", " ")]) == [field], name


@pytest.mark.parametrize("name", ["颜色", "Quantity", "x", "", "[C]", "金额", "订单日期", "#"])
def test_a_name_that_says_nothing_feeds_nothing(name):
    assert fields([name]) == [""]


@pytest.mark.parametrize("field", sorted(FIELDS - {"organisation"}))
def test_our_own_names_of_fields_are_known(field):
    assert fields([field]) == [field]


def test_with_a_person_the_company_is_where_they_work():
    assert fields(["客户名称", "联系人", "手机"]) == ["organisation", "name", "mobile"]
    assert fields(["Company", "Contact", "Tel."]) == ["organisation", "name", "phone"]
    assert fields(["First name", "Last name", "Company"]) == ["given_name", "family_name", "organisation"]


def test_without_a_person_the_company_is_the_customer():
    assert fields(["公司名称", "电话"]) == ["name", "phone"]
    assert fields(["Name", "Company"]) == ["name", "organisation"]


def test_what_stands_in_an_ambiguous_column_decides():
    assert fields(["客户名称", "单位"], PEOPLE, FIRMS) == ["name", "organisation"]
    assert fields(["客户", "姓名"], FIRMS, PEOPLE) == ["organisation", "name"]


def test_swapped_headings_are_seen_by_what_stands_below():
    assert fields(["姓名", "单位"], FIRMS, PEOPLE) == ["organisation", "name"]
    assert fields(["地址", "电话"], MAILS, MOBILES) == ["mail", "mobile"]
    (proposal, *_rest) = propose(["地址"], [[mail] for mail in MAILS])
    assert (proposal.reason, proposal.confidence < 0.8) == ("content_not_name", True)


def test_a_list_without_names_is_known_by_its_content():
    columns = ["[A]", "[B]", "[C]", "[D]", "[E]", "[F]"]
    assert fields(columns, PEOPLE, FIRMS, MOBILES, LANDLINES, MAILS, ADDRESSES) == [
        "name",
        "organisation",
        "mobile",
        "phone",
        "mail",
        "address",
    ]


def test_an_english_list_without_names_is_known_by_its_content():
    columns = ["[A]", "[B]", "[C]", "[D]", "[E]"]
    assert fields(
        columns,
        ["Ann Lee", "Bob Smith", "Eve O'Hara"],
        ["Blue Sky Ltd", "Acme Inc.", "University of Leeds"],
        ["12 High Street, Leeds", "5 Park Road", "77 Main St, Boston"],
        ["www.sky.example/x", "https://acme.example", "leeds.com"],
        ["Purchasing Manager", "Chief Engineer", "Director"],
    ) == ["name", "organisation", "address", "website", "title"]


@pytest.mark.parametrize(
    ("cells", "content"),
    [
        (["91350100M000100Y43", "91350100M000100Y43"], "tax_number"),
        (["2024-03-01", "2024/3/1", "2024年3月1日 10:00"], "date"),
        (["518000", "215000", "100871"], "postcode"),
        (["广东省", "江苏", "北京市"], "province"),
        (["深圳市", "苏州市"], "city"),
        (["南山区", "昆山县"], "district"),
        (["中国", "美国", "CN"], "country"),
        (["个人", "企业"], "kind"),
        (["中文", "English"], "language"),
        (["K0001", "K0002", "K0003"], "external_id"),
        (["12.50", "¥1,000.00", "7"], "number"),
        (["红", "蓝", "绿"], ""),
        (["", " "], ""),
    ],
)
def test_contents_are_known_by_themselves(cells, content):
    assert content_of(cells)[0] == content


def test_dates_and_amounts_feed_nothing():
    found = propose(["[A]", "[B]"], [["2024-03-01", "12.50"], ["2024-04-01", "99"]])
    assert [(p.field, p.reason) for p in found] == [("", "dates"), ("", "unknown")]


def test_a_consent_column_is_proposed_without_saying_what_its_words_mean():
    (proposal,) = propose(["是否同意接收短信"], [["是"], ["否"], ["是"], [""], ["Y"]])
    assert (proposal.field, proposal.reason, proposal.words) == ("permission", "consent", ("是", "否", "Y"))
    assert proposal.confidence <= 0.6


def test_yes_and_no_under_another_name_are_never_a_permission():
    assert fields(["是否老客户"], ["是", "否"]) == [""]


def test_several_columns_may_feed_telephones_but_one_the_customer_number():
    columns = ["手机", "手机2", "电话", "客户编号", "编号", "备注", "备注2", "收货地址", "注册地址"]
    found = propose(columns, [])
    assert [p.field for p in found] == [
        "mobile",
        "mobile",
        "phone",
        "external_id",
        "",
        "note",
        "note",
        "address",
        "address",
    ]
    assert found[4].reason == "taken"


def test_a_column_called_telephone_that_holds_mobiles_is_of_mobiles():
    assert fields(["联系电话"], MOBILES) == ["mobile"]
    assert fields(["手机"], LANDLINES) == ["phone"]


def test_a_customer_number_that_is_a_mobile_stays_the_customer_number():
    assert fields(["会员号", "手机"], MOBILES, MOBILES) == ["external_id", "mobile"]


def test_exports_of_other_programs_are_known():
    google = "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value"
    assert fields((google + ",Address 1 - City").split(",")) == [
        "given_name",
        "family_name",
        "organisation",
        "title",
        "",
        "mail",
        "city",
    ]
    outlook = (
        "Title,First Name,Last Name,Company,Job Title,Business Fax,E-mail 2 Address,E-mail Type,Web Page"
    )
    found = ["", "given_name", "family_name", "organisation", "title", "fax", "mail", "", "website"]
    assert fields(outlook.split(",")) == found
    register = (
        "企业名称,英文名,法定代表人,成立日期,所属区县,更多电话,统一社会信用代码,企业(机构)类型,电话状态"
    )
    assert fields(register.split(",")) == [
        "name",
        "",
        "",
        "",
        "district",
        "phone",
        "tax_number",
        "category",
        "",
    ]


def test_rows_may_be_shorter_than_the_header():
    found = propose(["姓名", "手机"], [["李雷"], [], ["王强", "13800138000"]])
    assert [p.field for p in found] == ["name", "mobile"]


@pytest.mark.parametrize(
    "name", ["手机", "Mobile", "MOBILE", "ｍｏｂｉｌｅ", " Mobile * ", "手機（必填）", "*手机号："]
)
def test_marks_width_and_case_of_a_name_do_not_count(name):
    assert field_named(name)[0] == "mobile"


def test_every_reason_has_words_and_every_field_of_several_is_a_field():
    samples = [[cell] for cell in MAILS]
    reasons = {p.reason for name in ("邮箱", "[A]", "地址", "同意", "颜色") for p in propose([name], samples)}
    assert all(reason_text(reason) for reason in reasons | {"taken", "dates", "unknown", "name"})
    assert SEVERAL <= FIELDS


def test_a_short_word_counts_only_as_a_word():
    assert field_named("Bemerkung zur Lieferadresse")[0] != "website"
    assert field_named("Company URL")[0] == "website"
    assert field_named("companyUrl")[0] == "website"
