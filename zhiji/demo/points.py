"""Contact points of customers: phones, mail, fax, address, WeChat, web site.

Mail and web domains end in `.example`, which RFC 2606 reserves: none of them can exist.
"""

import random

from zhiji.demo import phones, words_en, words_zh
from zhiji.demo.facts import Point
from zhiji.demo.places import MUNICIPALITIES, City, Country
from zhiji.lib.text import fold

Place = City | tuple[Country, tuple[str, str]]


def organisation_points(
    rng: random.Random, serial: int, domain: str, place: Place, rich: bool
) -> list[Point]:
    """Switchboard and, as it falls out, web site, general mailbox, fax and address of an organisation."""
    points = [_landline(serial, place, "work")]
    draw = rng.random
    if serial % 16 == 0:  # branches share the head's domain, so only the head carries it
        points.append(Point("domain", domain, domain))
        if draw() < (0.9 if rich else 0.08):
            points.append(Point("website", f"www.{domain}", f"https://www.{domain}"))
        if draw() < (0.6 if rich else 0.1):
            chinese = isinstance(place, City)
            box = rng.choice(("info", "caigou", "office") if chinese else ("info", "office", "service"))
            points.append(_mail(f"{box}@{domain}", "work"))
    if rich and draw() < 0.3:
        fax = _landline(serial + 5, place, "work")
        points.append(Point("fax", fax.value, fax.typed, "work"))
    if draw() < (0.9 if rich else 0.06):
        points.append(_address(rng, place, at_home=False))
    return points


def person_points(
    rng: random.Random, serial: int, latin: str, domain: str | None, place: Place, rich: bool
) -> list[Point]:
    """Mobile and mail first; lively customers also have WeChat, address or an extension."""
    draw = rng.random
    label = "work" if domain else "home"
    mobile = _mobile(serial, place)
    mail = _mail(_mail_address(rng, serial, latin, domain), label)
    if rich or draw() < 0.31:
        points = [mobile, mail]
    else:
        points = [mobile] if draw() < 0.55 else [mail]
    if rich and isinstance(place, City) and draw() < 0.5:
        wechat = f"{latin[:10]}_{serial % 9973:04d}" if draw() < 0.6 else f"wx{phones.scattered(serial, 8)}"
        points.append(Point("wechat", fold(wechat), wechat))
    if rich and domain and draw() < 0.35:
        points.append(_extension(rng, serial, place))
    if draw() < (0.45 if rich and not domain else 0.07):
        points.append(_address(rng, place, at_home=not domain))
    return points


def _mail(address: str, label: str) -> Point:
    return Point("mail", address, address, label)


def _mail_address(rng: random.Random, serial: int, latin: str, domain: str | None) -> str:
    if domain:
        style = serial // 16 % 3
        if style == 1 and "." in latin:
            given, family = latin.split(".", 1)
            return f"{given[0]}{family}@{domain}"
        return f"{latin}@{domain}"
    boxes = words_en.FREE_MAIL if "." in latin else words_zh.FREE_MAIL
    box = boxes[int(rng.random() * len(boxes))]
    return f"{latin}{('', '_', '.')[serial // 16 % 3]}{serial // 16 + 7}@{box}"


def _mobile(serial: int, place: Place) -> Point:
    if isinstance(place, City):
        return Point("mobile", *phones.chinese_mobile(serial), "mobile")
    country, town = place
    return Point("mobile", *phones.foreign(serial, country.mobile, town[1]), "mobile")


def _landline(serial: int, place: Place, label: str) -> Point:
    if isinstance(place, City):
        return Point("phone", *phones.chinese_landline(serial, place.area_code), label)
    country, town = place
    return Point("phone", *phones.foreign(serial, country.landline, town[1]), label)


def _extension(rng: random.Random, serial: int, place: Place) -> Point:
    switchboard = _landline(serial // 16 * 16, place, "work")
    extension = str(int(100 + rng.random() * 800))
    word = "转" if isinstance(place, City) else " ext. "
    return Point("phone", switchboard.value, f"{switchboard.typed}{word}{extension}", "work", extension)


def _address(rng: random.Random, place: Place, at_home: bool) -> Point:
    text = _address_zh(rng, place, at_home) if isinstance(place, City) else _address_en(rng, *place)
    return Point("address", fold(text), text, "home" if at_home else "work")


def _address_zh(rng: random.Random, city: City, at_home: bool) -> str:
    province = f"{city.name}市" if city.name in MUNICIPALITIES else f"{_province(city.province)}{city.name}市"
    road = f"{rng.choice(city.districts)}{rng.choice(words_zh.ROADS)}{1 + int(rng.random() * 388)}号"
    if at_home:
        building, unit, room = (1 + int(rng.random() * n) for n in (18, 3, 28))
        door = f"{building}栋{unit}单元{room}0{1 + int(rng.random() * 4)}室"
        return f"{province}{road}{rng.choice(words_zh.ESTATES)}{door}"
    return (
        f"{province}{road}{rng.choice(words_zh.PARKS)}{rng.choice('ABC123')}座{2 + int(rng.random() * 18)}楼"
    )


def _province(name: str) -> str:
    return {"广西": "广西壮族自治区", "新疆": "新疆维吾尔自治区"}.get(name, f"{name}省")


def _address_en(rng: random.Random, country: Country, town: tuple[str, str]) -> str:
    streets = words_en.STREETS["road" if country.culture == "english" else country.culture]
    street = country.street.format(
        n=1 + int(rng.random() * 240),
        m=1 + int(rng.random() * 9),
        road=streets[int(rng.random() * len(streets))],
    )
    return f"{street}, {town[0]}, {country.name}"
