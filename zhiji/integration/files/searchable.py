"""The second phase of an import: what it brought in is entered into search, in the order of its rows."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.rules import PHONES
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.pumps import give_way
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.bulk import write_many
from zhiji.kernel.search.tokens import SearchDocument

_RECORDS = 500


def make_searchable(actor: Actor, at: Import, until: float | None, show: Callable[[int], None]) -> bool:
    """Enters an import's customers into search, on from where it stopped; returns whether all are in."""
    while until is None or time.monotonic() < until:
        done = at.counts.get("searchable_to", 0)
        told = SourceRecord.objects.filter(of_import=at, row__gte=done, customer__isnull=False).order_by(
            "row"
        )
        rows = [(row or 0, customer) for row, customer in told.values_list("row", "customer_id")[:_RECORDS]]
        if not rows:
            return True
        # The last row may have a second record, of its organisation: it comes with the next block unless it is last.
        last = rows[-1][0] + 1 if len(rows) < _RECORDS else max(rows[-1][0], rows[0][0] + 1)
        with transaction.atomic():
            current = Import.objects.select_for_update(of=("self",)).get(pk=at.pk)
            at.state, at.counts = current.state, current.counts
            if current.state != Import.State.RUNNING or current.counts.get("searchable_to", 0) != done:
                return False
            write_many(documents_of(sorted({customer for row, customer in rows if row < last})))
            at.counts = {**current.counts, "searchable_to": last}
            Import.objects.filter(pk=at.pk).update(counts=at.counts)
        show(last - done)
        give_way()
    return False


def documents_of(keys: Sequence[int]) -> list[SearchDocument]:
    """Makes what search knows of some customers, in three questions."""
    customers = _rows(
        "SELECT id, name, kind, region, owner_id, team_id FROM customers_customer WHERE id IN", keys
    )
    points: dict[int, list[tuple[str, str]]] = {}
    for customer, kind, value in _rows(
        "SELECT customer_id, kind, value FROM customers_contactpoint WHERE removed_at IS NULL AND customer_id IN",
        keys,
    ):
        points.setdefault(customer, []).append((kind, value))
    firms: dict[int, str] = {}
    people = [key for key, _name, kind, *_rest in customers if kind == Customer.Kind.PERSON]
    for person, name in _rows(
        "SELECT a.person_id, o.name FROM customers_affiliation a JOIN customers_customer o"
        " ON o.id = a.organisation_id WHERE a.ended_at IS NULL AND a.person_id IN",
        people,
        " ORDER BY a.is_primary DESC, a.id",
    ):
        firms.setdefault(person, name)
    return [_document(row, points.get(row[0], ()), firms.get(row[0], "")) for row in customers]


def _document(row: Any, points: Sequence[tuple[str, str]], firm: str) -> SearchDocument:
    key, name, _kind, region, owner_id, team_id = row
    return SearchDocument(
        kind="customer",
        object_id=key,
        title=name,
        subtitle=firm or region,
        words=tuple(value for kind, value in points if kind in ("wechat", "domain")),
        phones=tuple(value for kind, value in points if kind in PHONES),
        mails=tuple(value for kind, value in points if kind == "mail"),
        numbers=(human_number(Customer.prefix, key),),
        owner_id=owner_id,
        team_id=team_id,
    )


def _rows(sql: str, keys: Sequence[int], rest: str = "") -> list[Any]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({','.join(map(str, map(int, keys)))}){rest}")
        return list(cursor.fetchall())
