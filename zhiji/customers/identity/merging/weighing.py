"""What sources said goes with the customer; the golden record of either side is worked out from it anew."""

from collections.abc import Iterable
from typing import Any

from zhiji.customers.identity.merging.queries import ancestors
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.applying import apply_golden
from zhiji.customers.sources.implied import ensure_records
from zhiji.customers.sources.models import SourceRecord

LISTS = ("points", "roles", "identifiers", "gone")
RECORDS = "customers.sourcerecord.customer"


def write_records(*customers: Customer) -> None:
    """Writes down what the columns of customers imply that their sources said, where nothing is written yet."""
    for one in customers:
        ensure_records(one)


def weigh_anew(customer_id: int, no_longer_said: Iterable[int] = ()) -> None:
    """Works out a customer's golden record; no_longer_said are keys of records that have left them."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer_id)
    parent = customer.parent_id
    dropped = _joined(SourceRecord.objects.filter(pk__in=list(no_longer_said), state="current"))
    apply_golden([customer], {customer_id: dropped} if dropped else None)
    if not customer.is_person and customer.pk in ancestors(customer.pk):
        # A source may still say that it stands below what now stands below it.
        Customer.objects.filter(pk=customer.pk).update(parent=parent)


def _joined(records: Iterable[SourceRecord]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        for name, value in record.values.items():
            found[name] = [*found.get(name, []), *value] if name in LISTS else value
    return found
