"""Brings events to their handlers: after commit, in order, each handler's work once.

A batch is one transaction with a savepoint per event, so that a kill undoes the marks together with the work.
"""

import logging
import time
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.compiled import Compiled
from zhiji.kernel.durable import batch_size, needs_no_disk, yield_to_others
from zhiji.kernel.events.base import EVENTS, Event
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.kernel.events.table import Handler, handler_name, handler_named, handlers_of

log = logging.getLogger("zhiji.events")

# A batch ends early so that people's own writes never wait longer than this for the database.
BATCH_SECONDS = 0.03
# Small batches may follow each other for this long before other queues have their turn.
TURN_SECONDS = 0.03
TRIES = 8
ACTOR = Actor.machine("flows")
DONE = "UPDATE kernel_eventrecord SET pending = %s WHERE id = %s"
_next: Compiled[EventRecord] = Compiled(
    lambda: EventRecord.objects.pending().select_for_update(skip_locked=True)[:1]
)


def dispatch_events() -> int:
    """Hands waiting events to their handlers for a moment and returns how many were done."""
    until, count = time.monotonic() + TURN_SECONDS, 0
    while done := dispatch_batch():
        count += done
        if time.monotonic() > until:
            break
    return count


def dispatch_batch(limit: int = 50) -> int:
    """Hands some of the waiting events to their handlers, in one transaction, and returns how many."""
    if connection.vendor == "sqlite" and not EventRecord.objects.pending().exists():
        return 0
    try:
        return _dispatch(batch_size(limit, alone=False), alone=False)
    except Exception as error:
        # All of it is undone, and done again so that a fault undoes only its own piece, and is told there.
        log.info("A batch is done again piece by piece: %s", type(error).__name__)
        return _dispatch(batch_size(limit, alone=True), alone=True)


def _dispatch(limit: int, *, alone: bool) -> int:
    """Delivers pending events: each so that it can be undone alone, or a batch that the first fault undoes."""
    done: list[int] = []
    yield_to_others(at_once=not alone)
    needs_no_disk()
    with transaction.atomic(), nullcontext() if alone else one_act(savepoint=False):
        until = time.monotonic() + BATCH_SECONDS
        for row in _pending_to(limit):
            _deliver(row, alone=alone)
            done.append(row.pk)
            if time.monotonic() > until:
                break
        if len(done) == 1:
            with connection.cursor() as cursor:
                cursor.execute(DONE, [False, done[0]])
        elif done:
            EventRecord.objects.filter(pk__in=done).update(pending=False)
    return len(done)


def _pending_to(limit: int) -> "Iterable[EventRecord]":
    """Takes waiting events in hand; a lone one by a statement composed once."""
    return (
        _next.all()
        if limit == 1
        else EventRecord.objects.pending().select_for_update(skip_locked=True)[:limit]
    )


def _deliver(row: EventRecord, *, alone: bool) -> None:
    kind = EVENTS.get(row.name)
    if kind is None:
        log.warning("Event %s has a name that nothing knows any more: %s", row.pk, row.name)
        return
    event, handlers = kind.restore(row.data), handlers_of(kind)
    try:
        with one_act():
            for handler in handlers:
                handler(event, ACTOR)
    except Exception:
        if not alone:
            raise
        # One of them fails: what they did is undone, and each has its own turn, so that the others are not held up.
        for handler in handlers:
            _deliver_alone(row, event, handler)


def _deliver_alone(row: EventRecord, event: Event, handler: Handler) -> None:
    try:
        with one_act():
            handler(event, ACTOR)
    except Exception as error:
        log.exception("Handler %s failed on event %s", handler_name(handler), row.pk)
        Delivery.objects.create(
            event=row, handler=handler_name(handler), error=_told(error), next_try_at=_next_try(1)
        )


def retry_deliveries(limit: int = 20) -> int:
    """Tries failed handlers again whose time has come and returns how many were tried."""
    tried = 0
    for pk in Delivery.objects.due(timezone.now()).values_list("pk", flat=True)[:limit]:
        # The batch before has left this connection in haste, and a try that fails is counted.
        yield_to_others(at_once=False)
        retry_delivery(pk)
        tried += 1
    return tried


def retry_delivery(pk: int) -> None:
    """Tries one failed handler again; on success its entry disappears."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(skip_locked=True).select_related("event").filter(pk=pk).first()
        )
        if delivery is None:
            return
        kind = EVENTS.get(delivery.event.name)
        handler = kind and handler_named(kind, delivery.handler)
        try:
            with one_act():
                if kind and handler:
                    _again(kind, handler, delivery)
            delivery.delete()
        except Exception as error:
            log.exception("Handler %s failed again on event %s", delivery.handler, delivery.event_id)
            delivery.attempts += 1
            delivery.error = _told(error)
            delivery.next_try_at = _next_try(delivery.attempts)
            delivery.save()


def _again(kind: type[Event], handler: Handler, delivery: Delivery) -> None:
    handler(kind.restore(delivery.event.data), ACTOR)


def _next_try(attempts: int) -> object:
    """Waits 10 s, 40 s, 160 s … up to a day; after TRIES a person must look at it."""
    if attempts >= TRIES:
        return None
    return timezone.now() + timedelta(seconds=min(10 * 4 ** (attempts - 1), 86_400))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
