"""What names a customer without a foreign key on this floor and below."""

from typing import Any

from zhiji.customers.identity.merging.registry import Special, special
from zhiji.kernel.events.models import EventRecord


def register() -> None:
    """Enters them."""
    special(Special("events", follow_events, _nothing))


def follow_events(survivor_id: int, loser_id: int) -> list[int]:
    """Lets facts that nobody has handled yet speak of the survivor. Those in work just now are tried again later."""
    waiting = EventRecord.objects.filter(pending=True, data__customer_id=loser_id)
    found = list(waiting.select_for_update(skip_locked=True))
    for row in found:
        row.data = {**row.data, "customer_id": survivor_id}
    EventRecord.objects.bulk_update(found, ["data"])
    return [row.pk for row in found]


def _nothing(survivor_id: int, loser_id: int, kept: Any) -> None:
    """Handled facts need no way back."""
