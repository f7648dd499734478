"""Turn families into rows: customers, contact points, roles, and what search knows of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from zhiji.customers.parties.indexing import customer_document
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import sort_form
from zhiji.demo.customers import LIVELY_FAMILIES
from zhiji.demo.facts import Family, Party, Point
from zhiji.demo.places import CHINA_CITIES, COUNTRIES
from zhiji.demo.staffing import Firm
from zhiji.demo.trying import UNTRIED, tried
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.tokens import SearchDocument
from zhiji.kernel.tables import Table

SOURCE = "demo"
_CATEGORIES = {"small_business": "small", "large_business": "large"}
_SALES_REGIONS = {"south": "华南", "east": "华东", "north": "华北", "west": "中西部"}
_BY_CITY = {city.name: _SALES_REGIONS[city.sales_team] for city in CHINA_CITIES}
_CONTINENTS = {
    "US": "North America",
    "BR": "South America",
    "JP": "Asia Pacific",
    "KR": "Asia Pacific",
    "SG": "Asia Pacific",
    "IN": "Asia Pacific",
    "AU": "Asia Pacific",
}
_BY_COUNTRY = {country.region: _CONTINENTS.get(country.region, "Europe") for country in COUNTRIES}


@dataclass(slots=True)
class Shown:
    """What search wants to know of a customer, without the cost of a model object."""

    pk: int
    name: str
    region: str
    owner_id: int | None
    team_id: int | None

    @property
    def number(self) -> str:
        return human_number(Customer.prefix, self.pk)


class Filing:
    """Writes families in one go; `keys` then tells each party's key in the database."""

    def __init__(self, firm: Firm, families: Iterable[Family], last_contacts: dict[str, datetime]) -> None:
        self.firm = firm
        self.families = list(families)
        self.last_contacts = last_contacts
        self.parties = [party for family in self.families for party in family.parties]
        self.keys: dict[str, int] = {}

    def write(self) -> int:
        """Write customers, contact points and roles; return how many contact points there are."""
        table = Table(
            Customer,
            "id",
            "kind",
            "name",
            "family_name",
            "given_name",
            "sort_name",
            "category",
            "language",
            "region",
            "parent_id",
            "owner_id",
            "team_id",
            "source",
            "created_at",
            "updated_at",
            "last_contact_at",
        )
        ids = table.take_ids(len(self.parties))
        self.keys = {party.key: key for party, key in zip(self.parties, ids, strict=True)}
        table.write(self._customer(party) for party in self.parties)
        count = self._write_points()
        self._write_roles()
        return count

    def _customer(self, party: Party) -> tuple[Any, ...]:
        person = party.kind == "person"
        given = party.name.replace(party.family_name, "", 1).strip() if person else ""
        last = self.last_contacts.get(party.key)
        return (
            self.keys[party.key],
            party.kind,
            party.name,
            party.family_name,
            given,
            sort_form(party.name),
            _CATEGORIES.get(party.category, party.category),
            party.language,
            region_of(party),
            self.keys[party.parent] if party.parent and not person else None,
            self.firm.users[party.owner],
            self.firm.teams[party.team],
            party.source or SOURCE,
            party.since,
            last or party.since,
            last,
        )

    def _write_points(self) -> int:
        table = Table(
            ContactPoint,
            "id",
            "customer_id",
            "kind",
            "typed",
            "value",
            "extension",
            "label",
            "is_primary",
            "state",
            "state_at",
            "state_reason",
            "source",
            "created_at",
        )
        ids = iter(table.take_ids(sum(len(party.points) for party in self.parties)))
        rows = [
            (next(ids), *row)
            for family in self.families
            for party in family.parties
            for row in self._points(party, family.serial < LIVELY_FAMILIES)
        ]
        table.write(rows)
        return len(rows)

    def _points(self, party: Party, lively: bool) -> Iterator[tuple[Any, ...]]:
        kinds: set[str] = set()
        last = self.last_contacts.get(party.key)
        for point in party.points:
            first = point.kind not in kinds
            kinds.add(point.kind)
            yield (
                self.keys[party.key],
                point.kind,
                point.typed,
                point.value,
                point.extension,
                "",
                first,
                *(tried(point, party.since, last) if lively else UNTRIED),
                party.source or SOURCE,
                party.since,
            )

    def _write_roles(self) -> None:
        roles = [(role, family) for family in self.families for role in family.roles]
        table = Table(
            Affiliation,
            "id",
            "person_id",
            "organisation_id",
            "title",
            "department",
            "is_primary",
            "created_at",
        )
        ids = table.take_ids(len(roles))
        table.write(
            (
                key,
                self.keys[role.person],
                self.keys[role.organisation],
                role.title,
                role.department,
                True,
                family.parties[0].since,
            )
            for key, (role, family) in zip(ids, roles, strict=True)
        )

    def documents(self) -> Iterator[SearchDocument]:
        """What search knows of these customers."""
        for family in self.families:
            names = {party.key: party.name for party in family.organisations}
            for party in family.parties:
                shown = Shown(
                    self.keys[party.key],
                    party.name,
                    region_of(party),
                    self.firm.users[party.owner],
                    self.firm.teams[party.team],
                )
                employer = names.get(party.parent or "", "") if party.kind == "person" else ""
                yield customer_document(
                    cast(Customer, shown), cast(list[ContactPoint], _known(party.points)), employer
                )


def _known(points: list[Point]) -> list[Point]:
    return points


def region_of(party: Party) -> str:
    """The market region a customer belongs to."""
    return _BY_CITY.get(party.city, "") if party.region == "CN" else _BY_COUNTRY[party.region]
