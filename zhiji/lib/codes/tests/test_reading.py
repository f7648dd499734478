from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhiji.lib.codes.amounts import read_date
from zhiji.lib.codes.elements import is_product_number
from zhiji.lib.codes.links import digital_link
from zhiji.lib.codes.reading import LONGEST, read
from zhiji.lib.codes.scanned import Amount, Scanned, visible

TODAY = date(2026, 11, 22)
GS = "\x1d"
# Numbers that the GS1 standards use in their own examples.
GTIN = "09506000134352"
SECRET = "Zk3vQx8_d-0aLq5RwT1yPg"


def scan(text: str) -> Scanned:
    return read(text, today=TODAY, prefixes={"C", "S", "PR"}, our_hosts={"our.example"})


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{GTIN}1727123110LOT42{GS}21SN0001",
        f"]d201{GTIN}1727123110LOT42{GS}21SN0001",
        f"]Q301{GTIN}1727123110LOT42{GS}21SN0001\r\n",
        f"]e001{GTIN}1727123110LOT42{GS}21SN0001",
        f"]d2{GS}01{GTIN}17271231{GS}10LOT42{GS}21SN0001{GS}",
        f"01{GTIN}1727123110LOT42{GS}21SN0001",
        f"{GS}01{GTIN}1727123110LOT42{GS}21SN0001",
        f"01{GTIN}1727123110LOT42<GS>21SN0001",
        f"01{GTIN}1727123110LOT42\u241d21SN0001",
        f"(01){GTIN}(17)271231(10)LOT42(21)SN0001",
        f" (01) {GTIN} (17) 271231 (10) LOT42 (21) SN0001 ",
        f"（０１）{GTIN}（１７）271231（10）LOT42（21）SN0001",
        f"[01]{GTIN}[17]271231[10]LOT42[21]SN0001",
        f"[)>\x1e05\x1d01{GTIN}{GS}17271231{GS}10LOT42{GS}21SN0001\x1e\x04",
        f"https://id.gs1.org/01/{GTIN}/10/LOT42/21/SN0001?17=271231",
        f"HTTPS://EXAMPLE.COM/any/where/01/{GTIN}/10/LOT42/21/SN0001?17=271231&linkType=gs1:pip",
        f"]Q1https://our.example/01/9506000134352/10/LOT42/21/SN0001?17=271231&k={SECRET}",
    ],
)
def test_one_unit_is_understood_in_every_form_a_reader_sends(text):
    seen = scan(text)
    assert (seen.kind, seen.product, seen.lot, seen.serial) == ("goods", GTIN, "LOT42", "SN0001")
    assert (seen.expires, seen.faults) == (date(2027, 12, 31), ())


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("]E09506000134352", "09506000134352"),
        ("9506000134352", "09506000134352"),
        ("９５０６０００１３４３５２", "09506000134352"),
        ("]E00614141123452", "00614141123452"),
        ("614141123452", "00614141123452"),
        ("]E496385074", "00000096385074"),
        ("]I119506000134359", "19506000134359"),
    ],
)
def test_a_product_number_is_brought_to_fourteen_digits(text, product):
    seen = scan(text)
    assert (seen.kind, seen.product, seen.faults) == ("goods", product, ())


@pytest.mark.parametrize(
    "digits", ["", "0", "00000000000000", "9506000134353", "95060001343", "９５０６０００１３４３５２"]
)
def test_other_digits_are_no_product_number(digits):
    assert not is_product_number(digits)


@pytest.mark.parametrize(
    ("elements", "amount"),
    [
        ("3103001750", Amount("3103", "net_weight", Decimal("1.750"), "kg")),
        ("3100000012", Amount("3100", "net_weight", Decimal(12), "kg")),
        ("3305012345", Amount("3305", "gross_weight", Decimal("0.12345"), "kg")),
        ("37250", Amount("37", "count", Decimal(250), "")),
        ("39221999", Amount("3922", "price", Decimal("19.99"), "")),
        ("393215619900", Amount("3932", "price", Decimal("199.00"), "CNY")),
        ("393299919900", Amount("3932", "price", Decimal("199.00"), "999")),
        ("392912", Amount("3929", "price", Decimal("0.000000012"), "")),
    ],
)
def test_amounts_keep_their_decimals_and_units(elements, amount):
    assert scan(f"]C101{GTIN}{elements}").amounts == (amount,)


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("260228", date(2026, 2, 28)),
        ("260200", date(2026, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
        ("990101", date(1999, 1, 1)),
        ("260231", None),
        ("261300", None),
        ("000000", None),
        ("26013", None),
        ("２６０１０１", None),
    ],
)
def test_a_date_of_two_digit_year_lies_within_fifty_years(digits, day):
    assert read_date(digits, TODAY) == day


def test_the_century_moves_with_the_day_of_reading():
    assert read_date("010101", date(2099, 6, 1)) == date(2101, 1, 1)
    assert read_date("990101", date(2101, 6, 1)) == date(2099, 1, 1)


def test_production_and_best_before_are_told_apart():
    seen = scan(f"]d201{GTIN}1126010215270103")
    assert (seen.produced, seen.best_before, seen.expires) == (date(2026, 1, 2), date(2027, 1, 3), None)


@pytest.mark.parametrize(
    ("text", "kind", "faults"),
    [
        ("]d20109506000134353" + "21SN1", "goods", ("check_digit",)),
        (f"]d201{GTIN}17270231", "goods", ("date",)),
        (f"]d201{GTIN}10{'x' * 25}", "goods", ("element",)),
        (f"]d201{GTIN}21{GS}", "goods", ("element",)),
        (f"]d201{GTIN}0119506000134359", "goods", ("contradiction",)),
        (f"]C101{GTIN}0", "goods", ("element",)),
        ("]C1" + f"37{GS}" * 200, "text", ("element",)),
        ("]C1" + f"371{GS}" * 200, "goods", ("too_many",)),
        ("]E09506000134353", "text", ("check_digit",)),
        ("9506000134353", "text", ("check_digit",)),
        ("]E0950600013435", "text", ("check_digit",)),
        ("(01)09506000134353(21)SN1", "goods", ("check_digit",)),
        ("(01)0950600013435(21)SN1", "goods", ("element",)),
        (f"https://x.example/01/{GTIN[:-1]}3/21/SN1", "goods", ("check_digit",)),
        (f"https://x.example/01/{GTIN}/21", "link", ("element",)),
        (f"https://x.example/01/{GTIN}?17=270231", "goods", ("date",)),
        (f"https://x.example/01/{GTIN}/21/%D9%A1%D9%A2", "link", ("element",)),
        ("x" * (LONGEST + 1), "text", ("too_long",)),
        ("]C1" + "10" * 2_000, "text", ("too_long",)),
        ("hello\u202e", "text", ("hidden_characters",)),
    ],
)
def test_what_is_wrong_is_told_and_nothing_guessed(text, kind, faults):
    seen = scan(text)
    assert (seen.kind, seen.faults) == (kind, faults)
    assert not (seen.product and "check_digit" in faults)


def test_what_stands_before_a_fault_is_kept():
    seen = scan(f"]d201{GTIN}17270231" + "10LOT42")
    assert (seen.product, seen.lot, seen.expires) == (GTIN, "LOT42", None)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "(021) 6234 5678",
        "(10) things to do",
        "2026-11-22",
        "21SN0001",
        "10LOT42",
        "X-000123",
        "C-000123'; DROP TABLE customers; --",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://x.example",
        "data:text/html,<b>x</b>",
        "vbscript:x",
        "file:///etc/passwd",
        "//x.example/y",
        "www.x.example",
        "]",
        "]]",
        "]C",
        "WIFI:T:WPA;S:net;P:secret;;",
    ],
)
def test_anything_else_is_words_and_never_a_link(text):
    seen = scan(text)
    assert (seen.kind, seen.url, seen.product, seen.serial, seen.key) == ("text", "", "", "", 0)


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https:///x",
        "https://a b.example/",
        "https://good.example@evil.example/",
        "https://good.example\\@evil.example/",
        "https://[::1/",
        "https://x.example:99999/",
        "https://x.example/\x07",
        'https://x.example/"onclick="x',
        "https://x.example/<b>",
        "https:x.example",
        "https://x.example/" + "a" * 2_000,
    ],
)
def test_an_address_that_may_be_read_in_two_ways_is_no_link(address):
    seen = scan(address)
    assert (seen.kind, seen.url, seen.faults) == ("text", "", ("address",))


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example",
        "http://x.example:8080/a?b=c#d",
        "https://x.example/2024/01/15/news",
        "https://x.example/blog/01/15",
        "https://x.example/401/k",
        "https://例子.example/产品",
    ],
)
def test_a_web_address_is_a_link_as_it_stands(address):
    seen = scan(address)
    assert (seen.kind, seen.url, seen.product, seen.ours, seen.faults) == ("link", address, "", False, ())


@pytest.mark.parametrize(
    ("text", "prefix", "key"),
    [("C-000123", "C", 123), ("c-7\r", "C", 7), ("]C0S-000045", "S", 45), ("ＰＲ－１２", "PR", 12)],
)
def test_a_number_of_ours_is_known_by_its_letters(text, prefix, key):
    seen = scan(text)
    assert (seen.kind, seen.prefix, seen.key) == ("number", prefix, key)


@pytest.mark.parametrize(
    "text", ["C-0", "C-" + "9" * 19, "C-9999999999999999999999", "CC-1", "C-1-2", "C-１２a"]
)
def test_what_no_record_can_have_is_no_number_of_ours(text):
    assert scan(text).kind == "text"


def test_a_card_is_handed_over_as_text():
    seen = scan("]Q1BEGIN:VCARD\r\nVERSION:3.0\r\nFN:李雷\r\nEND:VCARD\r\n")
    assert (seen.kind, seen.text) == ("card", "BEGIN:VCARD\nVERSION:3.0\nFN:李雷\nEND:VCARD")


@pytest.mark.parametrize("text", ["", "  \r\n", "\x00\x01", "]C1"])
def test_an_empty_scan_is_nothing(text):
    assert scan(text).kind == "nothing"


def test_a_link_that_we_write_is_read_back_with_its_secret():
    link = digital_link("https://our.example/go", GTIN, lot="L/1", serial="SN+1%", secret=SECRET)
    seen = scan(link)
    assert (seen.product, seen.lot, seen.serial) == (GTIN, "L/1", "SN+1%")
    assert (seen.ours, seen.secret, seen.url, seen.faults) == (True, SECRET, link, ())


def test_the_secret_of_a_strangers_link_is_none_of_ours():
    seen = scan(digital_link("https://other.example", GTIN, serial="SN1", secret=SECRET))
    assert (seen.ours, seen.secret, seen.serial) == (False, "", "SN1")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"base": "javascript:x"}, "base"),
        ({"base": "https://x.example?a=b"}, "base"),
        ({"product": "09506000134353"}, "product"),
        ({"serial": "SN 1"}, "serial"),
        ({"serial": "x" * 21}, "serial"),
        ({"serial": "序号"}, "serial"),
        ({"lot": "a#b"}, "lot"),
        ({"secret": ""}, "secret"),
        ({"secret": "short"}, "secret"),
        ({"secret": "0123456789abcdef01234567"}, "secret"),
    ],
)
def test_a_link_is_refused_by_the_name_of_what_is_wrong(changes, wrong):
    right = {"base": "https://x.example", "product": GTIN, "lot": "", "serial": "SN1", "secret": SECRET}
    with pytest.raises(ValueError, match=f"^{wrong}$"):
        digital_link(**(right | changes))


SIGNS = st.sampled_from(
    ["]C1", "]d2", "01" + GTIN, "(01)", "(21)", GS, "17", "10", "3932", "https://", "/01/", "%"]
)


@given(st.one_of(st.text(), st.lists(st.one_of(SIGNS, st.text(max_size=4))).map("".join)))
@example("]C1" + "\ud800")
@example("]d2" + "3932156")
@example("]C14321" + "x")
@example("]C17007260101")
@example("https://[")
@example("(8008)26")
@example("]C101" + "٠" * 14)
def test_no_text_of_a_stranger_breaks_reading(text):
    seen = scan(text)
    assert len(seen.text) <= LONGEST
    assert not seen.product or is_product_number(seen.product)
    assert not seen.url or seen.url.lower().startswith(("http://", "https://"))
    assert seen.text == visible(seen.text)
    assert all(not any(ord(sign) < 32 for sign in value) for _, value in seen.elements)


def test_ten_megabytes_are_cut_and_not_worked_through():
    seen = scan("(01)" * 2_500_000)
    assert (seen.kind, len(seen.text), seen.faults) == ("text", LONGEST, ("too_long",))
