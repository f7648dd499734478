"""What 澄川电子 makes: printed circuit boards to order, and embedded computers."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Computer:
    part: str
    zh: str
    en: str
    price: int
    home: bool
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    part: str
    zh: str
    en: str
    layers: tuple[int, ...]
    home: bool


COMPUTERS = (
    Computer("CK-110", "迷你无风扇主机", "fanless mini computer", 980, True, ("4G-32G", "8G-64G", "8G-128G")),
    Computer(
        "CK-160", "双网口软路由主机", "dual-LAN router box", 1180, True, ("4G-32G", "8G-64G", "16G-128G")
    ),
    Computer("CK-220", "导轨式控制器", "DIN-rail controller", 1860, False, ("4G-32G", "8G-64G")),
    Computer("CK-240", "边缘采集网关", "edge gateway", 2240, False, ("2G-16G", "4G-32G", "8G-64G")),
    Computer("CK-350", "车载计算机", "in-vehicle computer", 3980, False, ("8G-128G", "16G-256G")),
    Computer("CK-420", "10.1寸平板电脑", '10.1" panel PC', 3260, False, ("4G-64G", "8G-128G")),
    Computer("CK-430", "15.6寸平板电脑", '15.6" panel PC', 4180, False, ("8G-128G", "16G-256G")),
    Computer(
        "CK-510", "机器视觉工控机", "machine vision computer", 7650, False, ("16G-256G", "32G-512G", "64G-1T")
    ),
    Computer(
        "CM-20", "邮票孔核心模块", "castellated compute module", 268, True, ("1G-8G", "2G-16G", "4G-32G")
    ),
    Computer(
        "CM-35", "板对板核心模块", "board-to-board compute module", 425, False, ("2G-16G", "4G-32G", "8G-64G")
    ),
)
BOARDS = (
    Board("CB-P", "打样快板", "quick-turn prototype boards", (2, 2, 2, 4, 4, 6), True),
    Board("CB-V", "批量板", "volume boards", (2, 4, 4, 6, 8), False),
    Board("CB-A", "铝基板", "aluminium-core boards", (1, 2), True),
    Board("CB-H", "高频板", "high-frequency boards", (2, 4, 6), False),
    Board("CB-F", "柔性板", "flexible boards", (1, 2, 4), False),
    Board("CB-R", "软硬结合板", "rigid-flex boards", (4, 6, 8), False),
    Board("CB-Z", "阻抗控制板", "controlled-impedance boards", (4, 6, 8, 10, 12), False),
)
FINISHES = (
    ("沉金", "ENIG", "E"),
    ("无铅喷锡", "lead-free HASL", "S"),
    ("OSP", "OSP", "O"),
    ("沉银", "immersion silver", "A"),
)
COLOURS = (("绿油", "green"), ("黑油", "black"), ("蓝油", "blue"), ("白油", "white"), ("哑黑", "matt black"))
THICKNESSES = ("1.0", "1.2", "1.6", "1.6", "1.6", "2.0")
YUAN_PER_DOLLAR = Decimal("7.1")


@dataclass(slots=True)
class Item:
    """A product as one customer orders it: part number, words for it, quantity and price."""

    family: str
    part: str
    zh: str
    en: str
    quantity: int
    price: Decimal
    currency: str

    @property
    def total(self) -> Decimal:
        return (self.price * self.quantity).quantize(Decimal("0.01"))


def computer_item(rng: random.Random, home: bool, currency: str) -> Item:
    """Draw a computer and how many of it a private person or a firm would buy."""
    model = rng.choice([c for c in COMPUTERS if c.home] if home else COMPUTERS)
    step = rng.randrange(len(model.variants))
    quantity = 1 if home else rng.choice((2, 5, 5, 10, 10, 20, 30, 50, 100, 200))
    price = Decimal(model.price) * (100 + 18 * step - (8 if quantity >= 50 else 0)) / 100
    return Item(
        "computer",
        f"{model.part}-{model.variants[step]}",
        model.zh,
        model.en,
        quantity,
        _money(price, currency),
        currency,
    )


def board_item(rng: random.Random, home: bool, currency: str) -> Item:
    """Draw a board order: layers, finish, colour, thickness, quantity, price of one piece."""
    board = rng.choice([b for b in BOARDS if b.home] if home else BOARDS)
    layers = rng.choice(board.layers)
    finish = rng.choice(FINISHES)
    colour = rng.choice(COLOURS)
    thickness = rng.choice(THICKNESSES)
    quantity = (
        rng.choice((5, 5, 10, 10, 20)) if home else rng.choice((10, 20, 50, 100, 200, 500, 1000, 2000, 5000))
    )
    if board.part == "CB-P":
        quantity = min(quantity, 50)
    price = Decimal(6 + layers * layers) * rng.randrange(60, 240) / 100 * (3 if quantity < 50 else 1)
    part = f"{board.part}{layers:02d}{finish[2]}{thickness.replace('.', '')}"
    many_zh, many_en = ("单面", "single-sided") if layers == 1 else (f"{layers}层", f"{layers}-layer")
    zh = f"{many_zh}{board.zh}（{finish[0]}，{colour[0]}，{thickness}mm）"
    en = f"{many_en} {board.en} ({finish[1]}, {colour[1]}, {thickness} mm)"
    if board.part == "CB-F":  # flexible boards are thin and have a coverlay instead of solder mask
        part = f"{board.part}{layers:02d}{finish[2]}02"
        zh, en = f"{many_zh}{board.zh}（{finish[0]}，0.2mm）", f"{many_en} {board.en} ({finish[1]}, 0.2 mm)"
    return Item("board", part, zh, en, quantity, _money(price, currency), currency)


def _money(yuan: Decimal, currency: str) -> Decimal:
    if currency == "CNY":
        return yuan.quantize(Decimal("0.1")).quantize(Decimal("0.01"))
    return (yuan / YUAN_PER_DOLLAR).quantize(Decimal("0.01"))


def serial_number(rng: random.Random, part: str, made: date) -> str:
    """Serial number of a computer: model, year and month made, running number (CK350-2403-00412)."""
    model = "".join(part.split("-")[:2])
    return f"{model}-{made:%y%m}-{rng.randrange(1, 4000):05d}"


def lot_number(rng: random.Random, made: date) -> str:
    """Lot number of boards: day made and the panel run of that day (L240312-07)."""
    return f"L{made:%y%m%d}-{rng.randrange(1, 30):02d}"
