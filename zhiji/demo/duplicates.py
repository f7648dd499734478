"""Lists as departments keep them: the same firms again and again, misspelt, moved, renamed, under shared numbers.

Made from a seed, as a stream, without a database, and with the truth: which firm each row means. Measures how well
records are matched (docs/quality.md); nothing here is ever written into an installation.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count as numbers

from zhiji.demo import organisations, people, phones, words_zh
from zhiji.demo.industries import BY_KEY
from zhiji.demo.places import CHINA_CITIES, City
from zhiji.lib.pinyin import readings
from zhiji.lib.traditional import SIMPLIFIED

SEED = 20_260_101
_CATEGORIES = ("small_business",) * 7 + ("large_business",) * 2 + ("education", "government", "partner")
_BOXES = ("caigou", "office", "info", "sales", "hr")
# How many firms of one industrial park share its switchboard, and how often a firm has its seat in one.
_PARK_SIZE, _IN_PARK = 12, 0.03
_ROWS_OF_A_FIRM = (1,) * 55 + (2,) * 24 + (3,) * 11 + (4,) * 5 + (5,) * 3 + (6,) * 2
_TRADITIONAL = {ord(simple): chr(traditional) for traditional, simple in SIMPLIFIED.items()}
_INDUSTRIES = tuple(BY_KEY)
_LEGAL = ("股份有限公司", "集团有限公司", "有限公司")
# So far behind lie the serials of names that are drawn again, past those of any list.
_LATER = 10_000_019


@dataclass
class Row:
    """One row of a list: its number, the firm and the person it truly means, and what the columns say."""

    number: int
    firm: int
    values: dict[str, str]
    person: int = 0


@dataclass
class _Person:
    serial: int
    name: str
    mobile: str
    mail: str


@dataclass
class _Firm:
    """A firm as it is, and as it was: names and addresses it has had."""

    serial: int
    city: City
    names: list[str]
    domain: str
    switchboard: str
    addresses: list[str]
    staff: list[_Person] = field(default_factory=list)


def rows(count: int, seed: int = SEED) -> Iterator[Row]:
    """Yields `count` rows; the same count and seed always give the same rows, in the same order."""
    rng = random.Random(seed)
    wanderers: list[_Person] = []
    previous: _Firm | None = None
    serial = numbers(1)
    number = 0
    register: set[tuple[str, str]] = set()
    while number < count:
        firm = _firm(rng, next(serial), previous, wanderers, register)
        for _ in range(min(rng.choice(_ROWS_OF_A_FIRM), count - number)):
            person = rng.choice(firm.staff)
            yield Row(number, firm.serial, _written(rng, firm, person), person.serial)
            number += 1
        previous = firm
        wanderers.append(rng.choice(firm.staff))
        if len(wanderers) > 200:
            wanderers.pop(rng.randrange(100))


def _firm(
    rng: random.Random,
    serial: int,
    previous: _Firm | None,
    wanderers: list[_Person],
    register: set[tuple[str, str]],
) -> _Firm:
    city = rng.choice(CHINA_CITIES)
    name, domain = _registered(rng, serial, city, register)
    if (
        previous
        and previous.city is not city
        and previous.city.name in previous.names[0]
        and rng.random() < 0.05
    ):
        name = previous.names[0].replace(
            previous.city.name, city.name
        )  # a firm of the same name in another town
    firm = _Firm(serial, city, [name], domain, _switchboard(rng, serial, city), [_address(rng, city)])
    if rng.random() < 0.06:
        firm.addresses.append(_address(rng, city))
    if rng.random() < 0.03:
        firm.names.append(_renamed(rng, firm, serial))
    for place in range(rng.choice((1, 2, 2, 3, 3, 4))):
        firm.staff.append(_person(rng, serial * 8 + place, domain, register))
    if wanderers and rng.random() < 0.04:
        came = rng.choice(wanderers)
        firm.staff.append(
            _Person(came.serial, came.name, came.mobile, f"{came.mail.partition('@')[0]}@{domain}")
        )
    return firm


def _registered(
    rng: random.Random, serial: int, city: City, register: set[tuple[str, str]]
) -> tuple[str, str]:
    """Name and domain of a new firm, whose name no other in its town has.

    A registry refuses a trade name that one of the same line of business in its town has already (China: Regulations
    on the Administration of Enterprise Name Registration, 2020, article 17).
    """
    for again in numbers():
        name, domain = organisations.chinese(
            rng, serial + again * _LATER, rng.choice(_CATEGORIES), city, rng.choice(_INDUSTRIES)
        )
        entry = (city.name, _core(name, city))
        if entry not in register:
            register.add(entry)
            return name, domain
    raise AssertionError("unreachable")


def _core(name: str, city: City) -> str:
    """Returns a name without town and legal form."""
    for part in (f"（{city.name}）", f"{city.name}市", city.name, city.province):
        name = name.replace(part, "", 1)
    for legal in _LEGAL:
        name = name.removesuffix(legal)
    return name


def _switchboard(rng: random.Random, serial: int, city: City) -> str:
    """Its own number, or that of the industrial park, which the firms of a dozen serials share."""
    if rng.random() < _IN_PARK * 4:
        park = serial // (_PARK_SIZE * 4) * 7 + CHINA_CITIES.index(city) % 2
        return phones.chinese_landline(park + 50_000_000, "755")[1]
    return phones.chinese_landline(serial, city.area_code)[1]


def _renamed(rng: random.Random, firm: _Firm, serial: int) -> str:
    """A new trade name over the same door: same domain, same people, same number."""
    other, _ = organisations.chinese(
        rng, serial * 31 + 17, "small_business", firm.city, rng.choice(_INDUSTRIES)
    )
    return other


def _person(rng: random.Random, serial: int, domain: str, register: set[tuple[str, str]]) -> _Person:
    name, _, latin, _ = people.chinese(rng)
    if rng.random() < 0.7:
        mail = f"{latin}@{domain}"
    else:
        wanted = f"{latin}{serial % 997 if rng.random() < 0.6 else ''}"
        mail = _mailbox(wanted, rng.choice(("163.com", "qq.com", "126.com")), serial, register)
    return _Person(serial, name, phones.chinese_mobile(serial)[0], mail)


def _mailbox(wanted: str, provider: str, serial: int, register: set[tuple[str, str]]) -> str:
    """A box at a free mail service, which gives each name away once: who comes later takes a number with it."""
    free = wanted if (provider, wanted) not in register else f"{wanted}.{serial}"
    register.add((provider, free))
    return f"{free}@{provider}"


def _address(rng: random.Random, city: City) -> str:
    province = "" if city.province == city.name else f"{city.province}省"
    road = f"{rng.choice(city.districts)}{rng.choice(words_zh.ROADS)}{rng.randrange(1, 900)}号"
    return f"{province}{city.name}市{road}{rng.randrange(1, 20)}栋{rng.randrange(101, 2900)}室"


def _written(rng: random.Random, firm: _Firm, person: _Person) -> dict[str, str]:
    """Writes the firm down once, as somebody in a hurry does."""
    draw = rng.random
    told = {"organisation": _name(rng, firm), "name": person.name}
    if draw() < 0.1:
        del told["name"]
    elif draw() < 0.02 and len(told["organisation"]) > 8:
        told = {"organisation": person.name, "name": told["organisation"]}  # the two columns swapped
    if draw() < 0.6:
        told["mobile"] = person.mobile.removeprefix("+86") if draw() < 0.7 else person.mobile
    if draw() < 0.45:
        told["phone"] = firm.switchboard if draw() < 0.7 else f"{firm.switchboard}-{rng.randrange(100, 999)}"
    if draw() < 0.55:
        told["mail"] = person.mail if draw() < 0.8 else f"{rng.choice(_BOXES)}@{firm.domain}"
    if draw() < 0.6:
        told["address"] = _shortened_address(rng, rng.choice(firm.addresses), firm.city)
    return told


def _name(rng: random.Random, firm: _Firm) -> str:
    """The firm's name as it comes to mind: without legal form, without town, with slips and homophones."""
    draw = rng.random
    name = rng.choice(firm.names)
    if draw() < 0.12:
        for legal in _LEGAL:
            name = name.removesuffix(legal)
    if draw() < 0.12 and name.startswith(firm.city.name) and len(name) > 6:
        name = name.removeprefix(firm.city.name).removeprefix("市")
    for chance, slip in ((0.03, _dropped), (0.04, _homophone), (0.03, _traditional), (0.01, _exchanged)):
        if draw() < chance:
            name = slip(rng, name)
    return name


def _dropped(rng: random.Random, text: str) -> str:
    place = rng.randrange(len(text))
    return text[:place] + text[place + 1 :]


def _exchanged(rng: random.Random, text: str) -> str:
    place = rng.randrange(max(1, len(text) - 1))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _homophone(rng: random.Random, text: str) -> str:
    place = rng.randrange(len(text))
    alike = _alike().get((readings(text[place]) or ("",))[0], text[place])
    return text[:place] + rng.choice(alike) + text[place + 1 :]


def _traditional(rng: random.Random, text: str) -> str:
    del rng  # the whole name is written so
    return text.translate(_TRADITIONAL)


def _shortened_address(rng: random.Random, address: str, city: City) -> str:
    cuts: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: text.partition(f"{city.name}市")[2],
        lambda text: text.rpartition("栋")[0] + "栋",
        lambda text: text.partition("号")[0] + "号",
        lambda text: text.replace("号", "號"),
    )
    return rng.choice(cuts)(address)


_SOUNDS: dict[str, str] = {}


def _alike() -> dict[str, str]:
    """The letters that trade names are made of, by their sound."""
    if not _SOUNDS:
        for letter in sorted({letter for name, _ in words_zh.TRADE_NAMES for letter in name}):
            sound = (readings(letter) or ("",))[0]
            _SOUNDS[sound] = _SOUNDS.get(sound, "") + letter
    return _SOUNDS
