"""Draws codes at their true size: as SVG for pages and typeset labels, as PNG in whole dots of a printer.

One library draws and reads (zxing-cpp), so what is drawn here is known to be read by `pictures`.
"""

from dataclasses import dataclass
from datetime import date
from html import escape
from io import BytesIO
from math import ceil, floor

from zhiji.lib.codes.elements import is_product_number, read_brackets
from zhiji.lib.codes.scanned import visible

MM_PER_INCH = 25.4
# Signs before "too long" is told without trying: the most that a QR code of the largest size holds.
LONGEST = 7_089


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of code: what the library calls it, and how wide its modules are, in millimetres."""

    format: str
    least_mm: float
    usual_mm: float
    linear: bool = False
    gs1: bool = False


# Widths: GS1 General Specifications, section 5.12.3 (symbol tables); for QR codes of our own, what phones read.
KINDS = {
    "qr": Kind("QRCode", 0.25, 0.5),
    "gs1-qr": Kind("QRCode", 0.25, 0.5, gs1=True),
    "datamatrix": Kind("DataMatrix", 0.2, 0.4),
    "gs1-datamatrix": Kind("DataMatrix", 0.2, 0.4, gs1=True),
    "code128": Kind("Code128", 0.17, 0.33, linear=True),
    "gs1-128": Kind("Code128", 0.25, 0.33, linear=True, gs1=True),
    "ean13": Kind("EAN13", 0.264, 0.33, linear=True),
    "itf14": Kind("ITF14", 0.25, 0.5, linear=True),
}
_LEAST_HEIGHT_MM = 6.35  # of bars that are read by hand, or 15 % of their width, whichever is more
_EAN_HEIGHT = 69.2  # modules: 22.85 mm where a module is 0.33 mm


class CannotBeDrawn(ValueError):
    """The content does not go into this kind of code. `code`: empty, too_long, signs, check_digit, element, size."""

    def __init__(self, code: str) -> None:
        """Takes the code of what is wrong."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Symbol:
    """A code as dark and light modules, quiet zone included: one bytes of 0 (dark) and 255 (light) per row."""

    kind: str
    content: str
    rows: tuple[bytes, ...]

    @property
    def linear(self) -> bool:
        """Tells whether only the widths of bars count, so that it may be drawn at any height."""
        return KINDS[self.kind].linear

    @property
    def wide(self) -> int:
        """The width in modules."""
        return len(self.rows[0])

    def size_mm(self, module_mm: float, height_mm: float | None = None) -> tuple[float, float]:
        """Tells width and height in millimetres for modules of a width; the height may be chosen for bars only."""
        width = self.wide * module_mm
        if not self.linear:
            return width, len(self.rows) * module_mm
        if height_mm is not None:
            return width, height_mm
        usual = _EAN_HEIGHT * module_mm if self.kind == "ean13" else max(_LEAST_HEIGHT_MM, 0.15 * width)
        return width, usual


def symbol(kind: str, content: str, *, level: str = "M") -> Symbol:
    """Makes a code of a kind in `KINDS`.

    GS1 kinds take the form for people, "(01)09506000134352(21)SN1"; `level` (L, M, Q, H) is how much of a QR code may
    be damaged: 7, 15, 25, 30 %. Raises CannotBeDrawn.
    """
    import zxingcpp

    chosen, checked = KINDS[kind], _checked(kind, content)
    options = {"ec_level": level} if chosen.format == "QRCode" else {}
    try:
        made = zxingcpp.create_barcode(
            checked, getattr(zxingcpp.BarcodeFormat, chosen.format), gs1=chosen.gs1, **options
        )
        image = memoryview(made.to_image(scale=1, add_quiet_zones=True))  # type: ignore[arg-type]
    except (ValueError, RuntimeError, TypeError) as error:
        raise CannotBeDrawn("too_long" if "too long" in str(error) else "signs") from error
    wide, cells = (image.shape or (0, 0))[1], image.tobytes()
    return Symbol(kind, content, tuple(cells[at : at + wide] for at in range(0, len(cells), wide)))


def _checked(kind: str, content: str) -> str:
    """Gives the content as the library takes it, or tells why it can't be drawn."""
    if not content:
        raise CannotBeDrawn("empty")
    if len(content) > LONGEST:
        raise CannotBeDrawn("too_long")
    if kind in {"ean13", "itf14"} and not is_product_number(content.zfill(14)):
        raise CannotBeDrawn("check_digit")
    if not KINDS[kind].gs1:
        return content
    # The century does not matter for drawing; any day will do.
    told = read_brackets(content, date(2026, 1, 1))
    if told is None or told.faults:
        raise CannotBeDrawn("check_digit" if told and "check_digit" in told.faults else "element")
    return "".join(f"[{element}]{value}" for element, value in told.elements)


def fitting_module(drawn: Symbol, width_mm: float, height_mm: float) -> float:
    """Tells the widest module, in millimetres, with which a code fits into a box. Raises CannotBeDrawn ("size")."""
    module = width_mm / drawn.wide
    if not drawn.linear:
        module = min(module, height_mm / len(drawn.rows))
    if module < KINDS[drawn.kind].least_mm:
        raise CannotBeDrawn("size")
    return module


def as_svg(drawn: Symbol, *, module_mm: float | None = None, height_mm: float | None = None) -> str:
    """Draws a code as SVG of its true size in millimetres, black on white, quiet zone included.

    Raises CannotBeDrawn ("size") where modules would be narrower than scanners read.
    """
    width, height = drawn.size_mm(_module(drawn, module_mm), height_mm)
    path = "".join(
        f"M{left} {top}h{run}v{deep}h-{run}z"
        for top, deep, row in _bands(drawn.rows)
        for left, run in _dark_runs(row)
    )
    wide, high = drawn.wide, len(drawn.rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.3f}mm" height="{height:.3f}mm"'
        f' viewBox="0 0 {wide} {high}" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f"<title>{escape(visible(drawn.content))}</title>"
        f'<rect width="{wide}" height="{high}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def as_png(
    drawn: Symbol,
    *,
    module_mm: float | None = None,
    height_mm: float | None = None,
    dots_per_inch: float = 300,
) -> tuple[bytes, float, float]:
    """Draws a code as PNG for a printer, each module a whole number of its dots, so that no edge is blurred.

    Gives the picture with its true width and height in millimetres: a module is rounded down to whole dots, or up
    where scanners would not read it any more. Raises CannotBeDrawn ("size").
    """
    from PIL import Image

    dot_mm = MM_PER_INCH / dots_per_inch
    # A hair more, or 0.5 mm at 508 dots per inch would come out as nine dots instead of ten.
    dots = max(1, floor(_module(drawn, module_mm) / dot_mm + 1e-6))
    if dots * dot_mm < KINDS[drawn.kind].least_mm:
        dots = ceil(KINDS[drawn.kind].least_mm / dot_mm)
    width, height = drawn.size_mm(dots * dot_mm, height_mm)
    high = round(height / dot_mm) if drawn.linear else dots * len(drawn.rows)
    plain = Image.frombytes("L", (drawn.wide, len(drawn.rows)), b"".join(drawn.rows))
    picture = plain.resize((drawn.wide * dots, high), Image.Resampling.NEAREST).convert("1")
    file = BytesIO()
    picture.save(file, "PNG", dpi=(dots_per_inch, dots_per_inch), optimize=True)
    return file.getvalue(), width, high * dot_mm


def _module(drawn: Symbol, module_mm: float | None) -> float:
    kind = KINDS[drawn.kind]
    module = kind.usual_mm if module_mm is None else module_mm
    if not kind.least_mm <= module <= 50:
        raise CannotBeDrawn("size")
    return module


def _bands(rows: tuple[bytes, ...]) -> list[tuple[int, int, bytes]]:
    """Puts equal rows that follow each other together: (top, how many, row)."""
    bands: list[tuple[int, int, bytes]] = []
    for top, row in enumerate(rows):
        if bands and bands[-1][2] == row:
            bands[-1] = (bands[-1][0], bands[-1][1] + 1, row)
        else:
            bands.append((top, 1, row))
    return bands


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Finds the dark runs of a row: (left, how wide)."""
    runs: list[tuple[int, int]] = []
    for left, cell in enumerate(row):
        if cell:
            continue
        if runs and sum(runs[-1]) == left:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((left, 1))
    return runs
