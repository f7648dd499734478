"""A row without an id that has changed: its newer form takes the place of the earlier one, once the list is read.

Which row was changed into which shows only then: an earlier row that the list still holds was not.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from zhiji.customers.sources.agreement import organisation_key, person_key
from zhiji.customers.sources.held import view_of
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.customers.sources.values import carried

State = SourceRecord.State
_CHANGED = ("changed", "conflict")
_CHUNK = 500


class Superseded(NamedTuple):
    """An earlier record without an id, and the one that came in its place."""

    newer: int
    older: int
    older_id: str


def changed_rows(
    at: Import, alike: Collection[int], still_there: Callable[[Collection[str]], Collection[str]]
) -> list[Superseded]:
    """Lists the records of an import that came in the place of earlier ones of the same source, customer and name.

    alike are earlier imports whose columns were understood as now: another selection of columns is another list, whose
    rows stay. still_there(ids) tells which of some ids the list still holds; where it can't be told which of several
    rows became which, all stay.
    """
    newer = _newer(at)
    older = _older(at, alike, newer) if newer else {}
    if not older:
        return []
    kept = set(still_there({one.external_id for several in older.values() for one in several}))
    found = []
    for customer, several in older.items():
        gone = [one for one in several if one.external_id not in kept]
        pair = _pair(newer[customer], gone)
        found += [Superseded(pair[0].pk, pair[1].pk, pair[1].external_id)] if pair else []
    return found


def _newer(at: Import) -> dict[int, list[SourceRecord]]:
    rows = SourceRecord.objects.filter(
        of_import=at, state=State.CURRENT, outcome__in=_CHANGED, previous=None, external_id__startswith="~"
    )
    found: dict[int, list[SourceRecord]] = defaultdict(list)
    for one in rows.exclude(external_id__contains="#").only("external_id", "customer", "values"):
        if one.customer_id:
            found[one.customer_id].append(one)
    return found


def _older(
    at: Import, alike: Collection[int], newer: dict[int, list[SourceRecord]]
) -> dict[int, list[SourceRecord]]:
    found: dict[int, list[SourceRecord]] = defaultdict(list)
    customers = sorted(newer)
    for start in range(0, len(customers), _CHUNK):
        rows = SourceRecord.objects.filter(
            customer__in=customers[start : start + _CHUNK], source=at.source_id, state=State.CURRENT,
            of_import__in=alike, external_id__startswith="~",
        )  # fmt: skip
        for one in rows.exclude(external_id__contains="#").only("external_id", "customer", "values"):
            found[one.customer_id or 0].append(one)
    return found


def _pair(newer: list[SourceRecord], gone: list[SourceRecord]) -> tuple[SourceRecord, SourceRecord] | None:
    if len(newer) == len(gone) == 1 and _key(newer[0]) == _key(gone[0]):
        return newer[0], gone[0]
    return None


def _key(record: SourceRecord) -> tuple[str, str]:
    kind, name = str(record.values.get("kind", "")), str(record.values.get("name", ""))
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
