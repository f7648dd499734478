import pytest

from zhiji.lib.divisions import (
    all_of,
    area_code_of,
    at_start,
    cities_of_area_code,
    city_of,
    division,
    province_of,
    short_name,
)


def test_every_province_and_city_has_a_name_of_its_own():
    provinces, cities = all_of("province"), all_of("city")
    assert len(provinces) == 34
    assert len(cities) > 330
    assert len({one.name for one in (*provinces, *cities)}) == len(provinces) + len(cities)


def test_every_city_of_the_mainland_has_an_area_code():
    assert [one.name for one in all_of("city") if one.code.isdigit() and not area_code_of(one.code)] == []


def test_most_districts_come_from_the_table_of_identity_cards():
    assert len([one for one in all_of("district") if one.is_current]) > 2800


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("深圳市", "深圳"),
        ("内蒙古自治区", "内蒙古"),
        ("恩施土家族苗族自治州", "恩施"),
        ("西双版纳傣族自治州", "西双版纳"),
        ("香港特别行政区", "香港"),
        ("浦东新区", "浦东"),
        ("忠县", ""),
    ],
)
def test_a_short_name_has_no_ending(name, short):
    assert short_name(name) == short


def test_names_at_the_start_come_longest_first():
    assert [one.text for one in at_start("恩施土家族苗族自治州利川市", "city")] == [
        "恩施土家族苗族自治州",
        "恩施",
    ]


def test_an_area_code_may_stand_for_several_cities():
    assert [one.short for one in cities_of_area_code("024")] == ["沈阳", "抚顺", "本溪", "铁岭"]
    assert [one.short for one in cities_of_area_code("0755")] == ["深圳"]
    assert [one.short for one in cities_of_area_code("0910")] == ["咸阳"]
    assert cities_of_area_code("0000") == ()


def test_a_district_knows_its_city_and_area_code():
    assert city_of("440305") == division("440300")
    assert province_of("440305") == division("440000")
    assert area_code_of("440305") == "0755"
    assert area_code_of("110108") == "010"
    assert city_of("429004") is None
