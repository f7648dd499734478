"""Takes what is kept to its customer's timeline, in the order it came."""

import logging
import time
from contextlib import nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.inbox.recording import record_contact
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.durable import batch_size, needs_no_disk, yield_to_others
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.jobs.pumps import give_way

log = logging.getLogger("zhiji.inbox")

# People's own writes wait no longer than this for the database.
BATCH_SECONDS = 0.03
# In a flood several batches follow each other before events have their turn: the timeline comes first.
TURN_SECONDS = 0.15
TRIES = 4
# Written out: PostgreSQL asks an often asked question by a plan made without its values, and without this one it
# takes all for waiting that ever came in, and reads it to find nothing.
_IS_KEPT = RawSQL("channels_inboxitem.state = 'kept'", (), output_field=BooleanField())


def process_kept() -> int:
    """Records waiting items for a moment and returns how many were looked at."""
    until, count = time.monotonic() + TURN_SECONDS, 0
    while done := process_batch():
        count += done
        if time.monotonic() > until:
            break
        give_way()
    return count


def process_batch(limit: int = 20) -> int:
    """Records some of the waiting items and returns how many were looked at.

    The batch is one transaction: a kill undoes it whole and it is done again. One that fails is set back alone.
    """
    # On SQLite a transaction takes the one writer's place, even to find nothing.
    if connection.vendor == "sqlite" and not _due().exists():
        return 0
    try:
        return _record(batch_size(limit, alone=False), alone=False)
    except Exception as error:
        # All of it is undone, and done again so that a fault undoes only its own piece, and is told there.
        log.info("A batch is done again piece by piece: %s", type(error).__name__)
        return _record(batch_size(limit, alone=True), alone=True)


def _record(limit: int, *, alone: bool) -> int:
    """Records due items: each so that it can be undone alone, or a batch that the first fault undoes."""
    count = 0
    yield_to_others(at_once=not alone)
    needs_no_disk()
    with transaction.atomic(), nullcontext() if alone else one_act(savepoint=False):
        until = time.monotonic() + BATCH_SECONDS
        items = (
            _due()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("file", "line")
            .order_by("id")
        )
        for item in items[:limit]:
            try:
                with one_act():
                    record_contact(actor=Actor.machine(item.channel), item=item)
            except Exception as error:
                if not alone:
                    raise
                log.exception("Inbox item %s could not be read", item.pk)
                _set_back(item, error)
            count += 1
            if time.monotonic() > until:
                break
    return count


def _due() -> "QuerySet[InboxItem]":
    now = timezone.now()
    return InboxItem.objects.filter(_IS_KEPT, Q(next_try_at=None) | Q(next_try_at__lte=now))


def _set_back(item: InboxItem, error: Exception) -> None:
    """Tries again in a while, for a missing file or server may come back; then shows it in the list of failures."""
    # What the failed try left on the object was never written.
    item.state, item.message = InboxItem.State.KEPT, None
    item.attempts += 1
    item.error = f"{type(error).__name__}: {error}"[:2000]
    if item.attempts >= TRIES:
        item.state, item.next_try_at = InboxItem.State.FAILED, None
        signal_pages(["inbox"])
    else:
        item.next_try_at = timezone.now() + timedelta(seconds=2 * 5 ** (item.attempts - 1))
    item.save(update_fields=["attempts", "error", "state", "next_try_at"])
