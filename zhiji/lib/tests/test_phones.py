from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.phones import _parse, _usual, parse_phone


@pytest.mark.parametrize(
    ("typed", "e164", "extension", "kind"),
    [
        ("13800138000", "+8613800138000", "", "mobile"),
        ("138 0013 8000", "+8613800138000", "", "mobile"),
        ("+86 138-0013-8000", "+8613800138000", "", "mobile"),
        ("0086 13800138000", "+8613800138000", "", "mobile"),
        ("８６－１３８００１３８０００", "+8613800138000", "", "mobile"),
        ("0755-26001234", "+8675526001234", "", "landline"),
        ("(0755)26001234", "+8675526001234", "", "landline"),
        ("+86 (0)755 26001234", "+8675526001234", "", "landline"),
        ("010-62345678", "+861062345678", "", "landline"),
        ("021-6234-5678", "+862162345678", "", "landline"),
        ("0755 2600 1234转8001", "+8675526001234", "8001", "landline"),
        ("0755-26001234-8001", "+8675526001234", "8001", "landline"),
        ("0755-26001234 分机 12", "+8675526001234", "12", "landline"),
        ("Tel: 021-62345678x801", "+862162345678", "801", "landline"),
        ("+86-755-2600-1234-801", "+8675526001234", "801", "landline"),
        ("+1 415 555 2671 ext. 12", "+14155552671", "12", "landline"),
        ("传真：0755-26001234", "+8675526001234", "", "fax"),
        ("10086", "", "", "short"),
        ("110", "", "", "short"),
        ("400-800-1234", "", "", "short"),
        ("26001234", "", "", "landline"),
        ("+44 20 7946 0958", "+442079460958", "", "landline"),
        ("138001380", "", "", "unknown"),
        ("ask Li", "", "", "unknown"),
        ("", "", "", "unknown"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, e164, extension, kind):
    phone = parse_phone(typed)
    assert (phone.e164, phone.extension, phone.kind) == (e164, extension, kind)
    assert phone.typed == typed


def test_a_local_number_takes_the_area_code_of_the_house():
    assert parse_phone("2600 1234", area_code="0755").e164 == "+8675526001234"
    assert parse_phone("2600 1234").digits == "26001234"


def test_numbers_are_shown_as_people_at_home_write_them():
    assert parse_phone("+8613800138000").national == "138 0013 8000"
    assert parse_phone("+442079460958").national == "+44 20 7946 0958"


@given(st.text(max_size=60) | st.text("0123456789+-() 转ext.#,", max_size=40))
def test_nothing_typed_makes_it_fail(typed):
    assert parse_phone(typed).typed == typed


def test_half_characters_and_endless_lines_are_only_unknown():
    assert parse_phone("1" * 10_000).kind == "unknown"
    assert parse_phone("\ud800" * 3).kind == "unknown"


def _numbers_of_every_beginning():
    dice = Random(20261122)
    for head in range(13000, 20000):
        yield f"{head}{dice.randrange(10**6):06}"
    areas = ("10", *(f"2{digit}" for digit in range(10)), *(str(area) for area in range(300, 1000)))
    for area, first, length in product(areas, range(2, 10), (7, 8)):
        yield f"0{area}-{first}{dice.randrange(10 ** (length - 1)):0{length - 1}}"


def test_the_short_way_gives_the_librarys_answer_for_every_beginning_of_a_chinese_number():
    numbers = list(_numbers_of_every_beginning())
    quick = [(number, _usual(number, "")) for number in numbers]
    known = [(number, phone) for number, phone in quick if phone is not None]
    assert len(known) > 6000
    assert [number for number, phone in known if phone != _parse.__wrapped__(number, "CN", "")] == []


_WAYS = st.tuples(
    st.sampled_from(["", "+86", "0086", "86", "+86 ", "+86-", "86 "]),
    st.sampled_from(["138", "0755", "(0755)", "755", "010", "10", "021", "0311", "0910", "(010)", "0760"]),
    st.sampled_from(["", " ", "-", ") "]),
    st.from_regex(r"[0-9]{3,4}", fullmatch=True),
    st.sampled_from(["", " ", "-"]),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.sampled_from(["", "-12", "-8001", "转8001", " 转 801", "-123456", "ext 8"]),
)


@given(_WAYS)
def test_the_short_way_gives_the_librarys_answer_for_every_way_of_writing(parts):
    typed = "".join(parts)
    quick = _usual(typed, "")
    assert quick is None or quick == _parse.__wrapped__(typed, "CN", "")


def test_a_local_number_is_completed_in_the_short_way_too():
    for typed, area in (("26001234", "0755"), ("6234567", "0910"), ("62345678", "10"), ("2600123", "0755")):
        quick = _usual(typed, area)
        assert quick is None or quick == _parse.__wrapped__(typed, "CN", area)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("0755-26001234", "0755"),
        ("010 62345678 转 8001", "010"),
        ("+8675526001234", "0755"),
        ("13800138000", ""),
        ("26001234", ""),
        ("+442079460958", ""),
    ],
)
def test_a_landline_tells_its_area_code(typed, area):
    assert parse_phone(typed).area == area
