"""Customers of the demo company: firms with branches and contacts, schools, offices, and private persons.

Each family of records is drawn from the seed and its own serial alone, so customer 17 is the same whether
2,000 or 1,000,000 are made, and a run that was stopped goes on where it was.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhiji.demo import company, organisations, people, words_en, words_zh
from zhiji.demo.facts import Family, Party, Role
from zhiji.demo.industries import INDUSTRIES
from zhiji.demo.places import CHINA_CITIES, COUNTRIES, City, Country
from zhiji.demo.points import organisation_points, person_points

FIRST_DAY = datetime.fromisoformat("2022-01-04T09:00:00+08:00")
# Families with this serial or a higher one are quiet: names and few contact points, hardly any history.
LIVELY_FAMILIES = 1_000
# The distributor who orders nearly every day.
LONG_TIMELINE_SERIAL = 40
LONG_TIMELINE_PLOTS = 2_400
# Serials handed to the members of one family; no family is larger.
PER_FAMILY = 16

_CATEGORIES = ("home", "small_business", "large_business", "education", "government", "partner")
_WEIGHTS = (0.44, 0.72, 0.82, 0.90, 0.95, 1.0)
_CHINA = [city for city in CHINA_CITIES for _ in range(city.weight)]
_ABROAD = [country for country in COUNTRIES for _ in range(country.weight)]
_DEPARTMENTS = {
    "small_business": ("management", "purchasing", "engineering", "engineering", "production"),
    "large_business": (
        "purchasing",
        "engineering",
        "quality",
        "purchasing",
        "production",
        "finance",
        "warehouse",
    ),
    "education": ("lab", "lab", "office", "it"),
    "government": ("office", "it", "office"),
    "partner": ("purchasing", "management", "warehouse", "finance"),
}


def families(seed: int, now: datetime, customers: int, first: int = 0) -> Iterator[Family]:
    """Yield families from serial `first` on, until their persons and organisations reach `customers`."""
    made, serial = 0, first
    while made < customers:
        family = draw_family(seed, serial, now)
        made += family.size
        serial += 1
        yield family


def draw_family(seed: int, serial: int, now: datetime) -> Family:
    """Draw the family with this serial: its records, contact points, roles, and how lively it is."""
    rng = random.Random(seed * 1_000_003 + serial)
    category = "partner" if serial == LONG_TIMELINE_SERIAL else _category(rng)
    since = FIRST_DAY + (now - FIRST_DAY) * (rng.random() ** 1.3 * 0.96)
    since = since.replace(
        hour=9 + int(rng.random() * 8), minute=int(rng.random() * 60), second=0, microsecond=0
    )
    if rng.random() < 0.7 or serial == LONG_TIMELINE_SERIAL:
        family = _chinese(rng, serial, category, since)
    else:
        family = _foreign(rng, serial, category, since)
    family.activity = _activity(rng, serial, category)
    return family


def _category(rng: random.Random) -> str:
    draw = rng.random()
    for category, limit in zip(_CATEGORIES, _WEIGHTS, strict=True):
        if draw < limit:
            return category
    return _CATEGORIES[-1]


def _activity(rng: random.Random, serial: int, category: str) -> int:
    """How many stories happened with this family: few have many, most have few."""
    if serial == LONG_TIMELINE_SERIAL:
        return LONG_TIMELINE_PLOTS
    if serial >= LIVELY_FAMILIES:
        return 1 if rng.random() < 0.004 else 0
    if rng.random() < 0.12:
        return 0
    return min(int(rng.paretovariate(1.15 if category != "home" else 1.8)), 40 if category != "home" else 6)


def _chinese(rng: random.Random, serial: int, category: str, since: datetime) -> Family:
    city = _CHINA[int(rng.random() * len(_CHINA))]
    family = Family(f"f{serial}", serial, [], [], [], 0)
    owner = _owner(rng, city.sales_team)
    if category == "home":
        family.persons.append(_person_zh(rng, serial, 0, category, city, owner, since, None))
        return family
    industry = INDUSTRIES[int(rng.random() * len(INDUSTRIES))].key
    name, domain = organisations.chinese(rng, serial, category, city, industry)
    head = _organisation(
        serial, 0, name, category, "zh-hans", "CN", city.name, owner, city.sales_team, since, industry
    )
    head.points = organisation_points(rng, serial * PER_FAMILY, domain, city, serial < LIVELY_FAMILIES)
    family.organisations.append(head)
    for number in range(_branches(rng, category)):
        family.organisations.append(_branch_zh(rng, serial, number + 1, head, domain))
    for number in range(_contacts(rng, category, serial)):
        employer = family.organisations[number % len(family.organisations)]
        person = _person_zh(rng, serial, 6 + number, category, city, owner, since, domain)
        _employ(rng, family, person, employer, words_zh.TITLES, words_zh.DEPARTMENTS, number)
    return family


def _foreign(rng: random.Random, serial: int, category: str, since: datetime) -> Family:
    country = _ABROAD[int(rng.random() * len(_ABROAD))]
    town = country.towns[int(rng.random() * len(country.towns))]
    family = Family(f"f{serial}", serial, [], [], [], 0)
    owner = _owner(rng, "overseas")
    if category == "home":
        family.persons.append(_person_en(rng, serial, 0, category, country, town, owner, since, None))
        return family
    industry = INDUSTRIES[int(rng.random() * len(INDUSTRIES))].key
    name, domain = organisations.foreign(rng, serial, category, country, town[0], industry)
    head = _organisation(
        serial, 0, name, category, "en", country.region, town[0], owner, "overseas", since, industry
    )
    head.points = organisation_points(
        rng, serial * PER_FAMILY, domain, (country, town), serial < LIVELY_FAMILIES
    )
    family.organisations.append(head)
    for number in range(_branches(rng, category)):
        family.organisations.append(_branch_en(rng, serial, number + 1, head, domain, country))
    for number in range(_contacts(rng, category, serial)):
        employer = family.organisations[number % len(family.organisations)]
        person = _person_en(rng, serial, 6 + number, category, country, town, owner, since, domain)
        _employ(rng, family, person, employer, words_en.TITLES, words_en.DEPARTMENTS, number)
    return family


def _owner(rng: random.Random, team: str) -> str:
    sellers = company.SELLERS[team]
    return sellers[int(rng.random() * len(sellers))]


def _branches(rng: random.Random, category: str) -> int:
    return int(rng.random() * 4) if category == "large_business" else 0


def _contacts(rng: random.Random, category: str, serial: int) -> int:
    most = {"small_business": 2, "large_business": 4, "education": 3, "government": 2, "partner": 3}[category]
    return (
        1 + int(rng.random() * most) + (1 if serial < LIVELY_FAMILIES and category == "large_business" else 0)
    )


def _organisation(
    serial: int,
    number: int,
    name: str,
    category: str,
    language: str,
    region: str,
    city: str,
    owner: str,
    team: str,
    since: datetime,
    industry: str,
) -> Party:
    return Party(
        f"o{serial}-{number}",
        "organisation",
        name,
        category,
        language,
        region,
        city,
        owner,
        team,
        since,
        industry=industry,
    )


def _branch_zh(rng: random.Random, serial: int, number: int, head: Party, domain: str) -> Party:
    city = _CHINA[int(rng.random() * len(_CHINA))]
    kind = ("分公司", "工厂", "研究院")[number % 3]
    branch = _organisation(
        serial,
        number,
        f"{head.name}{city.name}{kind}",
        head.category,
        "zh-hans",
        "CN",
        city.name,
        head.owner,
        city.sales_team,
        head.since + timedelta(days=20 * number),
        head.industry,
    )
    branch.parent = head.key
    branch.points = organisation_points(rng, serial * PER_FAMILY + number, domain, city, False)
    return branch


def _branch_en(
    rng: random.Random, serial: int, number: int, head: Party, domain: str, country: Country
) -> Party:
    town = country.towns[int(rng.random() * len(country.towns))]
    branch = _organisation(
        serial,
        number,
        f"{head.name} – {town[0]} {('plant', 'office', 'lab')[number % 3]}",
        head.category,
        "en",
        country.region,
        town[0],
        head.owner,
        "overseas",
        head.since + timedelta(days=20 * number),
        head.industry,
    )
    branch.parent = head.key
    branch.points = organisation_points(rng, serial * PER_FAMILY + number, domain, (country, town), False)
    return branch


def _person_zh(
    rng: random.Random,
    serial: int,
    number: int,
    category: str,
    city: City,
    owner: str,
    since: datetime,
    domain: str | None,
) -> Party:
    name, family_name, latin, gender = people.chinese(rng)
    person = Party(
        f"p{serial}-{number}",
        "person",
        name,
        category,
        "zh-hans",
        "CN",
        city.name,
        owner,
        city.sales_team,
        since,
        gender=gender,
        family_name=family_name,
    )
    person.points = person_points(
        rng, serial * PER_FAMILY + number, latin, domain, city, serial < LIVELY_FAMILIES
    )
    return person


def _person_en(
    rng: random.Random,
    serial: int,
    number: int,
    category: str,
    country: Country,
    town: tuple[str, str],
    owner: str,
    since: datetime,
    domain: str | None,
) -> Party:
    name, family_name, latin, gender = people.foreign(rng, country.culture)
    person = Party(
        f"p{serial}-{number}",
        "person",
        name,
        category,
        "en",
        country.region,
        town[0],
        owner,
        "overseas",
        since,
        gender=gender,
        family_name=family_name,
    )
    person.points = person_points(
        rng, serial * PER_FAMILY + number, latin, domain, (country, town), serial < LIVELY_FAMILIES
    )
    return person


def _employ(
    rng: random.Random,
    family: Family,
    person: Party,
    employer: Party,
    titles: dict[str, tuple[str, ...]],
    departments: dict[str, str],
    number: int,
) -> None:
    _make_mail_unique(family, person)
    choices = _DEPARTMENTS[person.category]
    department = choices[(number + int(rng.random() * 2)) % len(choices)]
    title = titles[department][int(rng.random() * len(titles[department]))]
    person.parent = employer.key
    family.persons.append(person)
    family.roles.append(Role(person.key, employer.key, title, departments[department], main=number == 0))


def _make_mail_unique(family: Family, person: Party) -> None:
    """Two colleagues of one name must not share an address: the second gets a figure."""
    taken = {point.value for other in family.persons for point in other.points if point.kind == "mail"}
    for point in person.points:
        figure = 2
        local, _, domain = point.value.partition("@")
        while point.kind == "mail" and point.value in taken:
            point.value = point.typed = f"{local}{figure}@{domain}"
            figure += 1
