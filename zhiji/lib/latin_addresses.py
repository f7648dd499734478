"""Addresses in Latin letters: postcode and country where they are certain, and Chinese places by their sound."""

import re
from itertools import pairwise

from zhiji.lib.address_parts import Address
from zhiji.lib.countries import country_of
from zhiji.lib.divisions import MUNICIPALITIES, Division, city_of, province_of
from zhiji.lib.place_sounds import district_by_sound, place_by_sound
from zhiji.lib.text import fold

_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY DC PR".split()
)
_CANADA = frozenset("AB BC MB NB NL NS NT NU ON PE QC SK YT".split())
# Where a postcode stands alone for its country. Each has a form that no other country of this list writes.
_CERTAIN = (
    ("GB", re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)),
    ("CA", re.compile(r"\b([ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d)\b", re.IGNORECASE)),
    ("JP", re.compile(r"〒 ?(\d{3}-?\d{4})")),
    ("", re.compile(r"\b((?:D|A|CH|F|B|L|NL|I|E|S|FI|DK|PL|CZ|SK|HU)-\d{2,3} ?\d{2,3})\b")),
)
_PREFIXES = {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "E": "ES", "S": "SE"}
_STATE_AND_ZIP = re.compile(r"\b([A-Z]{2})[ ,]+(\d{5}(?:-\d{4})?)\b")
# Postcodes that are believed only once the country is known.
_BY_COUNTRY = {
    "CN": r"\d{6}",
    "US": r"\d{5}(?:-\d{4})?",
    "DE": r"\d{5}",
    "FR": r"\d{5}",
    "IT": r"\d{5}",
    "ES": r"\d{5}",
    "AT": r"\d{4}",
    "CH": r"\d{4}",
    "BE": r"\d{4}",
    "DK": r"\d{4}",
    "NO": r"\d{4}",
    "LU": r"\d{4}",
    "AU": r"\d{4}",
    "NZ": r"\d{4}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "SE": r"\d{3} ?\d{2}",
    "CZ": r"\d{3} ?\d{2}",
    "SK": r"\d{3} ?\d{2}",
    "PL": r"\d{2}-\d{3}",
    "PT": r"\d{4}-\d{3}",
    "JP": r"\d{3}-\d{4}",
    "KR": r"\d{5}",
    "IN": r"\d{3} ?\d{3}",
    "SG": r"\d{6}",
    "RU": r"\d{6}",
    "BR": r"\d{5}-\d{3}",
    "FI": r"\d{5}",
    "MX": r"\d{5}",
    "VN": r"\d{5,6}",
    "TH": r"\d{5}",
    "MY": r"\d{5}",
    "ID": r"\d{5}",
    "TR": r"\d{5}",
}
_POSTCODES = {country: re.compile(rf"(?<![\w-])({shape})(?![\w-])") for country, shape in _BY_COUNTRY.items()}
_DIVISION_WORD = re.compile(
    r"\b(?:province|prov|city|municipality|district|dist|county|new area|new district|sheng|shi|qu|s\.?a\.?r\.?)\.?$|"
    r"^(?:city of|province of)\b",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"^(?:no\.? ?|nr\.? ?|#)?(\d{1,6}(?:[-/]\d{1,5})?[a-z]?)[ ,]+(?=[^\W\d])(.*)$")
_NUMBER_LAST = re.compile(r"^(.*[^\W\d][^\d,]*?)[ .]+(?:no\.? ?)?(\d{1,5} ?[a-z]?)$")
_UNIT = re.compile(
    r"\b(?:room|rm|suite|ste|unit|apt|apartment|floor|fl|flat|building|bldg|block)\b\.? ?#?(\w{1,6})"
)
_STRASSE = re.compile(r"(?<=[a-z])str(?:asse|\.|$)")
_WORD = re.compile(r"[^\W_]+")
_SHORT_WORDS = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "dr": "drive",
    "ln": "lane",
    "hwy": "highway",
    "sq": "square",
    "pl": "place",
    "str": "strasse",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "lu": "road",
}


def read_latin(typed: str, text: str) -> Address:
    """Reads an address in Latin letters; text is what was typed in one width, lines parted by commas."""
    parts = [part.strip(" .;") for part in re.split(r"[,;|]", text)]
    parts = [part for part in parts if part]
    country = _take_country(parts)
    country, state, postcode = _take_postcode(parts, country)
    if country in ("", "CN") and (address := _in_china(typed, parts, postcode, is_told=country == "CN")):
        return address
    if country == "CA" and parts and (last := parts[-1].split()[-1]) in _CANADA:
        state, parts[-1:] = last, [parts[-1][: -len(last)].strip()] if parts[-1] != last else []
    city = parts.pop() if len(parts) > 1 and country and not parts[-1][:1].isdigit() else ""
    return _made(
        typed, parts, city.upper() or country, country=country, province=state, city=city, postcode=postcode
    )


def _take_country(parts: list[str]) -> str:
    """Takes a country off the end: a part of its own, or the last words of the last part."""
    if not parts:
        return ""
    words = parts[-1].split()
    for count in range(min(4, len(words)), 0, -1):
        country = country_of(" ".join(words[-count:]))
        if country and (count == len(words) or len(words[-1]) > 2):
            parts[-1] = " ".join(words[:-count])
            if not parts[-1]:
                parts.pop()
            return country
    return ""


def _take_postcode(parts: list[str], country: str) -> tuple[str, str, str]:
    """Takes the postcode off, and with it the state of an American address; tells the country if that is certain."""
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if country in ("", "US") and (match := _STATE_AND_ZIP.search(part)) and match[1] in _STATES:
            parts[index : index + 1] = _without(part, match)
            return "US", match[1], match[2]
        for code, shape in _CERTAIN:
            if country in ("", code) and (match := shape.search(part)):
                parts[index : index + 1] = _without(part, match)
                prefix, _, digits = (
                    match[1].upper().rpartition("-") if not code else ("", "", match[1].upper())
                )
                return code or _PREFIXES.get(prefix, prefix), "", digits
        known = _POSTCODES.get(country or ("CN" if index else ""))
        # A number at the front of the first part is the house's.
        if known and (match := known.search(part)) and (index or match.start()):
            parts[index : index + 1] = _without(part, match)
            return country, "", match[1]
    return country, "", ""


def _without(part: str, match: re.Match[str]) -> list[str]:
    rest = f"{part[: match.start()].strip(' ,')} {part[match.end() :].strip(' ,')}".strip()
    return [rest] if rest else []


def _in_china(typed: str, parts: list[str], postcode: str, *, is_told: bool) -> Address | None:
    """Reads a Chinese address written in Latin letters; None if no place of China is named in it."""
    left = list(parts)
    province: Division | None = None
    city: Division | None = None
    district: Division | None = None
    while left:
        words = fold(_DIVISION_WORD.sub("", left[-1]).strip(" .'")).strip()
        place = place_by_sound(words, province.code if province else "") if city is None else None
        if place is not None and place.level == "province" and province is None:
            province, city = place, place if place.code in MUNICIPALITIES else None
        elif place is not None:
            city, province = place, province_of(place.code)
        elif (
            district is None
            and (is_told or province)
            and (found := district_by_sound(words, city or province))
        ):
            district = found
        else:
            break
        left.pop()
    if not (province or city or district) and not is_told:
        return None
    return _chinese_address(typed, left, postcode, (province, city, district))


def _chinese_address(
    typed: str,
    left: list[str],
    postcode: str,
    found: tuple[Division | None, Division | None, Division | None],
) -> Address:
    province, city, district = found
    finest = district or city or province
    if finest is not None:
        province, city = province_of(finest.code), city or city_of(finest.code)
    town = city or province
    return _made(
        typed,
        left,
        town.code if town else "CN",
        country="CN",
        province=province.name if province else "",
        city=city.name if city else "",
        district=district.name if district else "",
        postcode=postcode,
        code=finest.code if finest else "",
    )


def _made(typed: str, street_parts: list[str], town: str, **known: str) -> Address:
    """Reads number and room from the street, and makes the keys."""
    street = ", ".join(street_parts)
    low = fold(street)
    unit = "-".join(_UNIT.findall(low))
    road, number = _road_and_number([_UNIT.sub("", fold(part)).strip() for part in street_parts])
    words = [_SHORT_WORDS.get(word, word) for word in _WORD.findall(_STRASSE.sub(" strasse", road))]
    road = "".join(words)
    street_key = f"{road}|{number}|{unit}" if road and (number or len(words) > 2) else ""
    return Address(
        typed,
        street=street,
        house_number=number,
        unit=unit,
        key=f"{fold(town)}|{street_key}" if street_key else "",
        street_key=street_key,
        **known,
    )


def _road_and_number(parts: list[str]) -> tuple[str, str]:
    """Finds the part with a house number, in front (15 High Street) or behind (Hauptstr. 15)."""
    for part in parts:
        if first := _NUMBER_FIRST.match(part):
            return first[2], first[1]
        if last := _NUMBER_LAST.match(part):
            return last[1], last[2].replace(" ", "")
    # 15, Keyuan Road: the number is a part of its own.
    for number, road in pairwise(parts):
        if re.fullmatch(r"(?:no\.? ?)?\d{1,5}[a-z]?", number):
            return road, re.sub(r"^no\.? ?", "", number)
    return next((part for part in parts if part), ""), ""
