"""Brings known customers up to date with their source records, many at once, inside a transaction of the caller's."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.applying import Applied, apply_golden
from zhiji.customers.sources.held import Held, hold_customers, implied_values
from zhiji.customers.sources.implied import source_for
from zhiji.customers.sources.models import SourceRecord


def lock_customers(keys: Collection[int]) -> list[Customer]:
    """Locks some customers, always in the same order."""
    if not keys:
        return []
    return list(Customer.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))


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
    records = [record for held in hold_customers(silent).values() for record in _implied(held)]
    return len(SourceRecord.objects.bulk_create(records, ignore_conflicts=True))


def _implied(held: Held) -> list[SourceRecord]:
    found: dict[int, SourceRecord] = {}
    for text, values in implied_values(held).items():
        source = source_for(text)
        record = found.get(source.pk)
        if record is None:
            found[source.pk] = SourceRecord(
                source=source,
                external_id=held.customer.number,
                customer=held.customer,
                values=values,
                at=held.customer.created_at,
            )
        else:
            points = [*record.values.get("points", ()), *values.get("points", ())]
            record.values = {**values, **record.values, "points": points}
    return list(found.values())


def refresh_customers(
    customers: Iterable[Customer], dropped: Mapping[int, Mapping[str, Any]] | None = None
) -> list[Applied]:
    """Works out anew what counts for these customers; dropped holds, by key, what records that ended had said."""
    return apply_golden(customers, dropped)
