"""What the departments' lists say of a family: mostly the same, sometimes not, and some of it years ago."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from stdnum.cn.uscc import calc_check_digit

from zhiji.demo import phones
from zhiji.demo.customers import LIVELY_FAMILIES, PER_FAMILY
from zhiji.demo.facts import Family, Party, Point
from zhiji.demo.lists import BY_KEY, CARDS, COLUMNS, ERP, SALES, SERVICE
from zhiji.lib.org_names import parse_org_name

# Of how many families lists speak: of many that people look at, of few among those that only fill the base.
LIVELY_SHARE, QUIET_SHARE = 0.3, 0.02
# No list goes beyond this family, so that a million customers take hardly longer.
LAST_FAMILY = 150_000
WRONG_SHARE = 0.1
TERMS = ("net_30", "net_30", "net_60")
_OTHER = {"small": "large", "large": "small", "home": "small", "education": "government",
          "government": "education", "partner": "large"}  # fmt: skip
_CATEGORIES = {"small_business": "small", "large_business": "large"}
_TYPE_DIGITS = {"education": "12", "government": "11"}


@dataclass(frozen=True, slots=True)
class Told:
    """One record of a list: of which party, since when, as it came, and what was understood.

    employer is the party for whom a person works; without party the row is wrong.
    """

    source: str
    party: str
    external_id: str
    at: datetime
    raw: list[str]
    values: dict[str, Any]
    outcome: str = "same"
    employer: str = ""
    title: str = ""
    faults: list[dict[str, str]] = field(default_factory=list)


def is_told(seed: int, serial: int) -> bool:
    """Say whether the departments' lists know a family."""
    share = LIVELY_SHARE if serial < LIVELY_FAMILIES else QUIET_SHARE
    return serial < LAST_FAMILY and _lot(seed, serial).random() < share


def tell_lists(seed: int, family: Family, regions: dict[str, str], now: datetime) -> Iterator[Told]:
    """List what each department's list says of a family's members; regions by party."""
    rng = _lot(seed, family.serial + 500_000_000)
    titles = {role.person: role.title for role in family.roles}
    for number, party in enumerate(family.parties):
        if party.source:
            continue  # who came by one list only is told of there
        teller = _Teller(rng, party, family.serial * PER_FAMILY + number, regions[party.key], now)
        yield from (
            teller.person(titles.get(party.key, "")) if party.kind == "person" else teller.organisation()
        )
    if rng.random() < WRONG_SHARE:
        yield _wrong(rng, family, now)


def told_alone(party: Party, serial: int, region: str, now: datetime, title: str = "") -> Told:
    """What the only list that knows a party says of it."""
    teller = _Teller(random.Random(serial), party, serial, region, now)
    return teller.whole(party.source, party.since, title)


def uscc(party: Party, serial: int) -> str:
    """Make up a unified social credit code (GB 32100-2015) that nobody bears, with the right check digit."""
    place = parse_org_name(party.name).place_code
    code = place if len(place) == 6 and place.isdigit() else "440300"
    body = f"{_TYPE_DIGITS.get(party.category, '91')}{code}MA{phones.scattered(serial, 7)}"
    return body + calc_check_digit(body)


def _lot(seed: int, serial: int) -> random.Random:
    return random.Random(seed * 7_000_003 + serial)


class _Teller:
    def __init__(self, rng: random.Random, party: Party, serial: int, region: str, now: datetime) -> None:
        self.rng, self.party, self.serial, self.region, self.now = rng, party, serial, region, now

    def organisation(self) -> Iterator[Told]:
        draw = self.rng.random
        terms = {"own:payment_terms": self.rng.choice(TERMS)} if draw() < 0.5 else {}
        yield self.whole(SALES, self.party.since, more=terms)
        if draw() < 0.65:
            yield self._from_finance()
        if draw() < 0.35:
            told: dict[str, Any] = {"name": _short(self.party.name), "language": self.party.language}
            if self.party.region == "CN" and draw() < 0.25:
                number = uscc(self.party, self.serial + 7)
                told["identifiers"] = [{"scheme": "uscc", "value": number, "typed": number}]
            outcome = "conflict" if "identifiers" in told else "same"
            yield self._told(SERVICE, self._later(), told, self._points("phone", "mail"), outcome=outcome)

    def person(self, title: str) -> Iterator[Told]:
        draw = self.rng.random
        home = SALES if self.party.parent else SERVICE
        yield self.whole(home, self.party.since, title)
        if draw() < 0.4:
            new = draw() < 0.4 and self.party.region == "CN"
            points, outcome = self._points("mobile", "mail", new=new), "changed" if new else "same"
            yield self._told(CARDS, self._later(), {"name": self.party.name}, points, title, outcome)
        if draw() < 0.3:
            other = "en" if self.party.language == "zh-hans" else "zh-hans"
            told = {"name": self.party.name, "language": other if draw() < 0.1 else self.party.language}
            outcome = "conflict" if told["language"] == other else "same"
            source = SERVICE if home == SALES else ERP
            yield self._told(source, self._later(), told, self._points("mobile"), outcome=outcome)

    def whole(
        self, source: str, at: datetime, title: str = "", more: Mapping[str, str] | None = None
    ) -> Told:
        """A record that says all that is known of the party, and perhaps something more."""
        party = self.party
        values: dict[str, Any] = {"kind": party.kind, "name": party.name, "language": party.language}
        values["category"] = _CATEGORIES.get(party.category, party.category)
        values |= {"region": self.region} if self.region else {}
        values |= more or {}
        if party.kind == "person":
            values["family_name"] = party.family_name
            values["given_name"] = party.name.replace(party.family_name, "", 1).strip()
        return self._told(source, at, values, party.points, title, outcome="new")

    def _from_finance(self) -> Told:
        draw, party = self.rng.random, self.party
        category = _CATEGORIES.get(party.category, party.category)
        told: dict[str, Any] = {
            "name": party.name,
            "own:payment_terms": self.rng.choice(("net_30", "net_60")),
        }
        told["category"] = _OTHER[category] if draw() < 0.25 else category
        if party.region == "CN":
            number = uscc(party, self.serial)
            told["identifiers"] = [
                {"scheme": "uscc", "value": number, "typed": number, "verified": draw() < 0.7},
                {"scheme": "erp", "value": f"K{100000 + self.serial}", "typed": f"K{100000 + self.serial}"},
            ]
        elif draw() < 0.5 and self.region:
            told["region"] = "Asia Pacific" if self.region != "Asia Pacific" else "Europe"
        is_same = told["category"] == category and told.get("region", self.region) == self.region
        points = self._points("phone", "address")
        return self._told(ERP, self._later(), told, points, outcome="changed" if is_same else "conflict")

    def _told(
        self,
        source: str,
        at: datetime,
        values: dict[str, Any],
        points: list[Point],
        title: str = "",
        outcome: str = "same",
    ) -> Told:
        said = {**values, "points": [_entry(point) for point in points]} if points else values
        raw = _raw(source, self.party, said, title)
        employer = self.party.parent or "" if self.party.kind == "person" else ""
        external = f"{source[:2].upper()}{self.serial:06d}"
        return Told(source, self.party.key, external, at, raw, said, outcome, employer, title)

    def _points(self, *kinds: str, new: bool = False) -> list[Point]:
        found = [point for point in self.party.points if point.kind in kinds]
        if new:
            value, typed = phones.chinese_mobile(self.serial + 60_000_000)
            found = [point for point in found if point.kind != "mobile"] + [Point("mobile", value, typed)]
        return found

    def _later(self) -> datetime:
        """Some day between the first record and today; a list that nobody keeps up says what was true long ago."""
        return self.party.since + (self.now - self.party.since) * (self.rng.random() * 0.97 + 0.01)


def _entry(point: Point) -> dict[str, str]:
    entry = {"kind": point.kind, "typed": point.typed, "value": point.value}
    return entry | ({"extension": point.extension} if point.extension else {})


def _short(name: str) -> str:
    for legal in ("股份有限公司", "集团有限公司", "有限公司"):
        name = name.removesuffix(legal)
    return name


def _raw(source: str, party: Party, values: dict[str, Any], title: str) -> list[str]:
    """The cells of the row, in the order of the list's columns."""
    told = {"person" if party.kind == "person" else "name": str(values.get("name", "")), "title": title}
    told |= {name: str(values.get(name, "")) for name in ("category", "region")}
    told["terms"] = str(values.get("own:payment_terms", ""))
    told |= {point["kind"]: point["typed"] for point in reversed(values.get("points", ()))}
    told["tax"] = next((n["typed"] for n in values.get("identifiers", ()) if n["scheme"] == "uscc"), "")
    return [told.get(name, "") for name in COLUMNS[source]]


def _wrong(rng: random.Random, family: Family, now: datetime) -> Told:
    """A row that names nobody: somebody forgot the name."""
    number = phones.chinese_landline(family.serial + 9_000_000, "755")[1]
    raw = [number if name == "phone" else "" for name in COLUMNS[SALES]]
    at = now - timedelta(days=BY_KEY[SALES].days_ago)
    faults = [{"field": "name", "code": "no_name", "typed": ""}]
    return Told(SALES, "", f"~{rng.getrandbits(48):012x}", at, raw, {}, "wrong", faults=faults)
