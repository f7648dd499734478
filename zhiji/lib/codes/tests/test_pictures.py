import struct
import sys
import zlib
from statistics import quantiles
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from zhiji.lib.codes.pictures import MOST_BYTES, read_picture
from zhiji.lib.codes.tests.drawing import CONTENTS, blurred, drawn, file_of, frame, noisy, turned
from zhiji.lib.codes.writing import KINDS


def texts(data: bytes, **options) -> set[str]:
    return {code.text for code in read_picture(data, **options).codes}


@pytest.mark.parametrize(
    ("form", "options"), [("PNG", {}), ("JPEG", {"quality": 60}), ("WEBP", {"quality": 60})]
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_from_every_form_of_file(kind, form, options):
    assert texts(file_of(frame(drawn(kind)), form, **options)) == {CONTENTS[kind][1]}


def test_several_codes_in_one_picture_are_all_read_with_their_places():
    kinds = ["qr", "gs1-datamatrix", "code128", "ean13"]
    picture = read_picture(file_of(frame(*[drawn(kind) for kind in kinds], size=(2400, 900))))
    assert {code.text for code in picture.codes} == {CONTENTS[kind][1] for kind in kinds}
    left = {code.format: min(x for x, _ in code.corners) for code in picture.codes}
    assert left["QR Code"] < left["Data Matrix"] < left["Code 128"] < left["EAN-13"] < 2400


@pytest.mark.parametrize("degrees", [7, 30, 45, 60, 90, 135, 180, 250])
@pytest.mark.parametrize("kind", KINDS)
def test_a_code_is_read_whichever_way_it_lies(kind, degrees):
    assert texts(file_of(turned(drawn(kind), degrees))) == {CONTENTS[kind][1]}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "worse", [lambda p: blurred(p, 2), lambda p: noisy(p, 40), lambda p: noisy(blurred(p, 1), 25)]
)
def test_a_code_is_read_out_of_focus_and_in_bad_light(kind, worse):
    assert texts(file_of(worse(frame(drawn(kind))))) == {CONTENTS[kind][1]}


def test_a_small_code_in_a_large_photo_is_read_at_full_size():
    photo = frame(drawn("qr", module_mm=0.26), size=(6000, 4500))
    assert texts(file_of(photo, "JPEG", quality=80)) == {CONTENTS["qr"][1]}


def test_a_code_drawn_on_nothing_is_read_as_on_paper():
    code = drawn("qr").convert("RGBA")
    code.putalpha(Image.eval(drawn("qr"), lambda grey: 255 - grey))
    assert texts(file_of(code)) == {CONTENTS["qr"][1]}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_code_is_read_in_every_way_pixels_are_written(mode):
    code = drawn("qr")
    if mode == "I;16":
        wide = b"".join(struct.pack("<H", 60_000 if grey else 300) for grey in code.tobytes())
        code = Image.frombytes(mode, code.size, wide)
    assert texts(file_of(code.convert(mode))) == {CONTENTS["qr"][1]}


def test_the_four_inks_of_a_print_shop_are_read():
    assert texts(file_of(drawn("qr").convert("CMYK"), "JPEG")) == {CONTENTS["qr"][1]}


def test_white_on_black_is_read_too():
    assert texts(file_of(Image.eval(drawn("datamatrix"), lambda grey: 255 - grey))) == {
        CONTENTS["datamatrix"][1]
    }


def test_a_picture_without_codes_has_none_and_no_fault():
    for sigma in (1, 60, 200):
        picture = read_picture(file_of(Image.effect_noise((640, 480), sigma)))
        assert (picture.codes, picture.faults) == ((), ())


def test_a_bomb_is_refused_before_it_takes_memory():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert read_picture(bomb).faults == ("too_many_pixels",)
    wide = file_of(Image.new("1", (8_000, 8_000)))
    assert read_picture(wide).faults == ("too_many_pixels",)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (b"GIF89a" + bytes(100), "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n", "not_a_picture"),
        (bytes(MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_picture_is_told(data, fault):
    assert read_picture(data).faults == (fault,)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_half_a_picture_is_broken_and_not_guessed(form):
    whole = file_of(frame(drawn("qr")), form)
    assert read_picture(whole[: len(whole) // 2]).faults == ("broken",)


WHOLE = [file_of(drawn("qr"), form) for form in ("PNG", "JPEG", "WEBP")]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8))
def test_no_picture_of_a_stranger_breaks_reading(whole, changes):
    data = bytearray(whole)
    for place, value in changes:
        data[place % len(data)] = value
    picture = read_picture(bytes(data), thorough=False)
    assert set(picture.faults) <= {"not_a_picture", "broken", "too_many_pixels"}


def test_a_camera_frame_is_read_in_its_time():
    frames = [
        file_of(noisy(blurred(frame(turned(drawn(kind), degrees)), 0.7), 15), "JPEG", quality=80)
        for kind in ("qr", "datamatrix", "code128", "ean13")
        for degrees in (0, 5, 90)
    ]
    frames.append(file_of(frame(Image.new("L", (9, 9))), "JPEG", quality=80))
    seconds, read = [], 0
    for data in frames:
        started = process_time()
        read += bool(texts(data, thorough=False))
        seconds.append(process_time() - started)
    p95 = quantiles(seconds, n=20)[18]
    sys.stdout.write(f"\n{read} of {len(frames) - 1} frames read; p95 {p95 * 1000:.0f} ms of work a frame\n")
    assert read >= 11
    assert p95 < 1  # the goal of 200 ms is held by the benchmark; here only that it is no other order


def test_reading_needs_no_numpy():
    before = sys.modules.get("numpy", ...)
    sys.modules["numpy"] = None
    try:
        assert texts(file_of(drawn("qr"))) == {CONTENTS["qr"][1]}
    finally:
        if before is ...:
            del sys.modules["numpy"]
        else:
            sys.modules["numpy"] = before
