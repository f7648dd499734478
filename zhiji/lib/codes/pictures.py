"""Reads all codes from a picture: photo, scan, page of a fax. What comes is a stranger's file and may be anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from struct import error as StructError
from typing import TYPE_CHECKING
from zlib import error as ZlibError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 25_000_000
# A sheet of A4 at 600 dots per inch has 35 million, a phone's photo 12 to 50.
MOST_PIXELS = 50_000_000
MOST_CODES = 50
FORMATS = ("PNG", "JPEG", "WEBP")
# A camera's frame is looked at as it is; larger pictures first at this size, as most codes fill a good part.
_FIRST_SIDE = 2_000
# Two of five interleaved has no check of its own: any part of it reads as a shorter code. Only ITF-14 is sure.
_WHOLE_ITF = 14
# Bars at a slant cross no line of the search; turned by one of these degrees, the lines meet them.
_TURNS = (30, -30, 45, 15, -15)


@dataclass(frozen=True, slots=True)
class Seen:
    """One code in a picture: its text with the AIM identifier in front, as `reading.read` takes it."""

    text: str
    format: str  # "QR Code", "Data Matrix", "Code 128" …
    corners: tuple[tuple[int, int], ...]  # in pixels of the picture, from the code's own upper left corner on


@dataclass(frozen=True, slots=True)
class Picture:
    """The codes of a picture. Faults: too_large, too_many_pixels, not_a_picture, broken."""

    codes: tuple[Seen, ...] = ()
    faults: tuple[str, ...] = ()


def read_picture(data: bytes, *, thorough: bool = True) -> Picture:
    """Finds all codes in the bytes of a PNG, JPEG or WebP picture, whichever way they are turned.

    Where none is seen, it is looked at once more, softened against noise; with `thorough` also at full size,
    sharpened and at a slant. One frame of a camera is best read without: the next one comes at once. Never raises for
    what is in the bytes.
    """
    if len(data) > MOST_BYTES:
        return Picture(faults=("too_large",))
    opened = _opened(data)
    if isinstance(opened, str):
        return Picture(faults=(opened,))
    for look, scale, turned in _looks(opened, thorough):
        codes = _codes(look, scale, turned)
        if codes:
            return Picture(codes)
    return Picture()


def _opened(data: bytes) -> "Image | str":
    """Gives the picture in shades of grey, or the code of what is wrong with it."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            # Known from its first bytes, before any pixel takes memory.
            if picture.width * picture.height > MOST_PIXELS:
                return "too_many_pixels"
            return _grey(picture)
    except UnidentifiedImageError:
        return "not_a_picture"
    except Image.DecompressionBombError:
        return "too_many_pixels"
    except (OSError, ValueError, SyntaxError, EOFError, LookupError, OverflowError, StructError, ZlibError):
        return "broken"


def _grey(picture: "Image") -> "Image":
    from PIL import Image

    picture.draft("L", None)  # a JPEG needs no colours, and a third of the memory without them
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel; cut off instead of divided, nearly all of them would be white.
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if "A" not in picture.getbands():
        return picture.convert("L")
    # A code drawn on nothing is meant to lie on paper.
    paper = Image.new("L", picture.size, "white")
    paper.paste(picture.convert("L"), mask=picture.getchannel("A"))
    return paper


def _looks(picture: "Image", thorough: bool) -> Iterator[tuple["Image", float, bool]]:
    """Gives the picture as it is looked at, one look after the other: (picture, scale, turned)."""
    from PIL import Image, ImageFilter

    scale = min(1.0, _FIRST_SIDE / max(picture.size))
    small = picture
    if scale < 1:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        small = picture.resize(size, Image.Resampling.BOX, reducing_gap=2)
    yield small, scale, False
    yield small.filter(ImageFilter.GaussianBlur(0.9)), scale, False
    if not thorough:
        return
    if scale < 1:
        yield picture, 1.0, False
    yield small.filter(ImageFilter.UnsharpMask(3, 250, 2)), scale, False
    yield small.filter(ImageFilter.MedianFilter(3)), scale, False
    for degrees in _TURNS:
        yield small.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255), scale, True


def _codes(picture: "Image", scale: float, turned: bool) -> tuple[Seen, ...]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
    codes: dict[tuple[str, str], Seen] = {}
    for each in found[:MOST_CODES]:
        if each.symbology_identifier.startswith("]I") and len(each.text) != _WHOLE_ITF:
            continue
        text = each.symbology_identifier + each.text
        place = each.position
        points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        # In a turned picture the corners are elsewhere; nobody needs them there.
        corners = () if turned else tuple((round(p.x / scale), round(p.y / scale)) for p in points)
        codes.setdefault((text, str(each.format)), Seen(text, str(each.format), corners))
    return tuple(codes.values())
