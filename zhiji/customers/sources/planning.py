"""What is to be written for a block of rows: new customers, what is new about known ones, and every row's record.

A customer is named by its key; one that the block makes, by -1, -2, … until keys are taken.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiji.customers.sources.agreement import same_organisation
from zhiji.customers.sources.erased import bare
from zhiji.customers.sources.finding import CROWD, Delivered, Found, Someone
from zhiji.customers.sources.rows import Party, Row, Way, same_words

REACHED_BY = ("mail", "mobile")
# What became of a row that is nobody's: it can't come in, or its person was erased on their own request.
NOT_IN = ("wrong", "erased")


@dataclass(slots=True)
class Record:
    """A source record to be written."""

    customer: int | None
    external_id: str
    row: int
    outcome: str
    raw: str
    values: str
    faults: str
    previous: int | None = None
    organisation: int | None = None
    before: Delivered | None = None


@dataclass
class Plan:
    """All that one block writes; counts says what became of its rows."""

    customers: list[Party] = field(default_factory=list)
    ways: list[tuple[int, Way, bool]] = field(default_factory=list)
    roles: dict[tuple[int, int, str], str] = field(default_factory=dict)
    numbers: list[tuple[int, str, str, str]] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    extended: set[int] = field(default_factory=set)
    permissions: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Planner:
    """Goes through the rows of a block in their order, so that a row sees what the rows before it brought."""

    def __init__(self, found: Found, import_id: int) -> None:
        self.found = found
        self.import_id = import_id
        self.plan = Plan()

    def run(self, rows: Sequence[Row]) -> Plan:
        """Plans a whole block."""
        for row in rows:
            outcome = self._row(row)
            self.plan.counts[outcome] += 1
            if row.faults != "[]" and row.main and outcome != "erased":
                self.plan.counts["faults"] += 1
        return self.plan

    def _row(self, row: Row) -> str:
        if row.number in self.found.unchanged:
            return "same"
        if row.main is None:
            self._record(row, None, row.external_id, "wrong", "{}")
            return "wrong"
        external_id, before, contradicts = self._delivered(row)
        if before:
            return self._again(row, row.main, external_id, before)
        known = self._named_by_us(row, row.main) or self._known(row.main) or self._stayed(row, row.main)
        if known is None and row.number in self.found.erased:
            return self._left_out(row)
        customer = self._new(row.main) if known is None else known.customer_id
        outcome = "new" if known is None else self._differs(known, row.main) or "changed"
        self._record(row, customer, external_id, outcome, row.main.said, self._role(row, customer))
        if known is not None:
            self._add_ways(known, row.main)
            if row.organisation:
                self.plan.touched.add(customer)  # the role comes with all else that their record says
        self._permission(row, customer)
        return "conflict" if contradicts and outcome != "new" else outcome

    def _stayed(self, row: Row, party: Party) -> Someone | None:
        """Finds who stayed when the source's list was taken back, by the id under which it told of them."""
        one = self.found.taken_back.get(row.external_id)
        return one if one and one.kind == party.kind else None

    def _left_out(self, row: Row) -> str:
        """Notes that a row stood in the list whose person was erased and whom nobody brought back knowingly since."""
        self._record(bare(row), None, "", "erased", "{}")
        return "erased"

    def _delivered(self, row: Row) -> tuple[str, Delivered | None, bool]:
        """Returns the id under which a row is kept, its earlier record, and whether the list contradicts itself."""
        other = self.found.records.get(row.alternative_id)
        if other:
            return row.alternative_id, other, False
        before = self.found.records.get(row.external_id)
        if before and before.import_id == self.import_id and before.row != row.number:
            if same_words(_values(before), json.loads(row.main.said if row.main else "{}")):
                return row.external_id, before, False
            return row.alternative_id, None, True
        return row.external_id, before, False

    def _again(self, row: Row, main: Party, external_id: str, before: Delivered) -> str:
        """A row under an external id that is known: the same, or a newer record in place of the earlier one."""
        customer = before.customer_id
        assert customer is not None
        told = len(self.plan.records)
        organisation = self._role(row, customer)
        # What a row permits is no value of the customer's: it may be all that changed, or be understood only now.
        self._permission(row, customer)
        says_the_same = same_words(_values(before), json.loads(main.said))
        if says_the_same and self._permits_the_same(row, external_id, before):
            return "same" if told == len(self.plan.records) else "changed"
        self._record(row, customer, external_id, "changed", main.said, organisation, before)
        self.plan.replaced.append(before.record_id)
        self.plan.touched.add(customer)
        return "changed"

    def _permits_the_same(self, row: Row, external_id: str, before: Delivered) -> bool:
        """Tells whether a row permits what its earlier form did; where that can't be told, its record is made anew.

        An id made of the row's content tells it. A second row of this list takes no place: the first may not even be
        written yet.
        """
        is_by_content = external_id.startswith("~") or external_id != row.external_id
        if not row.permission or is_by_content or before.import_id == self.import_id:
            return True
        return _cells(before.raw) == _cells(row.raw)

    def _named_by_us(self, row: Row, party: Party) -> Someone | None:
        """Finds whom our own number names; another company's code may look like it, so the name must agree too."""
        one = self.found.by_our_number.get(row.external_id)
        return one if one and self._is(one.customer_id, party.kind, party.key) else None

    def _known(self, party: Party) -> Someone | None:
        if party.kind == "organisation":
            return self._known_organisation(party)
        if not party.key:
            return None
        meant: list[int] = []
        for kind, _typed, value, _extension in party.ways:
            if kind in REACHED_BY and (holders := self.found.by_value.get(value)) and len(holders) <= CROWD:
                meant += {key for key in holders if self._is(key, "person", party.key)}
        if not meant:
            return None
        counts = Counter(meant)
        best = min(counts, key=lambda key: (-counts[key], key < 0, abs(key)))
        return self.found.people[best]

    def _is(self, customer: int, kind: str, key: str) -> bool:
        one = self.found.people[customer]
        return one.kind == kind and one.key == key

    def _known_organisation(self, party: Party) -> Someone | None:
        near = set(self.found.by_key.get(party.key, ()))
        for scheme, value, _typed in party.numbers:
            near.update(self.found.by_number.get((scheme, value), ()))
        known = [self.found.people[key].as_known(party.place) for key in near]
        if not known:
            return None
        shared = [way.value for way in party.ways if way.kind in {"phone", "fax", "domain", "website"}]
        numbers = [(scheme, value) for scheme, value, _typed in party.numbers]
        one = same_organisation(party.name, party.key, party.place, shared, numbers, known)
        return self.found.people[one] if one is not None else None

    def _employer(self, person: int, party: Party) -> Someone | None:
        """Finds the organisation among those for whom the person works already."""
        firms = [self.found.people[key] for key in self.found.employers.get(person, ())]
        schemes = {scheme: value for scheme, value, _typed in party.numbers}
        for firm in firms:
            if firm.key == party.key and all(schemes.get(s, v) == v for s, v in firm.numbers):
                return firm
        return None

    def _new(self, party: Party) -> int:
        self.plan.customers.append(party)
        key = -len(self.plan.customers)
        kinds: set[str] = set()
        for way in party.ways:
            self.plan.ways.append((key, way, way.kind not in kinds))
            kinds.add(way.kind)
        self.plan.numbers += [(key, *number) for number in party.numbers]
        self.found.enter(key, party.kind, party.name, party.category, party.language, party.region)
        self.found.learn(key, party)
        return key

    def _role(self, row: Row, person: int) -> int | None:
        """Finds or makes the organisation that a row names beside a person, and notes what is new about it."""
        party = row.organisation
        if party is None:
            return None
        known = self._employer(person, party) or self._known_organisation(party)
        record_id = row.organisation_record_id(party.key)
        before = self.found.records.get(record_id)
        if known is None and before is None:
            key = self._new(party)
            self._record(row, key, record_id, "new", party.said)
        elif before is not None:
            key = self._organisation_again(row, party, record_id, before)
        else:
            assert known is not None
            key = known.customer_id
            fresh = self._fresh(known, party)
            if fresh or self._differs(known, party) or self._fills(known, party):
                outcome = self._differs(known, party) or "changed"
                self._record(row, key, record_id, outcome, party.said)
                self._add_ways(known, party)
        if person < 0:
            self.plan.roles.setdefault((person, key, row.title), row.department)
        return key

    def _organisation_again(self, row: Row, party: Party, record_id: str, before: Delivered) -> int:
        assert before.customer_id is not None
        if before.import_id != self.import_id and not same_words(_values(before), json.loads(party.said)):
            self._record(row, before.customer_id, record_id, "changed", party.said, None, before)
            self.plan.replaced.append(before.record_id)
            self.plan.touched.add(before.customer_id)
        return before.customer_id

    def _fresh(self, known: Someone, party: Party) -> list[Way]:
        return [way for way in party.ways if (way.kind, way.value, way.extension) not in known.ways]

    def _differs(self, known: Someone, party: Party) -> str:
        """Returns "conflict" where a single value contradicts what is known."""
        for have, said in (
            (known.key, party.key),
            (known.category, party.category),
            (known.language, party.language),
            (known.region, party.region),
        ):
            if have and said and have != said:
                return "conflict"
        if not party.numbers:
            return ""
        schemes = dict(known.numbers)
        return "conflict" if any(schemes.get(s, v) != v for s, v, _typed in party.numbers) else ""

    def _fills(self, known: Someone, party: Party) -> bool:
        return (
            bool(party.category and not known.category)
            or bool(party.language and not known.language)
            or bool(party.region and not known.region)
            or any((scheme, value) not in known.numbers for scheme, value, _typed in party.numbers)
        )

    def _add_ways(self, known: Someone, party: Party) -> None:
        """Adds contact points to a known customer; whoever also differs is worked out from all records instead."""
        if self._differs(known, party) or self._fills(known, party):
            self.plan.touched.add(known.customer_id)
        fresh = self._fresh(known, party)
        if fresh:
            self.plan.ways += [(known.customer_id, way, False) for way in fresh]
            self.plan.extended.add(known.customer_id)
        self.found.learn(known.customer_id, party)

    def _permission(self, row: Row, customer: int) -> None:
        if row.permission:
            self.plan.permissions.append((customer, row.permission))

    def _record(
        self,
        row: Row,
        customer: int | None,
        external_id: str,
        outcome: str,
        values: str,
        organisation: int | None = None,
        before: Delivered | None = None,
    ) -> None:
        self.plan.records.append(
            Record(
                customer, external_id, row.number, outcome, row.raw, values, row.faults,
                before.record_id if before else None, organisation, before,
            )
        )  # fmt: skip
        if outcome not in NOT_IN:
            self.found.records[external_id] = Delivered(
                0, customer, self.import_id, row.number, row.raw, values
            )


def _values(delivered: Delivered) -> Any:
    return json.loads(delivered.values) if isinstance(delivered.values, str) else delivered.values


def _cells(raw: str) -> list[str]:
    """Returns what stands in a row, whatever the order of its columns."""
    return sorted(map(str, json.loads(raw)))
