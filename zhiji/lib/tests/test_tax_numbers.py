import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from zhiji.lib.tax_numbers import read_tax_number

GOOD = "91110000600037341L"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        "9111 0000 6000 37341L",
        "９１１１００００６０００３７３４１Ｌ",
        f"税号：{GOOD}",
        f" 统一社会信用代码:{GOOD} ",
    ],
)
def test_a_credit_code_is_read_however_it_is_typed(typed):
    found = read_tax_number(typed)
    assert (found.scheme, found.value, found.is_valid, found.fault_code) == ("uscc", GOOD, True, "")


def test_a_credit_code_tells_where_the_organisation_is_registered():
    code = "91440300" + "MA5DA5DA5"
    found = read_tax_number(code + uscc.calc_check_digit(code + "0"))
    assert (found.is_valid, found.region_code) == (True, "440300")


@pytest.mark.parametrize(
    ("typed", "scheme", "fault"),
    [
        ("", "", "empty"),
        ("  - ", "", "empty"),
        ("9111000060003734", "uscc", "length"),
        ("91110000600037341M", "uscc", "check_digit"),
        ("9111OOOO600037341L", "uscc", "confusing_letters"),
        ("9111000060003734IL", "uscc", "confusing_letters"),
        ("A1110000600037341L", "uscc", "characters"),
        ("440300123456789", "cn_tax15", "check_digit"),
        ("无", "uscc", "length"),
    ],
)
def test_what_is_wrong_is_told_and_not_mended(typed, scheme, fault):
    found = read_tax_number(typed)
    assert (found.scheme, found.fault_code, found.is_valid) == (scheme, fault, False)


@pytest.mark.parametrize(
    ("typed", "scheme"),
    [
        ("440300600037341", "cn_tax15"),
        ("60003734-1", "cn_org_code"),
        ("110000000000017", "cn_register"),
        ("360426199101010071", "cn_id_card"),
        ("36042619910101007101", "cn_sole_trader"),
    ],
)
def test_older_chinese_numbers_are_told_by_length_and_check_digit(typed, scheme):
    found = read_tax_number(typed)
    assert (found.scheme, found.is_valid) == (scheme, True)


@pytest.mark.parametrize(
    ("typed", "country", "scheme", "value"),
    [
        ("DE 136.695.976", "CN", "vat", "DE136695976"),
        ("136695976", "DE", "vat", "DE136695976"),
        ("NL4495445B01", "NL", "vat", "NL004495445B01"),
        ("980 780 684", "GB", "gb_vat", "980780684"),
        ("04-2103594", "US", "us_ein", "042103594"),
        ("83 914 571 673", "AU", "au_abn", "83914571673"),
        ("5-8356-7825-6246", "JP", "jp_cn", "5835678256246"),
    ],
)
def test_numbers_of_other_countries_are_checked_by_their_own_rule(typed, country, scheme, value):
    found = read_tax_number(typed, country)
    assert (found.scheme, found.value, found.is_valid) == (scheme, value, True)


def test_a_country_whose_rule_is_unknown_is_told():
    assert read_tax_number("12345", "AQ").fault_code == "unknown_country"


@given(
    st.text(max_size=30) | st.text("0123456789ABCDEFGHIOXZ- ", max_size=22),
    st.sampled_from(["CN", "DE", "US", "JP", "IN"]),
)
def test_nothing_typed_makes_reading_a_number_fail(typed, country):
    assert read_tax_number(typed, country).typed == typed
