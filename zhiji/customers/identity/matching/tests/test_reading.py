from zhiji.customers.identity.matching.reading import read_record


def _read(**values):
    return read_record(1, "organisation", values)


def test_an_organisation_is_read_into_brand_trade_and_town():
    record = _read(organisation="蓝天（深圳）电子有限公司")
    assert (record.brand, record.trade, record.town) == ("蓝天", "电子", "深圳市")
    assert record.brand_sound == "lantian"


def test_the_town_comes_from_the_area_code_where_nothing_else_tells_it():
    assert _read(organisation="蓝天电子有限公司", phone="0755-26001234").city == "0755"
    assert _read(organisation="上海蓝天电子有限公司", phone="0755-26001234").city == "021"


def test_a_district_alone_does_not_tell_the_town():
    assert _read(organisation="蓝天电子", address="天河区中山路5号").city is None


def test_free_mail_tells_no_domain():
    record = _read(organisation="蓝天电子", mail="wang@163.com")
    assert (record.free_mails, record.domains) == (["wang@163.com"], None)
    assert _read(organisation="蓝天电子", mail="wang@lantian.example").domains == ["lantian.example"]


def test_a_number_no_plan_knows_is_kept_by_its_digits():
    assert _read(organisation="蓝天电子", mobile="+86 14911112222").phones
    assert _read(organisation="蓝天电子", mobile="146-1111-2222").phones == ["14611112222"]


def test_nothing_said_is_missing_and_never_empty():
    record = _read()
    assert not any(value in ("", []) for value in (record.core, record.phones, record.mails, record.street))
