"""The first source record of a customer, written down only when a second source speaks.

Most customers are known from one place, and contacts come in by the hundred a second: until somebody else says
something, their own columns are record enough.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.builtin import PEOPLE, first_values, source_key
from zhiji.customers.sources.held import Held, hold_customers, implied_values
from zhiji.customers.sources.models import Source, SourceRecord
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.inserting import write_gathered


def ensure_records(customer: Customer) -> list[SourceRecord]:
    """Writes down what a customer's columns imply that their source said, if no record is there yet.

    Runs inside an action that has locked the customer. Returns the customer's current records.
    """
    held = hold_customers([customer])[customer.pk]
    return held.records or SourceRecord.objects.bulk_create(_implied([held]))


def write_down_implied(customers: Iterable[Customer]) -> int:
    """Writes down what the columns of customers without any record imply that their sources said; returns how many.

    It must come before the first record of another source, which would else be taken for all that is known.
    """
    known = {customer.pk: customer for customer in customers}
    if not known:
        return 0
    told = SourceRecord.objects.filter(customer__in=known, state=SourceRecord.State.CURRENT)
    silent = [known[pk] for pk in known.keys() - set(told.values_list("customer_id", flat=True))]
    if not silent:
        return 0
    records = _implied(hold_customers(silent).values())
    return len(SourceRecord.objects.bulk_create(records, ignore_conflicts=True))


def _implied(told: Collection[Held]) -> list[SourceRecord]:
    """Makes the records that columns imply, one a source, with who of us entered what our own people said."""
    find = cache(source_for)
    joined: dict[tuple[int, int], SourceRecord] = {}
    for held in told:
        for text, values in implied_values(held).items():
            record = SourceRecord(
                source=find(text),
                external_id=held.customer.number,
                customer=held.customer,
                values=values,
                at=held.customer.created_at,
            )
            first = joined.setdefault((held.customer.pk, record.source_id), record)
            if first is not record:  # the house called one source by several names
                first.values = {**values, **first.values, "points": _points(first) + _points(record)}
    records = list(joined.values())
    _name_people([record for record in records if record.source.key == PEOPLE])
    return records


def _name_people(records: Collection[SourceRecord]) -> None:
    """Notes at what our own people said who of them entered it."""
    if not records:
        return
    write_gathered()  # who adds a customer may have more said of them within the same act
    keys = [record.customer_id for record in records]
    entered = AuditEntry.objects.filter(
        object_type=Customer._meta.label_lower, object_id__in=keys, action="add_customer"
    )
    names = dict(entered.order_by("-id").values_list("object_id", "actor_name"))
    for record in records:
        if by := names.get(record.customer_id):
            record.meta = {name: {"by": by} for name in record.values}


def _points(record: SourceRecord) -> list[dict[str, Any]]:
    return list(record.values.get("points", ()))


def source_for(text: str) -> Source:
    """Finds a source by its key or by what the house called it; one that is new is made."""
    key = source_key(text)
    source, _made = Source.objects.get_or_create(key=key, defaults=first_values(key, text))
    return source
