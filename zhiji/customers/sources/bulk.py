"""Writes blocks of rows that a list delivered: customers, how they are reached, roles, numbers and every row's record.

A block is one short transaction. What it writes is worked out before the transaction begins where the database can
tell that nobody else wrote meanwhile, and inside of it otherwise.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.parties.rules import stranger
from zhiji.customers.sources.erased import rows_of_erased
from zhiji.customers.sources.finding import existing_ways, find
from zhiji.customers.sources.held import view_of
from zhiji.customers.sources.implied import write_down_implied
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.own import write_own
from zhiji.customers.sources.planning import NOT_IN, Plan, Planner, Record
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.customers.sources.rows import ROLE_OPEN, Row, compact
from zhiji.customers.sources.values import carried
from zhiji.kernel.locks import hold
from zhiji.kernel.tables import Table, time_in_database, write_in_order


@dataclass(frozen=True)
class Delivery:
    """What all rows of a list have in common: the source, the import, and when the source said it.

    alike are earlier imports of the source whose columns were understood in the same way; owners maps what a column
    "owner" may say to a user's key and team.
    """

    source_id: int
    source_key: str
    import_id: int
    at: datetime
    alike: frozenset[int] = frozenset()
    owners: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What a block wrote: counts of rows by outcome, keys of the customers it made, of those it changed.

    permissions lists (customer, granted or refused) as the rows say; noting them is left to the caller.
    """

    counts: dict[str, int]
    made: Sequence[int]
    changed: frozenset[int]
    permissions: Sequence[tuple[int, str]] = ()


def plan_block(delivery: Delivery, rows: Sequence[Row]) -> Plan:
    """Works out what a block of rows would write, and writes nothing."""
    found = find(delivery.source_id, rows, delivery.alike)
    found.erased = rows_of_erased(rows)
    plan = Planner(found, delivery.import_id).run(rows)
    if found.crowded:
        _leave_out_known(plan, found.crowded)
    return plan


def write_block(
    delivery: Delivery,
    rows: Sequence[Row],
    *,
    begin: Callable[[], bool],
    end: Callable[[Written], None],
) -> Written | None:
    """Writes a block of rows in one transaction, and returns what came of it.

    begin() is called first in the transaction and tells whether to go on; end(written) last, so that how far the
    list has come is kept with the rows themselves. Raises Overtaken where another import was quicker.
    """
    optimistic = connection.vendor == "sqlite"
    stamp = _data_version() if optimistic else 0
    plan = plan_block(delivery, rows) if optimistic else None
    with transaction.atomic():
        if not begin():
            return None
        if plan is None or _data_version() != stamp:
            _hold_reached(rows)
            plan = plan_block(delivery, rows)
        written = _write(delivery, plan)
        end(written)
    return written


def _data_version() -> int:
    """A number that changes when another connection has written (SQLite)."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _hold_reached(rows: Iterable[Row]) -> None:
    """Lets nobody else get to know the same strangers at the same moment, see know_customer."""
    hold("import block")
    hold(
        *(
            name
            for row in rows
            for party in (row.main, row.organisation)
            for way in (party.ways if party else ())
            if (name := stranger(way.kind, way.value))
        )
    )


def _leave_out_known(plan: Plan, crowded: Collection[str]) -> None:
    keys = {key for key, way, _first in plan.ways if key > 0 and way.value in crowded}
    known = existing_ways(keys, crowded)
    plan.ways = [
        entry
        for entry in plan.ways
        if (entry[0], entry[1].kind, entry[1].value, entry[1].extension) not in known
    ]


@cache
def _tables(vendor: str) -> dict[str, Table]:
    """The tables of a block with the columns that it writes."""
    return {
        "customers": Table(
            Customer, "id", "kind", "name", "family_name", "given_name", "sort_name", "category", "language",
            "region", "source", "created_at", "updated_at", "owner_id", "team_id", ready=True,
        ),
        "ways": Table(
            ContactPoint, "id", "customer_id", "kind", "typed", "value", "extension", "is_primary", "source",
            "created_at", ready=True,
        ),
        "roles": Table(
            Affiliation, "id", "person_id", "organisation_id", "title", "department", "is_primary", "created_at",
            ready=True,
        ),
        "numbers": Table(
            Identifier, "id", "customer_id", "scheme", "value", "typed", "created_at", ready=True
        ),
        "records": Table(
            SourceRecord, "id", "source_id", "external_id", "customer_id", "of_import_id", "row", "outcome", "raw",
            "values", "meta", "faults", "state", "previous_id", "at", ready=True,
        ),
    }  # fmt: skip


def _write(delivery: Delivery, plan: Plan) -> Written:
    now = timezone.now()
    write_down_implied(lock_customers({who for who in plan.touched | plan.extended if who > 0}))
    made = _tables(connection.vendor)["customers"].take_ids(len(plan.customers)) if plan.customers else ()

    def key(customer: int) -> int:
        return customer if customer > 0 else made[-customer - 1]

    before, at, written_at = _replace(plan.replaced), time_in_database(delivery.at), time_in_database(now)
    write_in_order(
        [
            _in_table("customers", made, _customer_rows(delivery, plan, written_at)),
            _numbered("ways", len(plan.ways), _way_rows(delivery, plan, key, written_at)),
            _numbered("roles", len(plan.roles), _role_rows(plan, key, written_at)),
            _numbered(
                "numbers", len(plan.numbers), ((key(who), *one, written_at) for who, *one in plan.numbers)
            ),
            _numbered(
                "records",
                len(plan.records),
                (_record_row(delivery, record, key, before, at) for record in plan.records),
            ),
        ]
    )
    _write_own_fields(plan, made)
    changed = frozenset(key(who) for who in plan.touched)
    _mark_changed({key(who) for who in plan.extended} - changed, now)
    if changed:
        dropped = {record.customer_id: record.values for record in before.values() if record.customer_id}
        refresh_customers(Customer.objects.filter(pk__in=changed).order_by("pk"), dropped)
    permissions = [(key(who), state) for who, state in plan.permissions]
    return Written({**plan.counts, "customers": len(made)}, made, changed, permissions)


def _customer_rows(delivery: Delivery, plan: Plan, now: str) -> Iterator[tuple[Any, ...]]:
    source, owners = delivery.source_key, delivery.owners
    return (
        (
            one.kind, one.name, one.family_name, one.given_name, one.sort_name, one.category,
            one.language, one.region, source, now, now, *owners.get(one.owner, _NOBODY),
        )
        for one in plan.customers
    )  # fmt: skip


def _write_own_fields(plan: Plan, made: Sequence[int]) -> None:
    own = {made[place]: dict(one.own) for place, one in enumerate(plan.customers) if one.own}
    if own:
        write_own(own)


def _way_rows(
    delivery: Delivery, plan: Plan, key: Callable[[int], int], now: str
) -> Iterator[tuple[Any, ...]]:
    source = delivery.source_key
    return (
        (key(who), way.kind, way.typed, way.value, way.extension, first, source, now)
        for who, way, first in plan.ways
    )


def _role_rows(plan: Plan, key: Callable[[int], int], now: str) -> Iterator[tuple[Any, ...]]:
    return (
        (key(person), key(firm), title, department, True, now)
        for (person, firm, title), department in plan.roles.items()
    )


def _record_row(
    delivery: Delivery,
    record: Record,
    key: Callable[[int], int],
    before: Mapping[int, SourceRecord],
    at: str,
) -> tuple[Any, ...]:
    values, meta = record.values, _NOTHING
    if record.previous is not None and record.previous in before:
        told, since = carried(view_of(before[record.previous]), json.loads(values), {}, delivery.at)
        values, meta = compact(told), compact(since)
    if record.organisation is not None:
        values = values.replace(ROLE_OPEN, f'"organisation_id":{key(record.organisation)}', 1)
    state = _WRONG if record.outcome in NOT_IN else _CURRENT
    return (
        delivery.source_id, record.external_id, None if record.customer is None else key(record.customer),
        delivery.import_id, record.row, record.outcome, record.raw, values, meta,
        record.faults, state, record.previous, at,
    )  # fmt: skip


_NOTHING = "{}"
_WRONG, _CURRENT = SourceRecord.State.WRONG.value, SourceRecord.State.CURRENT.value
_NOBODY = (None, None)


def _in_table(
    name: str, keys: Sequence[int], rows: Iterable[tuple[Any, ...]]
) -> tuple[Table, Iterable[tuple[Any, ...]]]:
    """Puts rows under keys, into a table; they are made when they are written."""
    return _tables(connection.vendor)[name], ((pk, *row) for pk, row in zip(keys, rows, strict=True))


def _numbered(
    name: str, count: int, rows: Iterable[tuple[Any, ...]]
) -> tuple[Table, Iterable[tuple[Any, ...]]]:
    """Puts rows that nobody else names under new keys."""
    return _in_table(name, _tables(connection.vendor)[name].take_ids(count) if count else (), rows)


def _replace(records: Collection[int]) -> dict[int, SourceRecord]:
    """Marks records as replaced and returns them, for what they said goes on counting from when they said it."""
    if not records:
        return {}
    current = SourceRecord.objects.filter(pk__in=records, state=SourceRecord.State.CURRENT)
    before = {record.pk: record for record in current.select_related("source")}
    if current.update(state=SourceRecord.State.REPLACED) != len(set(records)):
        raise Overtaken
    return before


class Overtaken(Exception):
    """Somebody else replaced a record that this block was about to replace; the block is to be worked out anew."""


def _mark_changed(customers: Collection[int], now: datetime) -> None:
    if customers:
        Customer.objects.filter(pk__in=customers).update(updated_at=now, version=F("version") + 1)
