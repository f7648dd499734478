"""The one door in: keep first, then know, record and tell."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.channels.inbox.models import InboxItem
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.live.wake import wake_workers

LONGEST_NAME = 120


@dataclass(frozen=True)
class Raw:
    """A raw thing as a listener received it; external_id names it once within its channel."""

    channel: str
    external_id: str
    content: bytes
    line_id: int | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    received_at: datetime | None = None


@action
def keep(*, actor: Actor, raws: Iterable[Raw]) -> list[InboxItem]:
    """Keeps raw things durably, each once per (channel, external id), and wakes the workers.

    When this returns they are on disk: the listener may tell the sender that they arrived.
    """
    items = [
        InboxItem(
            channel=raw.channel,
            external_id=_short(raw.external_id),
            line_id=raw.line_id,
            file=store_file(actor=actor, content=raw.content),
            meta=dict(raw.meta),
            received_at=raw.received_at or timezone.now(),
        )
        for raw in raws
    ]
    InboxItem.objects.bulk_create(items, ignore_conflicts=True)
    record(actor, "keep", None, after={"kept": len(items)})
    wake_workers()
    return items


@action
def retry_item(*, actor: Actor, item_id: int) -> InboxItem:
    """Lets a raw thing that failed be read again."""
    actor.require("inbox_item.change")
    item = InboxItem.objects.select_for_update().get(pk=item_id)
    if item.state not in {InboxItem.State.FAILED, InboxItem.State.IGNORED}:
        raise Refused(_("This one has not failed; there is nothing to try again."))
    before = item.state
    if before == InboxItem.State.IGNORED:
        # Somebody looked at it and wants it: what a channel took for advertising comes in this time.
        item.meta = {**item.meta, "let_through": True}
    item.state, item.attempts, item.next_try_at = InboxItem.State.KEPT, 0, None
    item.save(update_fields=["state", "attempts", "next_try_at", "meta"])
    record(actor, "retry_item", item, before={"state": before}, after={"state": item.state})
    signal_pages(["inbox"])
    wake_workers()
    return item


@action
def retry_failed_items(*, actor: Actor) -> int:
    """Lets everything that failed be read again and returns how many there are."""
    actor.require("inbox_item.change")
    failed = InboxItem.objects.filter(state=InboxItem.State.FAILED)
    count = failed.update(state=InboxItem.State.KEPT, attempts=0, next_try_at=None)
    record(actor, "retry_failed_items", None, after={"count": count})
    signal_pages(["inbox"])
    wake_workers()
    return count


def _short(external_id: str) -> str:
    """Keeps a long name one of its own: two that begin alike must not pass for the same thing."""
    if len(external_id) <= LONGEST_NAME:
        return external_id
    return "sha256:" + hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()
