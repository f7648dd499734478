"""Pictures for tests: drawn codes as a camera or a fax machine would see them."""

import random
from io import BytesIO

from PIL import Image, ImageFilter

from zhiji.lib.codes.writing import as_png, symbol

GTIN = "09506000134352"
UNIT = f"(01){GTIN}(10)LOT42(21)SN-0001"
# Each kind with something to put into it, and what a reader sends for it.
CONTENTS = {
    "qr": (
        "https://crm.example/01/09506000134352/21/序号?k=x",
        "]Q1https://crm.example/01/09506000134352/21/序号?k=x",
    ),
    "gs1-qr": (UNIT, f"]Q301{GTIN}10LOT42\x1d21SN-0001"),
    "datamatrix": ("C-000123", "]d1C-000123"),
    "gs1-datamatrix": (UNIT, f"]d201{GTIN}10LOT42\x1d21SN-0001"),
    "code128": ("C-000123", "]C0C-000123"),
    "gs1-128": (UNIT, f"]C101{GTIN}10LOT42\x1d21SN-0001"),
    "ean13": ("9506000134352", "]E09506000134352"),
    "itf14": ("19506000134359", "]I119506000134359"),
}


def drawn(kind: str, dots_per_inch: int = 300, module_mm: float | None = None) -> Image.Image:
    """A code of a kind as a grey picture."""
    png = as_png(symbol(kind, CONTENTS[kind][0]), module_mm=module_mm, dots_per_inch=dots_per_inch)[0]
    return Image.open(BytesIO(png)).convert("L")


def frame(*codes: Image.Image, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """A camera's picture of a desk with codes lying on it, one beside the other."""
    dice = random.Random(7)
    desk = (
        Image.effect_noise((size[0] // 8, size[1] // 8), 30).resize(size).point(lambda grey: grey // 2 + 60)
    )
    across = size[0] // len(codes)
    for at, code in enumerate(codes):
        left = at * across + dice.randint(0, max(0, across - code.width))
        desk.paste(code, (left, dice.randint(0, max(0, size[1] - code.height))))
    return desk


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """A picture turned on white paper."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """A picture out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def noisy(picture: Image.Image, sigma: float) -> Image.Image:
    """A picture taken in bad light."""
    return Image.blend(picture, Image.effect_noise(picture.size, sigma * 2), 0.5)


def file_of(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The picture as a file of a form."""
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
