"""What is known already of the rows of a block: one question per kind of evidence, however many rows ask it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.agreement import Known, organisation_key, person_key, place_of, place_of_name
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.registry import followed
from zhiji.customers.sources.rows import Party, Row
from zhiji.kernel.numbering.rules import human_number, parse_number

_OURS = f"{Customer.prefix}-"
# A value that more customers than this share tells nobody apart.
CROWD = 40
_MOST = 8000
_LIMIT = " LIMIT %s"

_RECORDS = (
    "SELECT external_id, id, customer_id, of_import_id, {row}, raw, {values} FROM customers_sourcerecord"
    " WHERE source_id = %s AND state = 'current' AND external_id {among}"
)
_TAKEN_BACK = (
    "SELECT r.id, r.external_id, c.id, c.kind, c.name, c.category, c.language, c.region"
    " FROM customers_sourcerecord r JOIN customers_customer c ON c.id = r.customer_id"
    " WHERE r.source_id = %s AND r.state = 'undone' AND r.external_id {among}"
)
# Written so that PostgreSQL does not take the index of the contact points that count for it, which begins with the
# customer: without statistics it would go through the whole of that.
_HOLDERS = (
    "SELECT p.value, p.kind, p.extension, c.id, c.kind, c.name, c.category, c.language, c.region"
    " FROM customers_contactpoint p JOIN customers_customer c ON c.id = p.customer_id"
    " WHERE coalesce(cast(p.removed_at AS text), '') = '' AND p.value {among}"
)
_NAMED = (
    "SELECT c.id, c.kind, c.name, c.category, c.language, c.region FROM customers_customer c"
    " WHERE c.kind = 'organisation' AND c.sort_name {among}"
)
_BY_KEY = "SELECT c.id, c.kind, c.name, c.category, c.language, c.region FROM customers_customer c WHERE c.id {among}"
_NUMBERED = (
    "SELECT i.scheme, i.value, c.id, c.kind, c.name, c.category, c.language, c.region"
    " FROM customers_identifier i JOIN customers_customer c ON c.id = i.customer_id WHERE i.value {among}"
)
_EMPLOYERS = (
    "SELECT a.person_id, c.id, c.kind, c.name, c.category, c.language, c.region"
    " FROM customers_affiliation a JOIN customers_customer c ON c.id = a.organisation_id"
    " WHERE a.ended_at IS NULL AND a.person_id {among}"
)
_NUMBERS_OF = "SELECT customer_id, scheme, value FROM customers_identifier WHERE customer_id {among}"
_ADDRESSES_OF = (
    "SELECT customer_id, value FROM customers_contactpoint"
    " WHERE kind = 'address' AND removed_at IS NULL AND customer_id {among}"
)


class Delivered(NamedTuple):
    """The current record of a source under an external id."""

    record_id: int
    customer_id: int | None
    import_id: int | None
    row: int | None
    raw: str
    values: Any


@dataclass(slots=True)
class Someone:
    """A customer whom some evidence of the block speaks of, with what that evidence is."""

    customer_id: int
    kind: str
    name: str
    category: str = ""
    language: str = ""
    region: str = ""
    ways: set[tuple[str, str, str]] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    _key: str | None = None

    @property
    def key(self) -> str:
        """The form in which names agree; worked out when it is asked for."""
        if self._key is None:
            self._key = person_key(self.name) if self.kind == "person" else organisation_key(self.name)
        return self._key

    def as_known(self, place: str | None = None) -> Known:
        """Shows an organisation to the rules of agreement, for a row that speaks of this place ("" for none).

        Its addresses are read only where they can make a difference (None: always): mostly its name has told its
        place already.
        """
        if self.addresses and (place not in self.places if place or place is None else not self.places):
            self.places.update(found for address in self.addresses if (found := place_of(address)))
            self.addresses.clear()
        shared = {value for kind, value, _ in self.ways if kind in {"phone", "fax", "domain", "website"}}
        return Known(self.customer_id, self.name, self.key, shared, self.numbers, self.places)


@dataclass
class Found:
    """All that is known of a block of rows, and what the block itself adds while it is gone through."""

    records: dict[str, Delivered] = field(default_factory=dict)
    people: dict[int, Someone] = field(default_factory=dict)
    by_value: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_our_number: dict[str, Someone] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    crowded: set[str] = field(default_factory=set)
    parties: dict[str, Party] = field(default_factory=dict)
    employers: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    erased: frozenset[int] = frozenset()
    taken_back: dict[str, Someone] = field(default_factory=dict)

    def enter(self, customer_id: int, kind: str, name: str, *plain: str) -> Someone:
        """Notes a customer once; plain are category, language and region."""
        known = self.people.get(customer_id)
        if known is not None:
            return known
        one = self.people[customer_id] = Someone(customer_id, kind, name, *plain)
        if kind == "organisation":
            alike = self.parties.get(name)
            one._key = alike.key if alike else organisation_key(name)
            if place := alike.name_place if alike else place_of_name(name):
                one.places.add(place)
            self.by_key[one._key].append(customer_id)
        return one

    def learn(self, customer_id: int, party: Party) -> None:
        """Notes what a row adds to a customer, for the rows after it."""
        known = self.people[customer_id]
        for kind, _typed, value, extension in party.ways:
            way = (kind, value, extension)
            if way not in known.ways:
                known.ways.add(way)
                self.by_value[value].append(customer_id)
        for scheme, value, _typed in party.numbers:
            known.numbers.add((scheme, value))
            self.by_number[scheme, value].append(customer_id)
        if party.place:
            known.places.add(party.place)


def find(source_id: int, rows: Sequence[Row], alike: Collection[int]) -> Found:
    """Looks up everything that the rows of a block may speak of.

    alike are the keys of the source's imports whose columns were understood as now: a row that was delivered with
    one of them and is unchanged needs no further questions.
    """
    found = Found()
    ids = [row.external_id for row in rows if row.main]
    ids += [row.alternative_id for row in rows if row.main and not row.external_id.startswith("~")]
    for external_id, *rest in _ask(_RECORDS, ids, source_id, most=None):
        found.records[external_id] = Delivered(*rest)
    asking = []
    for row in rows:
        known = found.records.get(row.external_id) or found.records.get(row.alternative_id)
        if known and known.import_id in alike and same_json(known.raw, row.raw):
            found.unchanged.add(row.number)
        elif row.main:
            asking.append(row)
    parties = [party for row in asking for party in (row.main, row.organisation) if party]
    found.parties = {party.name: party for party in parties if party.kind == "organisation"}
    _holders(found, parties)
    _numbered(found, parties)
    _by_our_number(found, asking)
    _taken_back(found, source_id, asking)
    named = {party.sort_name for party in parties if party.kind == "organisation"}
    for row in _ask(_NAMED, named):
        found.enter(*row)
    _employers(found, asking)
    _about_organisations(found)
    _delivered_organisations(found, source_id, asking)
    return found


def same_json(kept: str, coming: str) -> bool:
    """Tells whether two JSON texts mean the same; a database may have written its own spaces."""
    return kept == coming or json.loads(kept) == json.loads(coming)


def _holders(found: Found, parties: Iterable[Party]) -> None:
    # Nobody is told by an address; those of organisations are asked for below, of the few that may be meant.
    values = {
        way.value
        for party in parties
        for way in party.ways
        if way.kind != "address" or party.kind == "person"
    }
    rows = _ask(_HOLDERS, values)
    if len(rows) >= _MOST:
        each = {value: _ask(_HOLDERS, [value], most=CROWD + 1) for value in values}
        found.crowded = {value for value, holders in each.items() if len(holders) > CROWD}
        rows = [row for value in values - found.crowded for row in each[value]]
    for value, kind, extension, *customer in rows:
        known = found.enter(*customer)
        known.ways.add((kind, value, extension))
        found.by_value[value].append(known.customer_id)


def _numbered(found: Found, parties: Iterable[Party]) -> None:
    values = {value for party in parties for _scheme, value, _typed in party.numbers}
    for scheme, value, *customer in _ask(_NUMBERED, values):
        known = found.enter(*customer)
        found.by_number[scheme, value].append(known.customer_id)


def _by_our_number(found: Found, rows: Iterable[Row]) -> None:
    """Fetches those whom a list names by our own number, as one does that went out of here and comes back.

    Who was merged meanwhile is met in whoever holds their things now.
    """
    numbers = {row.external_id: key for row in rows if (key := our_key(row.external_id))}
    known = {row[0]: found.enter(*row) for row in _ask(_BY_KEY, sorted(set(numbers.values())))}
    moved = followed(set(numbers.values()) - known.keys())
    known |= {row[0]: found.enter(*row) for row in _ask(_BY_KEY, sorted(set(moved.values())))}
    now = {typed: moved.get(key, key) for typed, key in numbers.items()}
    found.by_our_number.update({typed: known[key] for typed, key in now.items() if key in known})


def _taken_back(found: Found, source_id: int, rows: Iterable[Row]) -> None:
    """Fetches those of whom the source told by the same id in a list that was taken back, and who stayed."""
    undone = SourceRecord.objects.filter(source=source_id, state=SourceRecord.State.UNDONE)
    if not undone.exists():
        return
    ids = [row.external_id for row in rows if row.external_id not in found.records]
    for _record, external_id, *customer in sorted(_ask(_TAKEN_BACK, ids, source_id, most=None)):
        found.taken_back[external_id] = found.enter(*customer)


def our_key(typed: str) -> int | None:
    """Returns the key of a customer in our own number, written just as we write it (C-000123), or None."""
    number = parse_number(typed) if typed.startswith(_OURS) else None
    return number[1] if number and human_number(*number) == typed else None


def _employers(found: Found, rows: Iterable[Row]) -> None:
    """Fetches for whom the people work who may be meant: a spelling of a firm's name is told by its people."""
    if not any(row.organisation for row in rows):
        return
    people = {one.customer_id for one in found.people.values() if one.kind == "person"}
    people |= {one.customer_id for one in found.records.values() if one.customer_id}
    for person, *firm in _ask(_EMPLOYERS, people):
        found.employers[person].append(found.enter(*firm).customer_id)


def _about_organisations(found: Found) -> None:
    """Fetches what may speak against an organisation of the same name: its tax number and its places."""
    keys = {party.key for party in found.parties.values()}
    by_number = {key for holders in found.by_number.values() for key in holders}
    ids = [
        one.customer_id
        for one in found.people.values()
        if one.kind == "organisation" and (one.key in keys or one.customer_id in by_number)
    ]
    for customer_id, scheme, value in _ask(_NUMBERS_OF, ids, most=None):
        found.people[customer_id].numbers.add((scheme, value))
    for customer_id, value in _ask(_ADDRESSES_OF, ids):
        found.people[customer_id].ways.add(("address", value, ""))
        found.people[customer_id].addresses.append(value)


def _delivered_organisations(found: Found, source_id: int, rows: Iterable[Row]) -> None:
    """Fetches in which records these rows spoke of their organisations before."""
    ids = [row.organisation_record_id(row.organisation.key) for row in rows if row.organisation]
    for external_id, *rest in _ask(_RECORDS, ids, source_id, most=None):
        found.records[external_id] = Delivered(*rest)


def existing_ways(customer_ids: Collection[int], values: Collection[str]) -> set[tuple[int, str, str, str]]:
    """Returns which of some values some customers have as contact points, even where a crowd shares them."""
    sql = (
        "SELECT customer_id, kind, value, extension FROM customers_contactpoint"
        " WHERE removed_at IS NULL AND customer_id {among}"
    )
    wanted = set(values)
    return {row for row in _ask(sql, customer_ids, most=None) if row[2] in wanted}


def _ask(sql: str, among: Collection[Any], *before: Any, most: int | None = _MOST) -> list[Any]:
    """Asks one question for many values at once."""
    if not among:
        return []
    values = list(dict.fromkeys(among))
    limit = [] if most is None else [most]
    if connection.vendor == "postgresql":
        # Value by value: a table that just was empty has no statistics, and would be read whole for each question.
        kind = "bigint" if isinstance(values[0], int) else "text"
        each = sql.format(among="= asked.it", row='"row"', values='"values"::text')
        each = each.replace(", raw,", ", raw::text,")
        # As JSON, which costs the driver a tenth of what an array does.
        asked = f"(SELECT one::{kind} FROM json_array_elements_text(%s::json) one) AS asked(it)"  # noqa: S608
        text = f"SELECT told.* FROM {asked} CROSS JOIN LATERAL ({each} OFFSET 0) told"  # noqa: S608
        params = [json.dumps(values, ensure_ascii=False), *before]
    else:
        text = sql.format(among="IN (SELECT value FROM json_each(%s))", row='"row"', values='"values"')
        params = [*before, json.dumps(values)]
    with connection.cursor() as cursor:
        cursor.execute(text + (_LIMIT if limit else ""), params + limit)
        return list(cursor.fetchall())
