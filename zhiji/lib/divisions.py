"""Provinces, cities and districts of China: found by any of their names, with codes and area codes.

Provinces and cities are ours (divisions_table.py); districts and counties, today's and former ones, are read from the
table that python-stdnum carries for identity cards. Codes are those of GB/T 2260: 440000 Guangdong, 440300 Shenzhen,
440305 Nanshan.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

from zhiji.lib.divisions_table import ETHNIC, FORMER_CITIES, OTHER_AREA_CODES, ROWS, WITHOUT_CODE

Level = Literal["province", "city", "district"]

_COUNTY = re.compile(r"  (\d{4}) county=\"([^\"]+)\"")
_PROVINCE = re.compile(r"(\d\d) province=")
_SPAN = re.compile(r"\[(\d*)-(\d*)\]")
_PEOPLES = "|".join(ETHNIC.split())
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)*自治[州县旗区]$")
_ENDING = re.compile(r"^(.{2,}?)(?:特别行政区|自治区|新区|特区|林区|堂区|地区|省|市|州|盟|区|县|旗)$")
_NO_DIVISION = re.compile("市辖区|直辖县|^县$|^市区$|办事处|岛礁")
LEVELS: tuple[Level, ...] = ("province", "city", "district")
_UPPER: tuple[Level, ...] = ("province", "city")
# In our own table only municipalities are written with 市.
_PROVINCE_ENDINGS = ("省", "自治区", "特别行政区", "市")
# Municipalities are province and city in one.
MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or district: official name, short name ("" if it has none), and whether it exists today."""

    code: str
    name: str
    short: str
    level: Level
    is_current: bool = True

    @property
    def province_code(self) -> str:
        """The code of the province it lies in."""
        return self.code[:2] + "0000"


class Named(NamedTuple):
    """A name by which a text begins, the division it stands for, and whether it is the official name."""

    text: str
    division: Division
    is_full: bool


_NONE: tuple[Named, ...] = ()


class _Index(NamedTuple):
    by_code: dict[str, Division]
    by_head: dict[Level, dict[str, tuple[Named, ...]]]
    area_of: dict[str, str]
    cities_of_area: dict[str, tuple[str, ...]]


def short_name(name: str) -> str:
    """Returns a division's name without its ending: 深圳市 gives 深圳, 恩施土家族苗族自治州 gives 恩施."""
    match = _AUTONOMOUS.match(name) or _ENDING.match(name)
    return match[1] if match else ""


def at_start(text: str, level: Level) -> Sequence[Named]:
    """Returns the divisions of a level by whose name (official or short) a simplified text begins, longest first."""
    found = _index().by_head[level].get(text[:2])
    return [named for named in found if text.startswith(named.text)] if found else _NONE


def named(text: str) -> Division | None:
    """Returns the province or city with exactly this official or short name."""
    for level in _UPPER:
        for one in _index().by_head[level].get(text[:2], ()):
            if one.text == text:
                return one.division
    return None


def division(code: str) -> Division | None:
    """Returns the division with this code of GB/T 2260, also a former one."""
    return _index().by_code.get(code)


def all_of(level: Level) -> tuple[Division, ...]:
    """Returns all divisions of a level."""
    return tuple(one for one in _index().by_code.values() if one.level == level)


def province_of(code: str) -> Division | None:
    """Returns the province that a division's code lies in."""
    return _index().by_code.get(code[:2] + "0000")


def city_of(code: str) -> Division | None:
    """Returns the city that a division's code lies in; municipalities are their own city."""
    if code[:2] + "0000" in MUNICIPALITIES:
        return province_of(code)
    found = _index().by_code.get(code[:4] + "00")
    return found if found is not None and found.level == "city" else None


def area_code_of(code: str) -> str:
    """Returns the telephone area code of the city that a division lies in, such as "0755", else ""."""
    found = _index().area_of.get(code[:4]) or _index().area_of.get(code[:2])
    return found or ""


def cities_of_area_code(area_code: str) -> tuple[Division, ...]:
    """Returns the cities whose telephone lines have this area code, today's first: 024 stands for four of them."""
    index = _index()
    return tuple(
        index.by_code[code] for code in index.cities_of_area.get(area_code, ()) if code in index.by_code
    )


@cache
def _index() -> _Index:
    by_code: dict[str, Division] = {}
    for one in (*_own(), *_counties()):
        known = by_code.get(one.code)
        if known is None or not known.is_current:
            by_code[one.code] = one
    heads: dict[Level, dict[str, list[Named]]] = {"province": {}, "city": {}, "district": {}}
    for one in (*_own(), *_counties()):
        meant = by_code[one.code] if one.level == "city" else one
        for text, is_full in _names(one):
            heads[one.level].setdefault(text[:2], []).append(Named(text, meant, is_full))
    area_of, cities = _area_codes()
    return _Index(by_code, {level: _longest_first(names) for level, names in heads.items()}, area_of, cities)


def _longest_first(names: dict[str, list[Named]]) -> dict[str, tuple[Named, ...]]:
    def order(named: Named) -> tuple[int, bool]:
        return -len(named.text), not named.division.is_current

    return {head: tuple(sorted(several, key=order)) for head, several in names.items()}


def _names(one: Division) -> Iterator[tuple[str, bool]]:
    """Gives the names by which a division is called: 恩施土家族苗族自治州, 恩施州, 恩施."""
    yield one.name, True
    if one.short:
        yield one.short, False
        if "自治" in one.name:
            yield one.short + one.name[-1], True
    if one.name.endswith("特别行政区"):
        yield one.short + "特区", True


def _rows() -> Iterator[tuple[str, str, str]]:
    """Gives code, name and area code of each province and city of our own table."""
    province = ""
    for word in ROWS.split():
        text, _, area = word.partition(":")
        code, name = text[:2], text[2:]
        if name.endswith(_PROVINCE_ENDINGS):
            province = code
            yield code, name, area
        else:
            yield province + code, name if name.endswith(("自治州", "盟", "地区")) else name + "市", area


def _own() -> Iterator[Division]:
    for code, name, _ in _rows():
        level: Level = "province" if len(code) == 2 else "city"
        yield Division(code.ljust(6, "0"), name, short_name(name), level)
    for name, code in FORMER_CITIES.items():
        yield Division(code + "00", name, short_name(name), "city", is_current=False)
    for province, names in WITHOUT_CODE.items():
        for name in names.split():
            level = "city" if province == "71" else "district"
            yield Division(province + name, name, short_name(name), level)


@cache
def _counties() -> tuple[Division, ...]:
    """Reads districts and counties from python-stdnum's table; without it only the rule of endings finds them."""
    spec = find_spec("stdnum")
    locations = spec.submodule_search_locations if spec else None
    path = Path(locations[0]) / "cn" / "loc.dat" if locations else None
    if path is None or not path.exists():
        return ()
    found: list[Division] = []
    province = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if head := _PROVINCE.match(line):
            province = head[1]
        elif (row := _COUNTY.match(line)) and not row[1].endswith("00"):
            found.extend(_spans(province + row[1], row[2]))
    return tuple(found)


def _spans(code: str, text: str) -> Iterator[Division]:
    """Gives what a code stood for over the years: [1983-1989]南头区办事处,[1990-]南山区."""
    for part in text.split(","):
        span = _SPAN.match(part)
        name = part[span.end() :] if span else part
        if len(name) > 1 and not _NO_DIVISION.search(name):
            yield Division(code, name, short_name(name), "district", not (span and span[2]))


def _area_codes() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    area_of: dict[str, str] = {}
    cities: dict[str, tuple[str, ...]] = {}
    for code, _, area in _rows():
        if area:
            area_of[code] = area
            cities[area] = (*cities.get(area, ()), code.ljust(6, "0"))
    for area, code in OTHER_AREA_CODES.items():
        cities[area] = (*cities.get(area, ()), code + "00")
    return area_of, cities
