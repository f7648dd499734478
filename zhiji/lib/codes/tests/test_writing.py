import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from zhiji.lib.codes.pictures import read_picture
from zhiji.lib.codes.tests.drawing import CONTENTS, GTIN, UNIT, file_of
from zhiji.lib.codes.writing import KINDS, CannotBeDrawn, as_png, as_svg, fitting_module, symbol


def painted(svg: str, dots_per_mm: float) -> Image.Image:
    """Paints the SVG of a code as a printer would: its rectangles, at its size in millimetres."""
    root = ElementTree.fromstring(svg)
    width, height = (float(root.get(name).removesuffix("mm")) for name in ("width", "height"))
    wide, high = (int(part) for part in root.get("viewBox").split()[2:])
    modules = Image.new("L", (wide, high), 255)
    path = root.find("{*}path").get("d")
    for left, top, run, deep in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", path):
        modules.paste(0, (int(left), int(top), int(left) + int(run), int(top) + int(deep)))
    size = (round(width * dots_per_mm), round(height * dots_per_mm))
    return modules.resize(size, Image.Resampling.BOX)


@pytest.mark.parametrize("times", [1, 1.5, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_back_from_svg_at_every_size(kind, times):
    content, sent = CONTENTS[kind]
    svg = as_svg(symbol(kind, content), module_mm=KINDS[kind].usual_mm * times)
    picture = read_picture(file_of(painted(svg, dots_per_mm=12)))
    assert [code.text for code in picture.codes] == [sent]


@pytest.mark.parametrize("dots_per_inch", [203, 300, 600])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_back_from_png_of_every_printer(kind, times, dots_per_inch):
    content, sent = CONTENTS[kind]
    module = KINDS[kind].usual_mm * times
    png, _, _ = as_png(symbol(kind, content), module_mm=module, dots_per_inch=dots_per_inch)
    assert [code.text for code in read_picture(png).codes] == [sent]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_a_qr_code_is_read_back_at_every_level(level):
    made = symbol("qr", "产品 A", level=level)
    assert [code.text for code in read_picture(as_png(made)[0]).codes] == ["]Q1产品 A"]


def test_svg_has_its_true_size_in_millimetres():
    code = symbol("qr", "C-000123")
    assert code.wide == 29  # 21 modules and a quiet zone of four on each side
    root = ElementTree.fromstring(as_svg(code, module_mm=0.5))
    assert (root.get("width"), root.get("height")) == ("14.500mm", "14.500mm")
    bars = ElementTree.fromstring(as_svg(symbol("ean13", "9506000134352"), module_mm=0.33))
    assert (bars.get("width"), bars.get("height")) == ("37.290mm", "22.836mm")  # 113 modules, 0.33 mm each


def test_png_is_made_of_whole_dots_and_tells_its_true_size():
    png, width, height = as_png(symbol("datamatrix", "C-000123"), module_mm=0.4, dots_per_inch=300)
    picture = Image.open(BytesIO(png))
    assert picture.size == (56, 56)  # 14 modules of four dots
    assert width == height == pytest.approx(56 * 25.4 / 300)
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_bars_may_be_as_high_as_the_label_has_room():
    code = symbol("code128", "C-000123")
    png, _, height = as_png(code, height_mm=20, dots_per_inch=254)
    assert (Image.open(BytesIO(png)).height, height) == (200, pytest.approx(20))
    assert code.size_mm(0.33)[1] == 6.35
    assert code.size_mm(0.5)[1] == pytest.approx(0.15 * 121 * 0.5)


def test_a_code_is_fitted_into_a_box_or_refused():
    code = symbol("qr", "C-000123")
    assert fitting_module(code, 29, 58) == 1
    assert fitting_module(symbol("code128", "C-000123"), 60.5, 5) == 0.5
    with pytest.raises(CannotBeDrawn) as refused:
        fitting_module(code, 5, 5)
    assert refused.value.code == "size"


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("qr", "", "empty"),
        ("qr", "x" * 3_000, "too_long"),
        ("qr", "x" * 10_000_000, "too_long"),
        ("qr", "\ud800", "signs"),
        ("code128", "产品", "signs"),
        ("code128", "x" * 300, "too_long"),
        ("ean13", "9506000134353", "check_digit"),
        ("ean13", "abc", "check_digit"),
        ("ean13", "19506000134359", "too_long"),
        ("gs1-128", "(01)09506000134353", "check_digit"),
        ("gs1-128", "9506000134352", "element"),
        ("gs1-datamatrix", f"(01){GTIN}(17)270231", "element"),
        ("gs1-datamatrix", f"(01){GTIN}(21){'x' * 21}", "element"),
        ("gs1-128", UNIT + "(99)" + "x" * 80, "too_long"),
    ],
)
def test_what_a_kind_cannot_hold_is_told(kind, content, code):
    with pytest.raises(CannotBeDrawn) as refused:
        symbol(kind, content)
    assert refused.value.code == code


@pytest.mark.parametrize("module_mm", [0, -1, 0.1, 1_000, float("nan")])
def test_modules_that_no_scanner_reads_are_refused(module_mm):
    for draw in (as_svg, as_png):
        with pytest.raises(CannotBeDrawn):
            draw(symbol("ean13", "9506000134352"), module_mm=module_mm)


def test_a_coarse_printer_gets_whole_dots_that_scanners_still_read():
    _, width, _ = as_png(symbol("ean13", "9506000134352"), module_mm=0.33, dots_per_inch=203)
    assert width == pytest.approx(113 * 3 * 25.4 / 203)  # two dots would be 0.25 mm


def test_hostile_content_stays_words_in_the_drawing():
    svg = as_svg(symbol("qr", '</title><script>alert("1")</script>\x00'))
    root = ElementTree.fromstring(svg)
    assert [child.tag.split("}")[1] for child in root] == ["title", "rect", "path"]
    assert root.find("{*}title").text == '</title><script>alert("1")</script>'


def test_signs_of_brackets_stay_part_of_a_lot():
    code = symbol("gs1-datamatrix", f"[01]{GTIN}[10]LO(T)42")
    assert read_picture(as_png(code)[0]).codes[0].text == f"]d201{GTIN}10LO(T)42"
