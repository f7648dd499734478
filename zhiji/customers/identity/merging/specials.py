"""What names a customer without a foreign key on this floor and below, and what a merge must say besides."""

from typing import Any

from django.db.models import Q

from zhiji.customers.identity.merging.queries import survivors_of
from zhiji.customers.identity.merging.registry import Special, special
from zhiji.customers.permission.actions import permissions_after_merge, permissions_after_unmerge
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import EventRecord

ACTOR = Actor.machine("merging")


def register() -> None:
    """Enters them."""
    special(Special("events", follow_events, _nothing))
    special(Special("permissions", _keep_stricter, _forget_stricter))


def follow_events(survivor_id: int, loser_id: int) -> list[int]:
    """Lets facts that nobody has handled yet speak of the survivor. Those in work just now are mended later."""
    waiting = EventRecord.objects.filter(pending=True, data__customer_id=loser_id)
    found = list(waiting.select_for_update(skip_locked=True))
    for row in found:
        row.data = {**row.data, "customer_id": survivor_id}
    EventRecord.objects.bulk_update(found, ["data"])
    return [row.pk for row in found]


def stale_events() -> list[tuple[EventRecord, int]]:
    """Lists facts whose handlers wait or failed and that speak of somebody merged, with who holds their things now."""
    waiting = EventRecord.objects.filter(Q(pending=True) | Q(deliveries__next_try_at__isnull=False))
    rows = [row for row in waiting.distinct()[:1000] if isinstance(row.data.get("customer_id"), int)]
    now = survivors_of({row.data["customer_id"] for row in rows}) if rows else {}
    return [(row, now[row.data["customer_id"]]) for row in rows if row.data["customer_id"] in now]


def _nothing(survivor_id: int, loser_id: int, kept: Any) -> None:
    """Handled facts need no way back."""


def _keep_stricter(survivor_id: int, loser_id: int) -> list[int]:
    return permissions_after_merge(actor=ACTOR, survivor_id=survivor_id, loser_id=loser_id)


def _forget_stricter(survivor_id: int, loser_id: int, kept: list[int]) -> None:
    permissions_after_unmerge(actor=ACTOR, keys=kept)
