import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.lib.phones import parse_phone


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
