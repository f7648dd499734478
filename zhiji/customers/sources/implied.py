"""The first source record of a customer, written down only when a second source speaks.

Most customers are known from one place, and contacts come in by the hundred a second: until somebody else says
something, their own columns are record enough.
"""

from typing import Any

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.builtin import PEOPLE, first_values, source_key
from zhiji.customers.sources.held import hold_customers, implied_values
from zhiji.customers.sources.models import Source, SourceRecord
from zhiji.kernel.audit.queries import history_of


def ensure_records(customer: Customer) -> list[SourceRecord]:
    """Writes down what a customer's columns imply that their source said, if no record is there yet.

    Runs inside an action that has locked the customer. Returns the customer's current records.
    """
    held = hold_customers([customer])[customer.pk]
    if held.records:
        return held.records
    entered = history_of(customer).filter(action="add_customer").order_by("id").first()
    records = []
    for text, values in implied_values(held).items():
        source = source_for(text)
        by = entered.actor_name if entered and source.key == PEOPLE else ""
        record = SourceRecord(
            source=source,
            external_id=customer.number,
            customer=customer,
            values=values,
            meta=_by(values, by) if by else {},
            at=customer.created_at,
        )
        records.append(record)
    return SourceRecord.objects.bulk_create(_joined(records))


def source_for(text: str) -> Source:
    """Finds a source by its key or by what the house called it; one that is new is made."""
    key = source_key(text)
    source, _made = Source.objects.get_or_create(key=key, defaults=first_values(key, text))
    return source


def _by(values: dict[str, Any], by: str) -> dict[str, dict[str, str]]:
    return {name: {"by": by} for name in values}


def _joined(records: list[SourceRecord]) -> list[SourceRecord]:
    """Joins records of one source, which the house may have called by several names."""
    found: dict[int, SourceRecord] = {}
    for record in records:
        if first := found.get(record.source_id):
            first.values = {**record.values, **first.values, "points": _points(first) + _points(record)}
        else:
            found[record.source_id] = record
    return list(found.values())


def _points(record: SourceRecord) -> list[dict[str, Any]]:
    return list(record.values.get("points", ()))
