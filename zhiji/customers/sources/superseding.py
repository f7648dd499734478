"""A row without an id that has changed: its newer form takes the place of the earlier one, once the list is read.

Which row was changed into which shows only then: an earlier row that the list still holds was not.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from zhiji.customers.sources.agreement import organisation_key, person_key
from zhiji.customers.sources.held import view_of
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.customers.sources.values import carried

State = SourceRecord.State
_CHANGED = ("changed", "conflict")
_CHUNK = 2_000


class Superseded(NamedTuple):
    """An earlier record without an id, and the one that came in its place."""

    newer: int
    older: int
    older_id: str


class _Row(NamedTuple):
    """A record as far as it tells whether another may take its place; not what it says."""

    pk: int
    customer: int
    external_id: str
    of_import: int | None
    row: int | None
    outcome: str
    previous: int | None
    source: int
    state: str


def changed_customers(at: Import) -> "array[int]":
    """Lists of whom an import said something else in a row without an id; eight bytes each, whatever they said."""
    rows = SourceRecord.objects.filter(of_import=at, state=State.CURRENT, outcome__in=_CHANGED, previous=None)
    rows = rows.filter(customer__isnull=False, external_id__startswith="~")
    of_whom = rows.order_by("customer").distinct().values_list("customer", flat=True)
    return array("q", (key or 0 for key in of_whom.iterator(chunk_size=_CHUNK)))


def changed_rows(
    at: Import,
    alike: Collection[int],
    customers: Collection[int],
    still_there: Callable[[Collection[str]], Collection[str]],
) -> list[Superseded]:
    """Lists the records of an import that came in the place of earlier ones of the same source, customer and name.

    customers are some hundred of those whom changed_customers lists. alike are earlier imports whose columns were
    understood as now: another selection of columns is another list, whose rows stay. still_there(ids) tells which of
    some ids the list still holds; where it can't be told which of several rows became which, all stay.
    """
    rows = _without_id(customers)
    newer = _by_customer(row for row in rows if _could_replace(at, row))
    older = _by_customer(
        row for row in rows if row.of_import in alike and row.source == at.source_id and row.customer in newer
    )
    kept = set(still_there({row.external_id for several in older.values() for row in several}))
    pairs = []
    for customer, several in older.items():
        gone = [row for row in several if row.external_id not in kept]
        pairs += [(newer[customer][0], gone[0])] if len(newer[customer]) == len(gone) == 1 else []
    return _of_one_name(pairs)


def _without_id(customers: Collection[int]) -> list[_Row]:
    """Reads what rows without an id say of these customers now.

    It asks for the customers alone: a database that has not counted a new list's rows yet would else go through all.
    """
    known = SourceRecord.objects.filter(customer__in=customers).order_by("pk")
    rows = map(_Row._make, known.values_list("pk", *_Row._fields[1:]))
    return [row for row in rows if row.state == State.CURRENT and _is_plain(row)]


def _is_plain(row: _Row) -> bool:
    """Tells whether a record is a list's row without an id, and not what it says of an organisation beside or above."""
    return row.external_id.startswith("~") and "#" not in row.external_id and (row.row or 0) >= 0


def _could_replace(at: Import, row: _Row) -> bool:
    return row.of_import == at.pk and row.outcome in _CHANGED and row.previous is None


def _by_customer(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.customer].append(row)
    return found


def _of_one_name(pairs: Collection[tuple[_Row, _Row]]) -> list[Superseded]:
    keys = {row.pk for pair in pairs for row in pair}
    said = dict(SourceRecord.objects.filter(pk__in=keys).values_list("pk", "values")) if keys else {}
    return [
        Superseded(newer.pk, older.pk, older.external_id)
        for newer, older in pairs
        if _key(said[newer.pk]) == _key(said[older.pk])
    ]


def _key(values: Mapping[str, Any]) -> tuple[str, str]:
    kind, name = str(values.get("kind", "")), str(values.get("name", ""))
    return kind, person_key(name) if kind == "person" else organisation_key(name)


def supersede(pairs: Iterable[Superseded]) -> list[int]:
    """Puts newer records in the place of earlier ones, and makes their customers anew; returns whose.

    Runs in a transaction of the caller's. What the newer one only repeats keeps its age.
    """
    wanted = {one.newer: one.older for one in pairs}
    records = SourceRecord.objects.filter(pk__in=[*wanted, *wanted.values()]).values_list("pk", "customer_id")
    customers = lock_customers({customer for _pk, customer in records if customer})
    current = SourceRecord.objects.filter(pk__in=[*wanted, *wanted.values()], state=State.CURRENT)
    known = {one.pk: one for one in current.select_related("source")}
    dropped = {}
    for new, old in wanted.items():
        if new in known and old in known and known[new].customer_id == known[old].customer_id:
            newer, older = known[new], known[old]
            newer.values, newer.meta = carried(view_of(older), newer.values, newer.meta, newer.at)
            newer.previous, older.state = older, State.REPLACED
            older.save(update_fields=["state"])
            newer.save(update_fields=["values", "meta", "previous"])
            dropped[newer.customer_id or 0] = older.values
    refresh_customers([one for one in customers if one.pk in dropped], dropped)
    return sorted(dropped)
