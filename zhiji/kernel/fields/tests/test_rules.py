import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.kernel.fields.rules import (
    KINDS,
    Reading,
    Shape,
    index_forms,
    key_of,
    matches,
    read_value,
    right_of,
)

CHOICES = (("net30", ("30 days", "30天")), ("cash", ("Cash", "现金")))


@pytest.mark.parametrize(
    ("shape", "typed", "value"),
    [
        (Shape("text"), "  A-12 ", "A-12"),
        (Shape("number"), "1,250.50", "1250.5"),
        (Shape("number"), "１２３", "123"),
        (Shape("number", options={"places": 2}), "3", "3.00"),
        (Shape("number"), 0, "0"),
        (Shape("money"), "¥1,250", {"amount": "1250.00", "currency": "CNY"}),
        (Shape("money"), "99.9 eur", {"amount": "99.90", "currency": "EUR"}),
        (Shape("money", options={"currency": "USD"}), "12", {"amount": "12.00", "currency": "USD"}),
        (Shape("money"), "100元", {"amount": "100.00", "currency": "CNY"}),
        (Shape("date"), "2026年3月1日", "2026-03-01"),
        (Shape("date"), "2026/3/1", "2026-03-01"),
        (Shape("date"), "2024-02-29 00:00:00", "2024-02-29"),
        (Shape("choice", choices=CHOICES), "30天", "net30"),
        (Shape("choice", choices=CHOICES), "CASH", "cash"),
        (Shape("choices", choices=CHOICES), "现金；30 days, cash", ["cash", "net30"]),
        (Shape("choices", choices=CHOICES), ["net30"], ["net30"]),
        (Shape("person"), "12", 12),
        (Shape("link"), "example.org/a", "https://example.org/a"),
        (Shape("file"), {"file": 3, "name": "a.pdf"}, {"file": 3, "name": "a.pdf"}),
        (Shape("date"), "   ", None),
        (Shape("choices", choices=CHOICES), [], None),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(shape, typed, value):
    assert read_value(shape, typed) == Reading(value)


@pytest.mark.parametrize(
    ("shape", "typed", "fault"),
    [
        (Shape("text", required=True), " ", "required"),
        (Shape("text", options={"max_length": 3}), "abcd", "too_long"),
        (Shape("text", options={"pattern": "A-99"}), "B-1", "pattern"),
        (Shape("number"), "12,34", "not_a_number"),
        (Shape("number"), "NaN", "not_a_number"),
        (Shape("number"), "1e400", "not_a_number"),
        (Shape("number"), "9" * 40, "not_a_number"),
        (Shape("number", options={"min": 0}), "-1", "too_small"),
        (Shape("money", options={"max": 10}), "11", "too_large"),
        (Shape("money"), "much", "not_money"),
        (Shape("date"), "2026-02-30", "not_a_date"),
        (Shape("date"), "1.3.2026", "not_a_date"),
        (Shape("date", options={"after": "2026-01-01"}), "2025-12-31", "too_early"),
        (Shape("choice", choices=CHOICES), "gold", "no_such_choice"),
        (Shape("choices", choices=CHOICES), "cash,gold", "no_such_choice"),
        (Shape("choices", required=True, choices=CHOICES), " ; ,", "required"),
        (Shape("link"), "javascript:alert(1)", "not_a_link"),
        (Shape("link"), "http://[", "not_a_link"),
        (Shape("person"), "0", "not_a_record"),
        (Shape("customer"), "²", "not_a_record"),
        (Shape("file"), "a.pdf", "not_a_record"),
    ],
)
def test_what_does_not_fit_is_told_by_its_code(shape, typed, fault):
    assert read_value(shape, typed).fault == fault


def test_separators_alone_choose_nothing():
    assert read_value(Shape("choices", choices=CHOICES), ";").value is None


@given(st.sampled_from(KINDS), st.text(max_size=80))
def test_no_text_breaks_a_field_and_a_read_value_reads_as_itself(kind, typed):
    shape = Shape(kind, choices=CHOICES)
    reading = read_value(shape, typed)
    assert bool(reading.fault) or reading.value is None or index_forms(kind, reading.value)
    if reading.value and kind not in {"money", "file"}:
        assert read_value(shape, reading.value) == reading


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("99-AA", "12-xy", True),
        ("99-AA", "12-x1", False),
        ("AB*", "xb anything", False),
        ("*9", "abc9", True),
    ],
)
def test_a_pattern_is_drawn_with_nines_and_letters(pattern, text, fits):
    assert matches(pattern, text) is fits


def test_a_hostile_pattern_ends_soon():
    assert matches("*" * 50 + "9", "a" * 5_000) in {True, False}


def test_keys_come_from_names_and_never_twice():
    assert key_of("Payment terms", []) == "payment_terms"
    assert key_of("Payment terms", ["payment_terms"]) == "payment_terms_2"
    assert key_of("付款方式", []) == "field"
    assert key_of("付款方式", ["field"]) == "field_2"


def test_the_loosest_of_several_roles_counts_and_nobody_sees_without_a_role():
    assert right_of({"1": "hidden"}, ["1"]) == "hidden"
    assert right_of({"1": "hidden", "2": "read"}, ["1", "2"]) == "read"
    assert right_of({"1": "hidden"}, ["1", "3"]) == "write"
    assert right_of({}, []) == "hidden"
