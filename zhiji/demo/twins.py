"""People and firms that two departments have entered, and some who belong together without being one.

They stand beside the families that customers.py draws: those have no doubles, so that their truth is known.
"""

import copy
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from zhiji.demo import organisations, people, phones, words_zh
from zhiji.demo.customers import LIVELY_FAMILIES, PER_FAMILY
from zhiji.demo.facts import Family, Party, Point, Role
from zhiji.demo.lists import CARDS, SERVICE
from zhiji.demo.places import CHINA_CITIES
from zhiji.lib.pinyin import readings

# The first families have more of them, so that there is something to answer from the first seconds on.
_FIRST = 120
_DOUBLES = (0.22, 0.035)
_KIN = (0.12, 0.015)
# Of the first of them some have been answered.
_ANSWERED_YES = 30
_FORMS = ("股份有限公司", "集团有限公司", "有限公司")
# Up to which draw a second record of a firm tells the same as the first; what it does not tell can't prove it.
_SURENESS = {"phone": 0.2, "address": 0.35, "domain": 0.2}
_GIVEN = (*words_zh.MALE_SECOND, *words_zh.FEMALE_SECOND, *words_zh.MALE_SINGLE, *words_zh.FEMALE_SINGLE)
MERGE, NO, ASK, KIN = "merge", "no", "ask", "kin"


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records that may be one (fate: merged, denied, or still to be asked), or that belong together ("kin")."""

    known: str
    other: str
    fate: str


def add_twins(seed: int, family: Family, now: datetime) -> tuple[Family, list[Twin]]:
    """Return a family with the records that others entered of its members, and who they may be."""
    if family.serial >= LIVELY_FAMILIES:
        return family, []
    rng = random.Random(seed * 9_000_011 + family.serial)
    rank = 0 if family.serial < _FIRST else 1
    grown = Family(
        family.key,
        family.serial,
        [*family.organisations],
        [*family.persons],
        [*family.roles],
        family.activity,
    )
    twins = []
    if rng.random() < _DOUBLES[rank]:
        twins.append(_double(rng, grown, now))
    if rng.random() < _KIN[rank] and (kin := _kin(rng, grown)):
        twins.append(kin)
    return grown, twins


def _double(rng: random.Random, family: Family, now: datetime) -> Twin:
    fate = _fate(rng, family)
    if fate != NO and family.organisations and rng.random() < 0.5:
        original = family.organisations[0]
        double = _other_organisation(rng, original, family.serial)
        family.organisations.append(double)
    else:
        original = family.persons[0]
        make = _namesake if fate == NO else _other_person
        double = make(rng, original, family.serial)
        role = next((role for role in family.roles if role.person == original.key), None)
        family.persons.append(double)
        if role and double.parent:
            family.roles.append(Role(double.key, role.organisation, role.title, role.department))
    double.since = original.since + (now - original.since) * (0.2 + 0.7 * rng.random())
    return Twin(original.key, double.key, fate)


def _fate(rng: random.Random, family: Family) -> str:
    draw = rng.random()
    if family.serial < _ANSWERED_YES and draw < 0.35:
        return MERGE
    return NO if draw > 0.88 and family.persons[0].region == "CN" else ASK


def _copied(party: Party, source: str) -> Party:
    double = copy.copy(party)
    double.key, double.source = f"{party.key}+", source
    return double


def _other_organisation(rng: random.Random, original: Party, serial: int) -> Party:
    """The firm as the reception or the service desk entered it: short, misspelt, or under the name it bears now."""
    double = _copied(original, rng.choice((CARDS, SERVICE)))
    kept = [point for point in original.points if point.kind in ("phone", "domain", "address")]
    draw = rng.random()
    if original.language != "zh-hans":
        double.name = original.name.rpartition(" ")[0] if draw < 0.5 else _slip(rng, original.name)
    elif draw < 0.25 and original.category == "small_business":
        double.name = _renamed(rng, original, serial)
    elif draw < 0.6 and original.name.endswith(_FORMS):
        double.name = _without_form(original.name)
    else:
        double.name = _homophone(rng, original.name, words_zh.TRADE_NAMES)
    sure = rng.random()
    double.points = [point for point in kept if sure < _SURENESS.get(point.kind, 0.0)]
    if sure > 0.2 and original.region == "CN":
        area = next(city.area_code for city in CHINA_CITIES if city.name == original.city)
        number = phones.chinese_landline(serial * PER_FAMILY + 6_000_000, area)
        double.points.insert(0, Point("phone", *number, "work"))
    return double


def _other_person(rng: random.Random, original: Party, serial: int) -> Party:
    """The person as their card or the service desk says: another phone, a slip in the name."""
    double = _copied(original, rng.choice((CARDS, SERVICE)) if original.parent else CARDS)
    mails = [point for point in original.points if point.kind == "mail"]
    mobiles = [point for point in original.points if point.kind == "mobile"]
    new: list[Point] = []
    if original.region == "CN":
        new = [Point("mobile", *phones.chinese_mobile(serial * PER_FAMILY + 70_000_000))]
    proves = original.parent is None or rng.random() < 0.3
    if rng.random() < 0.5:
        double.points = (mails if proves else []) + new
    else:
        double.points = (mobiles if proves else new) or mails
        chinese = original.language == "zh-hans"
        double.name = _homophone(rng, original.name, _GIVEN) if chinese else _slip(rng, original.name)
    return double


def _namesake(rng: random.Random, original: Party, serial: int) -> Party:
    """Somebody else of the same name."""
    other = _copied(original, CARDS)
    other.points = [
        Point("mobile", *phones.chinese_mobile(serial * PER_FAMILY + 75_000_000 + rng.randrange(9)))
    ]
    return other


def _kin(rng: random.Random, family: Family) -> Twin | None:
    if not family.organisations:
        return _household(rng, family)
    head = family.organisations[0]
    boss = next((one for one in family.persons if any(point.kind == "phone" for point in one.points)), None)
    if boss and not boss.source and rng.random() < 0.6:
        return _assistant(rng, family, boss)
    if head.language == "zh-hans" and head.name.endswith("公司"):
        return _branch(rng, family, head)
    return None


def _branch(rng: random.Random, family: Family, head: Party) -> Twin:
    city = rng.choice(CHINA_CITIES)
    branch = _copied(head, SERVICE)
    branch.key, branch.name, branch.city = f"{head.key}b", f"{head.name}{city.name}分公司", city.name
    number = phones.chinese_landline(family.serial * PER_FAMILY + 8_000_000, city.area_code)
    branch.points = [point for point in head.points if point.kind == "domain"] + [Point("phone", *number)]
    branch.since = head.since + timedelta(days=3)
    family.organisations.append(branch)
    return Twin(head.key, branch.key, KIN)


def _assistant(rng: random.Random, family: Family, boss: Party) -> Twin:
    """Somebody who answers the telephone of a colleague."""
    other = _copied(boss, CARDS)
    chinese = boss.language == "zh-hans"
    other.name, other.family_name, _latin, other.gender = (
        people.chinese(rng) if chinese else people.foreign(rng, "english")
    )
    other.key = f"{boss.key}a"
    other.points = [point for point in boss.points if point.kind == "phone"]
    if chinese:
        number = phones.chinese_mobile(family.serial * PER_FAMILY + 85_000_000)
        other.points.insert(0, Point("mobile", *number))
    title, office = ("总经理助理", "总经办") if chinese else ("Executive assistant", "Management")
    family.persons.append(other)
    family.roles.append(Role(other.key, boss.parent or "", title, office))
    return Twin(boss.key, other.key, KIN)


def _household(rng: random.Random, family: Family) -> Twin | None:
    """Somebody else who lives at the same place, under the same family name."""
    person = family.persons[0]
    home = [point for point in person.points if point.kind == "address"]
    if not home or person.language != "zh-hans":
        return None
    other = _copied(person, CARDS)
    given = rng.choice([one for one, _latin in words_zh.FEMALE_SINGLE if one not in person.name])
    other.key, other.name = f"{person.key}h", person.family_name + given
    other.points = [Point("mobile", *phones.chinese_mobile(family.serial * PER_FAMILY + 80_000_000)), *home]
    family.persons.append(other)
    return Twin(person.key, other.key, KIN)


def _renamed(rng: random.Random, original: Party, serial: int) -> str:
    city = next(city for city in CHINA_CITIES if city.name == original.city)
    name, _domain = organisations.chinese(rng, serial * 31 + 17, original.category, city, original.industry)
    return name


def _without_form(name: str) -> str:
    form = next(form for form in _FORMS if name.endswith(form))
    return name.removesuffix(form)


def _slip(rng: random.Random, name: str) -> str:
    """Two small letters changed places, as happens in a hurry."""
    places = [
        at for at in range(1, len(name) - 1)
        if name[at - 1 : at + 2].isalpha() and name[at : at + 2].islower() and name[at] != name[at + 1]
    ]  # fmt: skip
    at = rng.choice(places) if places else 0
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :] if at else name


def _homophone(rng: random.Random, name: str, stock: tuple[tuple[str, str], ...]) -> str:
    """Another character of the same sound, as the input method offers it."""
    alike = _alike(stock)
    places = [place for place, sign in enumerate(name) if place and len(alike.get(sign, "")) > 1]
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + rng.choice([sign for sign in alike[name[at]] if sign != name[at]]) + name[at + 1 :]


@cache
def _alike(stock: tuple[tuple[str, str], ...]) -> dict[str, str]:
    by_sound: dict[str, str] = {}
    for sign in sorted({sign for words, _latin in stock for sign in words}):
        sound = (readings(sign) or ("",))[0]
        by_sound[sound] = by_sound.get(sound, "") + sign
    return {sign: signs for signs in by_sound.values() for sign in signs}
