"""Chinese addresses: from province to room, with or without separators, often short (广东深圳南山科技园路1号)."""

import re

from zhiji.lib import divisions
from zhiji.lib.address_parts import SEPARATORS, Address, Place
from zhiji.lib.countries import country_at_start
from zhiji.lib.divisions import Division, Named
from zhiji.lib.text import to_simplified

_SPACES = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
_SIX_DIGITS = re.compile(r"[0-8]\d{5}")
_POSTCODE = re.compile(
    r"^([0-8]\d{5})(?=[ ,\u4e00-\u9fff])|[ ,;]([0-8]\d{5})$|[(,;]?\s*邮政?编码?[:: ]*([0-8]\d{5})\)?|\(([0-8]\d{5})\)$"
)
# 南山路, 上海大厦, 朝阳区: after a short name these tell that it is no division but part of another name.
_STREET_WORD = re.compile(
    r"[东西南北中]?[一二三四五六七八九十]{0,2}\d{0,3}(?:路|街|大街|大道|道|巷|弄|桥|广场|大厦|花园|公园|大学|医院|"
    r"小区|新村|公路|国际|酒店|宾馆|银行)|[区县市州盟旗镇乡村]"
)
# A district that the table does not know: 城西区, and the zones that stand in its place.
_UNKNOWN_DISTRICT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?(?:高新区|开发区|保税区|示范区|度假区|合作区|自贸区|新区)|"
    r"[^\W\d_路街道巷号镇乡村]{1,4}?(?<![小校社园厂景片库])[区县旗]|苏州工业园区|工业园区)(?![路街])"
)
_CORPS = "生产建设兵团"
_OF_CITIZENS = ("市民", "市政", "市场")
# Names that any town may give its parts in talk.
_GENERIC = re.compile(
    r"(?:[城郊新市老旧][东西南北中]?|[东西南北中]城?|开发|高新|矿|河[东西]|江[东西南北])[区县]"
)
_COUNTY_CITY = re.compile(r"[\u4e00-\u9fff]{2,4}?市(?![场政区民中])")
_TOWN = re.compile(r"^[^\d路街巷弄号]{1,7}?(?:街道办事处|街道|镇|乡)(?=.)")
_NUMBER = re.compile(
    r"(\d{1,6}(?:[-~至/]\d{1,6}){0,3}[a-z]?)(?:弄|巷)(\d{1,5})号|"
    r"(\d{1,6}(?:[-~至/之]\d{1,6}){0,3}[a-z]?)(?:号院|号(?![楼线厂馆仓门库铺机])|#(?!楼))|"
    r"(?<=[路街道巷弄])(\d{1,5}(?:-\d{1,5})?)(?![\d年期楼栋座室层])"
)
_CHINESE_NUMBER = re.compile(
    r"([一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二三四五六七八九]{1,5})号(?![楼线厂馆仓门库铺])"
)
_UNIT_PARTS = re.compile(r"[a-z]?\d+[a-z]?|[a-z](?=[座栋幢区])")
_MARKS = re.compile(r"[\W_]+")
_DASHES = str.maketrans("~至之/", "----")
_DIGITS = "零一二三四五六七八九"


def read_chinese(typed: str, text: str) -> Address:
    """Reads a Chinese address; text is what was typed in one width. What it does not understand is the street."""
    text, postcode = _take_postcode(text)
    if " " in text:
        text = _SPACES.sub("", text)
    text = text.strip(SEPARATORS)
    plain = to_simplified(text)
    country, length = country_at_start(plain)
    place = Place(plain[length:].lstrip(SEPARATORS))
    if country in ("", "CN"):
        _find_province_and_city(place)
        _find_district(place)
        country = "CN" if country or place.finest or postcode else ""
    # Simplifying changes no length, so the street can be shown in the characters in which it was typed.
    street = text[len(text) - len(place.rest) :]
    town = _key_place(place) if country in ("", "CN") else country
    return address_of(typed, place, country, street, postcode, town)


def address_of(typed: str, place: Place, country: str, street: str, postcode: str, town: str) -> Address:
    """Puts an address together and makes its keys; town is what its street's name is one of its kind in."""
    road, number, unit = _read_street(place.rest.lower())
    street_key = f"{road}|{number}|{unit}" if road and (number or len(road) > 3) else ""
    finest = place.finest
    return Address(
        typed,
        country,
        place.province.name if place.province else "",
        place.city.name if place.city else "",
        place.district_name,
        street,
        number,
        unit,
        postcode,
        finest.code if finest else "",
        f"{town}|{street_key}" if street_key else "",
        street_key,
    )


def _take_postcode(text: str) -> tuple[str, str]:
    """Takes a Chinese postcode off: six digits in front, at the end behind a gap, in brackets, or after 邮编."""
    match = _POSTCODE.search(text) if _SIX_DIGITS.search(text) else None
    if match is None:
        return text, ""
    code = match[1] or match[2] or match[3] or match[4]
    return f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;()"), code


def _find_province_and_city(place: Place) -> None:
    province, city = _certain(place.rest, "province"), _certain(place.rest, "city")
    # 吉林市船营区 begins with the short name of a province, and means the city.
    if city is not None and (province is None or len(city.text) > len(province.text)):
        province = None
    if province is not None:
        place.province = province.division
        place.take(len(province.text))
        if place.rest.startswith(_CORPS):
            place.take(len(_CORPS))
        _find_city_within(place, province.division)
    elif city is not None:
        place.city = city.division
        place.province = divisions.province_of(city.division.code)
        place.take(len(city.text))


def _find_city_within(place: Place, province: Division) -> None:
    if province.code in divisions.MUNICIPALITIES:
        place.city = province
        for repeated in (province.name, "市辖区", province.short):
            if place.rest.startswith(repeated) and not _STREET_WORD.match(place.rest[len(repeated) :]):
                place.take(len(repeated))
        return
    found = _certain(place.rest, "city", within=province.code[:2])
    if found is not None:
        place.city = found.division
        place.take(len(found.text))


def _certain(text: str, level: divisions.Level, within: str = "") -> Named | None:
    """Returns the longest name at the start that is no part of a street's or house's name."""
    for named in divisions.at_start(text, level):
        if named.division.code.startswith(within):
            # 深圳市民中心 is the 市民中心 of 深圳.
            is_whole = named.is_full and not text.startswith(_OF_CITIZENS, len(named.text) - 1)
            if is_whole or _ends_here(named, text):
                return named
    return None


def _ends_here(named: Named, text: str) -> bool:
    """Tells whether a short name stands for its division: 深圳南山, but not 朝阳区, 上海路 or 南山大道."""
    if named.is_full:
        return False
    rest = text[len(named.text) :]
    if not _STREET_WORD.match(rest) or rest.startswith(_OF_CITIZENS):
        return True
    # 台州路桥区, 杭州西湖区: what looks like a street is a district of it.
    inside = named.division.code[: 2 if named.division.level == "province" else 4]
    return any(
        one.is_full and one.division.code.startswith(inside) for one in divisions.at_start(rest, "district")
    )


def _find_district(place: Place) -> None:
    within = _code_within(place)
    named = _known_district(place.rest, within) if within else _only_district(place.rest)
    if named is not None:
        one = named.division
        place.take(len(named.text))
        if not named.is_full and place.rest.startswith("新区"):
            place.take(2)  # 浑南新区, as 浑南区 was called
        place.district, place.district_name = one, one.name
        place.province = place.province or divisions.province_of(one.code)
        place.city = place.city or divisions.city_of(one.code)
        return
    zone = _UNKNOWN_DISTRICT.match(place.rest) or (_COUNTY_CITY.match(place.rest) if within else None)
    if zone is not None:
        place.district_name = zone[0]
        place.take(zone.end())


def _code_within(place: Place) -> str:
    """The leading digits that a district's code must have to lie in the city or province found so far."""
    if place.city is not None:
        return place.city.code[:2] if place.city.code in divisions.MUNICIPALITIES else place.city.code[:4]
    return place.province.code[:2] if place.province is not None else ""


def _known_district(text: str, within: str) -> Named | None:
    return _certain(text, "district", within)


def _only_district(text: str) -> Named | None:
    """Returns the district that a name alone can only mean; short names only of cities below a city (昆山)."""
    found = [
        one
        for one in divisions.at_start(text, "district")
        if one.is_full or (one.division.name.endswith("市") and not _STREET_WORD.match(text[len(one.text) :]))
    ]
    same = [one for one in found if one.text == found[0].text and not _GENERIC.fullmatch(one.text)]
    if same and same[0].division.name[-1] in "市县旗":
        # A county that now lies in another city is where it was; a 区 of the same name is another one.
        same = [one for one in same if one.division.is_current]
    return same[0] if len({one.division.code[:4] for one in same}) == 1 else None


def _key_place(place: Place) -> str:
    """Names the town in which a street's name is one of its kind: the city, or a county below it."""
    own_town = place.district is not None and place.district.name[-1] in "县市旗"
    town = place.district if own_town else place.city
    if town is not None:
        return town.code
    if place.province is not None and place.province.code[0] in "78":
        return place.province.code
    return place.district_name or (place.province.code if place.province else "")


def _read_street(street: str) -> tuple[str, str, str]:
    """Reads road, number and room from a street in small letters: 科苑路15号A座1203室 gives 科苑路, 15, a-1203."""
    match = _NUMBER.search(street)
    if match is None and "号" in street:
        street = _CHINESE_NUMBER.sub(lambda found: f"{_chinese_to_number(found[1])}号", street)
        match = _NUMBER.search(street)
    road, number, unit = street, "", ""
    if match is not None:
        number = f"{match[1]}-{match[2]}" if match[1] else match[3] or match[4]
        road = street[: match.start()]
        unit = "-".join(_UNIT_PARTS.findall(street, match.end()))
    return _MARKS.sub("", _TOWN.sub("", road)), number.translate(_DASHES), unit


def _chinese_to_number(text: str) -> str:
    """Turns a Chinese number into digits: 十二 gives 12, 三 gives 3, 一二〇 gives 120."""
    if "十" not in text:
        return "".join(str(_DIGITS.index(digit)) for digit in text.replace("〇", "零"))
    tens, _, ones = text.partition("十")
    return str(10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0))
