"""The sources that delivered lists, the imports that brought them, and what each said of whom."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from zhiji.customers.parties.indexing import index_customer
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.demo.lists import COLUMNS, FIELDS, LISTS, Listed
from zhiji.demo.said import Told
from zhiji.demo.staffing import Firm
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.tables import Table

_SEARCHED = frozenset({"name", "region", "contact_points", "affiliations"})
_SPREADSHEETS = {"xlsx": "spreadsheet", "vcf": "cards"}


def open_sources(firm: Firm, now: datetime) -> None:
    """Make the departments' sources and the imports of their lists, unless they are there."""
    for one in LISTS:
        delivered = now - timedelta(days=one.days_ago)
        values = {"name": one.name, "kind": one.kind, "trust": one.trust, "last_delivery_at": delivered}
        values |= {"owner_id": firm.users[one.owner], "team_id": firm.teams[one.team]}
        source, made = Source.objects.get_or_create(key=one.key, defaults=values)
        if made:
            _open_import(source, one, firm, delivered)


def _open_import(source: Source, one: Listed, firm: Firm, delivered: datetime) -> None:
    columns = COLUMNS[one.key]
    ended = delivered + timedelta(minutes=4)
    at = Import.objects.create(
        source=source,
        name=one.file,
        state=Import.State.DONE,
        layout={
            "kind": _SPREADSHEETS.get(one.file.rpartition(".")[2], "text"),
            "columns": [*columns.values()],
        },
        mapping=[{"column": name, "field": FIELDS.get(field, field)} for field, name in columns.items()],
        user_id=firm.users[one.owner],
        started_at=delivered,
        ended_at=ended,
    )
    Import.objects.filter(pk=at.pk).update(created_at=delivered - timedelta(minutes=6))


class Sourcing:
    """Writes what lists say of customers who are in the database, and lets the golden record follow."""

    def __init__(self, actor: Actor, keys: dict[str, int], names: Callable[[str], str]) -> None:
        self.actor = actor
        self.keys = keys
        self.names = names

    def write(self, told: Iterable[Told]) -> None:
        """Write all records, count them with their imports, and weigh the customers anew."""
        records = list(told)
        if not records:
            return
        self._write_records(records)
        customers = lock_customers({self.keys[one.party] for one in records if one.party})
        for applied in refresh_customers(customers):
            if applied.fields & _SEARCHED:
                index_customer(self.actor, applied.customer)

    def _write_records(self, records: list[Told]) -> None:
        sources = {source.key: source.pk for source in Source.objects.all()}
        imports = {at.source_id or 0: at for at in Import.objects.select_for_update().order_by("-id")}
        table = Table(
            SourceRecord, "id", "source_id", "external_id", "customer_id", "of_import_id", "row", "outcome",
            "raw", "values", "faults", "state", "at",
        )  # fmt: skip
        rows, counts = [], {key: Counter(at.counts) for key, at in imports.items()}
        for key, one in zip(table.take_ids(len(records)), records, strict=True):
            source = sources[one.source]
            at = imports[source]
            state = SourceRecord.State.WRONG if one.outcome == "wrong" else SourceRecord.State.CURRENT
            customer = self.keys[one.party] if one.party else None
            values = self._values(one)
            rows.append(
                (key, source, one.external_id, customer, at.pk, at.total, one.outcome, one.raw, values,
                 one.faults, state, one.at)
            )  # fmt: skip
            at.total += 1
            counts[source][one.outcome] += 1
            counts[source]["customers"] += one.outcome == "new"
        table.write(rows)
        for source, at in imports.items():
            at.counts, at.next_row = dict(counts[source]), at.total
            at.save(update_fields=["counts", "total", "next_row"])

    def _values(self, one: Told) -> dict[str, Any]:
        if not one.employer or not one.title:
            return one.values
        role = {"organisation": self.names(one.employer), "organisation_id": self.keys[one.employer]}
        return {**one.values, "roles": [{**role, "title": one.title, "department": ""}]}
