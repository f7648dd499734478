"""Brings known customers up to date with their source records, many at once, inside a transaction of the caller's."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.applying import Applied, apply_golden


def lock_customers(keys: Collection[int]) -> list[Customer]:
    """Locks some customers, always in the same order."""
    if not keys:
        return []
    return list(Customer.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))


def refresh_customers(
    customers: Iterable[Customer], dropped: Mapping[int, Mapping[str, Any]] | None = None
) -> list[Applied]:
    """Works out anew what counts for these customers; dropped holds, by key, what records that ended had said."""
    return apply_golden(customers, dropped)
