"""From what the columns of a row say to the person and the organisation that it speaks of. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from zhiji.customers.parties.rules import PHONES, normal_point, organisation_domain, sort_form, split_name
from zhiji.customers.sources.agreement import (
    organisation_key,
    person_key,
    place_of,
    place_of_name,
)
from zhiji.customers.sources.rows import Party, Row, Way, compact, digest, external_id_of
from zhiji.kernel.fields.rules import Shape, read_value
from zhiji.lib.divisions import area_code_of
from zhiji.lib.mailaddress import domain_of, is_free_mail
from zhiji.lib.tax_numbers import read_tax_number
from zhiji.lib.text import fold, has_cjk
from zhiji.lib.understanding import MAILS_APART, NUMBERS_APART, joined_name
from zhiji.lib.whose_name import names_organisation

POINTS = ("mobile", "phone", "fax", "mail", "address", "wechat", "website")
_READ_APART = tuple(kind for kind in POINTS if kind != "address")
# What of a row belongs to the organisation where a person is named beside it.
_OF_ORGANISATION = frozenset({"phone", "fax", "address", "website"})
_ADDRESS = ("country", "province", "city", "district", "address", "postcode")
# 李　雷 is spread out to look well in a column, and means 李雷.
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_KINDS = {
    **dict.fromkeys(("person", "individual", "contact", "个人", "自然人", "联系人"), "person"),
    **dict.fromkeys(
        ("organisation", "organization", "company", "business", "单位", "企业", "公司", "机构", "法人"),
        "organisation",
    ),
}
_CATEGORIES = {
    **dict.fromkeys(("home", "个人", "家庭", "consumer"), "home"),
    **dict.fromkeys(("small", "small business", "小企业", "小型企业", "中小企业"), "small"),
    **dict.fromkeys(("large", "large business", "大企业", "大型企业", "enterprise"), "large"),
    **dict.fromkeys(("education", "教育", "学校", "高校"), "education"),
    **dict.fromkeys(("government", "政府", "机关"), "government"),
    **dict.fromkeys(("partner", "合作伙伴", "代理商", "经销商"), "partner"),
}
_LANGUAGES = {
    **dict.fromkeys(("zh", "zh-hans", "zh-cn", "chinese", "中文", "汉语"), "zh-hans"),
    **dict.fromkeys(("en", "en-us", "en-gb", "english", "英文", "英语"), "en"),
}
# Fields that are written to columns or tables of their own; all others stay with the record.
_NOT_KEPT_APART = frozenset(
    (
        *POINTS, *_ADDRESS, "name", "family_name", "given_name", "kind", "organisation", "title", "department",
        "parent", "tax_number", "category", "language", "region", "external_id", "permission",
    )
)  # fmt: skip
PERMISSIONS = ("granted", "refused")


@dataclass(frozen=True)
class House:
    """What an installation takes for granted: country and area code of numbers that come without.

    own holds what may stand in fields of one's own, by name (own:<key>).
    """

    region: str = "CN"
    area_code: str = ""
    own: Mapping[str, Shape] = field(default_factory=dict)


@dataclass
class _Reading:
    """A row while it is read."""

    said: dict[str, list[str]]
    house: House
    area_code: str
    faults: list[dict[str, str]] = field(default_factory=list)

    def one(self, name: str, longest: int = 200) -> str:
        parts = self.said.get(name)
        if not parts:
            return ""
        return " ".join((parts[0] if len(parts) == 1 else " ".join(parts)).split())[:longest]

    def word(self, name: str, words: Mapping[str, str]) -> str:
        typed = self.one(name) if name in self.said else ""
        if not typed:
            return ""
        found = words.get(fold(typed), "")
        if not found:
            self.fault(name, "unknown_word", typed)
        return found

    def fault(self, name: str, code: str, typed: str) -> None:
        self.faults.append({"field": name, "code": code, "typed": typed[:200]})


def row_of(
    number: int,
    cells: Sequence[str],
    said: Iterable[tuple[str, str]],
    house: House,
    row_faults: Iterable[str] = (),
    *,
    line: int = 0,
    part: str = "",
) -> Row:
    """Reads one row: said lists (field, text) of the columns that mean something; cells is the row as it came.

    row_faults are codes of what was wrong with the row in the file; line and part say where people find it there. A
    row without any name is wrong.
    """
    by_field = _gathered(said)
    reading = _Reading(by_field, house, house.area_code)
    for code in row_faults:
        reading.fault("", code, "")
    content = _content(by_field)
    external_id = external_id_of(reading.one("external_id", 1000), content)
    main, organisation = _parties(reading)
    if main is None:
        reading.fault("name", "no_name", "")
    where: dict[str, Any] = {"line": line, **({"part": part} if part else {})}
    faults = [fault | where for fault in reading.faults]
    permission = reading.one("permission")
    return Row(
        number=number,
        external_id=external_id,
        digest=content,
        raw=compact(list(cells)),
        faults=compact(faults) if faults else "[]",
        main=main,
        organisation=organisation,
        title=reading.one("title", 100),
        department=reading.one("department", 100),
        permission=permission if permission in PERMISSIONS else "",
    )


def row_id(said: Iterable[tuple[str, str]]) -> str:
    """Returns the id under which a row without an id of its own is kept: the fingerprint of what it says."""
    return external_id_of("", _content(_gathered(said)))


def _gathered(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    by_field: dict[str, list[str]] = defaultdict(list)
    for name, text in said:
        if text and not text.isspace():
            by_field[name].append(text.strip())
    return by_field


def _content(by_field: Mapping[str, list[str]]) -> str:
    return digest("\x1e".join("\x1f".join((name, *texts)) for name, texts in sorted(by_field.items())))


def _parties(reading: _Reading) -> tuple[Party | None, Party | None]:
    kind = reading.word("kind", _KINDS)
    name, firm = _person_name(reading), reading.one("organisation")
    if name and not firm and (kind == "organisation" or (not kind and names_organisation(name))):
        name, firm = "", name
    if name and kind == "organisation":  # the contact stands in a column of its own
        kind = ""
    address = _address(reading)
    if address and (area := area_code_of(place_of(address[0].typed))):
        reading.area_code = area  # 8888 8888 in Suzhou is a number of Suzhou
    ways = _ways(reading)
    if not name:
        return (_organisation(reading, firm, ways, address) if firm else None), None
    if not firm:
        return _person(reading, name, "", [*ways, *address]), None
    of_firm = [way for way in ways if way.kind in _OF_ORGANISATION]
    of_person = [way for way in ways if way.kind not in _OF_ORGANISATION]
    if not any(way.kind in {"mobile", "mail"} for way in of_person):
        of_person += [way for way in ways if way.kind == "phone"]
    else:
        of_person += [way for way in ways if way.kind == "phone" and way.extension]
    of_firm = [way._replace(extension="") for way in of_firm]
    domains = [
        Way("domain", domain, domain, "")
        for way in ways
        if way.kind == "mail" and (domain := _own_domain(way.value))
    ]
    organisation = _organisation(reading, firm, [*of_firm, *domains], address, is_main=False)
    return _person(reading, name, firm, of_person), organisation


def _own_domain(mail: str) -> str:
    domain = domain_of(mail)
    return organisation_domain(mail) if domain and not is_free_mail(domain) else ""


def _person_name(reading: _Reading) -> str:
    name = _BETWEEN.sub("", reading.one("name"))
    family, given = reading.one("family_name", 80), reading.one("given_name", 80)
    if name or not (family or given):
        return name
    return joined_name(family, given)


def _person(reading: _Reading, name: str, firm: str, ways: Sequence[Way]) -> Party:
    family, given = reading.one("family_name", 80), reading.one("given_name", 80)
    if not (family or given):
        _key, _sort, _place, family, given = _read_name("person", name)
    said: dict[str, Any] = {}
    if firm:
        role = {"organisation_id": None, "organisation": firm, "title": reading.one("title", 100)}
        said["roles"] = [{**role, "department": reading.one("department", 100)}]
    category = "" if firm else reading.word("category", _CATEGORIES)
    return _party(
        reading, "person", name, category, ways, (),
        said | {"family_name": family, "given_name": given}, True,
    )  # fmt: skip


def _organisation(
    reading: _Reading, name: str, ways: Sequence[Way], address: Sequence[Way], *, is_main: bool = True
) -> Party:
    numbers = _numbers(reading)
    category = reading.word("category", _CATEGORIES)
    said = {"parent": parent} if (parent := reading.one("parent")) else {}
    return _party(reading, "organisation", name, category, [*ways, *address], numbers, said, is_main)


def _numbers(reading: _Reading) -> tuple[tuple[str, str, str], ...]:
    """Reads the tax number; one that fails its check is left out and told, for it would bring strangers together."""
    typed = reading.one("tax_number", 100)
    if not typed:
        return ()
    told = read_tax_number(typed, reading.house.region)
    if told.fault_code:
        reading.fault("tax_number", "unreadable_tax_number", typed)
        return ()
    return ((told.scheme, told.value, typed),)


class _Name(NamedTuple):
    """What a name alone tells: the forms by which it agrees and is sorted, its place, and its parts."""

    key: str
    sort_name: str
    place: str = ""
    family: str = ""
    given: str = ""


@lru_cache(maxsize=32768)
def _read_name(kind: str, name: str) -> _Name:
    if kind == "organisation":
        return _Name(organisation_key(name), sort_form(name), place_of_name(name))
    family, given = split_name(name)
    return _Name(person_key(name), sort_form(name), "", family[:80], given[:80])


def _party(
    reading: _Reading,
    kind: str,
    name: str,
    category: str,
    ways: Iterable[Way],
    numbers: tuple[tuple[str, str, str], ...],
    said: Mapping[str, Any],
    is_main: bool,
) -> Party:
    ways = tuple({(way.kind, way.value, way.extension): way for way in ways}.values())
    told = _read_name(kind, name)
    own: dict[str, Any] = {}
    language = reading.word("language", _LANGUAGES) if "language" in reading.said else ""
    region = reading.one("region", 60)
    values: dict[str, Any] = {**said, "kind": kind, "name": name}
    if category or language or region:
        values |= {"category": category, "language": language, "region": region}
    if is_main and not _NOT_KEPT_APART.issuperset(reading.said):
        values |= {name: reading.one(name, 4000) for name in reading.said if name in ("note", "owner")}
        own = _own(reading)
    if ways:
        values["points"] = [_told(way) for way in ways]
    if numbers:
        values["identifiers"] = [{"scheme": s, "value": v, "typed": t} for s, v, t in numbers]
    place = told.place
    place = place or next((at for way in ways if way.kind == "address" and (at := place_of(way.typed))), "")
    values = {name: value for name, value in (values | own).items() if value not in ("", None)}
    return Party(
        kind, name, values.get("family_name", ""), values.get("given_name", ""), told.sort_name, told.key,
        category, language, region, place, ways, numbers, compact(values),
        fold(reading.one("owner")) if is_main else "", told.place, tuple(own.items()),
    )  # fmt: skip


def _own(reading: _Reading) -> dict[str, Any]:
    """Reads fields of one's own; what may not stand in one is left out and told."""
    found = {}
    for name in reading.said:
        shape = reading.house.own.get(name)
        if shape is None:
            continue
        read = read_value(shape, reading.one(name, 4000))
        if read.fault:
            reading.fault(name, "unreadable_own", reading.one(name))
        else:
            found[name] = read.value
    return found


def _told(way: Way) -> dict[str, str]:
    told = {"kind": way.kind, "typed": way.typed, "value": way.value}
    return {**told, "extension": way.extension} if way.extension else told


def _ways(reading: _Reading) -> list[Way]:
    """Reads all contact points but the address; what can't be read stays out and is told."""
    found = []
    region, area_code = reading.house.region, reading.area_code
    for kind in _READ_APART:
        for text in reading.said.get(kind, ()):
            for part in _parts(kind, text):
                point = normal_point(kind, part, region=region, area_code=area_code)
                if point.fault and point.fault != "empty":
                    reading.fault(kind, point.fault, part)
                elif point.value:
                    found.append(Way(point.kind, point.typed, point.value, point.extension))
    return found


def _parts(kind: str, text: str) -> list[str]:
    if kind in PHONES:
        return NUMBERS_APART.split(text)
    return MAILS_APART.split(text) if kind == "mail" and "<" not in text else [text]


def _address(reading: _Reading) -> list[Way]:
    """Puts an address together from its columns, in the order in which its language writes it."""
    parts = [one for name in _ADDRESS if (one := reading.one(name))]
    if not reading.one("address") and len(parts) < 2:
        return []
    whole: list[str] = []
    for part in parts:
        if not any(part in kept for kept in whole):
            whole = [*(kept for kept in whole if kept not in part), part]
    chinese = has_cjk("".join(whole))
    typed = ("" if chinese else ", ").join(whole if chinese else reversed(whole))
    point = normal_point("address", typed)
    return [Way("address", point.typed, point.value, "")] if point.value else []
