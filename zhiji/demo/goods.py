"""What a story is about: the product ordered or asked for, and the words that fill the sentences."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiji.demo import clock
from zhiji.demo.facts import Family
from zhiji.demo.industries import BY_KEY
from zhiji.demo.products import Item, board_item, computer_item, lot_number, serial_number
from zhiji.demo.talk.language import Language


@dataclass(slots=True)
class Bought:
    """An order that was placed: when it was delivered, its number, and the marking of the goods."""

    at: datetime
    item: Item
    order: str
    serial_number: str
    lot: str


def draw_item(rng: random.Random, family: Family, about: str) -> Item:
    """Draw what a family would ask for; `about` may ask for boards or computers only."""
    home = family.parties[0].category == "home"
    currency = "CNY" if family.parties[0].region == "CN" else "USD"
    if about == "computer" or (about != "board" and rng.random() < 0.45):
        return computer_item(rng, home, currency)
    return board_item(rng, home, currency)


def order_of(rng: random.Random, item: Item, at: datetime) -> Bought:
    """Place an order for an item: it is made within days and delivered within some weeks."""
    made = date.fromordinal(at.date().toordinal() + rng.randrange(2, 8))
    number = f"SO-{at:%y%m}-{rng.randrange(1, 9999):04d}"
    delivered = at + timedelta(days=rng.randrange(6, 22))
    return Bought(delivered, item, number, serial_number(rng, item.part, made), lot_number(rng, made))


def words_for(
    rng: random.Random, language: Language, family: Family, item: Item, bought: Bought, at: datetime
) -> dict[str, str]:
    """The slots of every sentence about this item."""
    days = rng.randrange(5, 16)
    promised = clock.office_time(at, timedelta(days=days), rng)
    return {
        **_item_words(item, language.code == "zh-hans"),
        **_price_words(item, language),
        **_uses(rng, language, family, item),
        "days": str(days),
        "days_less": str(days - 3),
        "date": language.day(promised),
        "order": bought.order,
        "po": f"PO{at:%y%m}{rng.randrange(100, 999)}",
        "sn": bought.serial_number,
        "lot": bought.lot,
        "what": bought.serial_number if item.family == "computer" else bought.lot,
    }


def _item_words(item: Item, chinese: bool) -> dict[str, str]:
    short = _short(item, chinese)
    full = item.zh if chinese else item.en
    if item.family == "computer":
        full = f"{short}{'' if chinese else ' '}{item.part}"
    return {
        "item": full,
        "Item": full[0].upper() + full[1:],
        "part": item.part,
        "short": short,
        "Short": short[0].upper() + short[1:],
        "a_short": _with_article(short),
        "thing": item.part if item.family == "computer" else short,
        "qty": str(item.quantity),
        "qty_less": str(max(item.quantity - 1, 1)),
        "unit": _unit(item, chinese),
        "layers": item.part[4:6].lstrip("0") if item.family == "board" else "4",
    }


def _price_words(item: Item, language: Language) -> dict[str, str]:
    less = (item.price * Decimal("0.95")).quantize(Decimal("0.01"))
    return {
        "price": language.money(item.price, item.currency),
        "total": language.money(item.total, item.currency),
        "price_less": language.money(less, item.currency),
        "total_less": language.money(less * item.quantity, item.currency),
    }


def _uses(rng: random.Random, language: Language, family: Family, item: Item) -> dict[str, str]:
    industry = BY_KEY.get(family.parties[0].industry)
    uses = language.home_use
    if industry:
        stock = industry.use_zh if language.code == "zh-hans" else industry.use_en
        uses = stock[1:] if item.family == "computer" else stock[:2]
    use = uses[int(rng.random() * len(uses))]
    return {"use": use, "home_use": use}


def _short(item: Item, chinese: bool) -> str:
    words = item.zh if chinese else item.en
    return words.split("（")[0].split(" (")[0]


def _with_article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _unit(item: Item, chinese: bool) -> str:
    if item.family == "board":
        return "片" if chinese else "pieces"
    module = item.part.startswith("CM")
    if chinese:
        return "片" if module else "台"
    return ("module" if module else "unit") + ("s" if item.quantity > 1 else "")
