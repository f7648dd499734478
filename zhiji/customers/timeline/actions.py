from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.customers.timeline.queries import organisation_of, topics_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.inserting import insert

MET_ANEW = timedelta(minutes=1)
_MET = (
    "UPDATE customers_customer SET last_contact_at = %s"
    " WHERE id = %s AND (last_contact_at IS NULL OR last_contact_at < %s)"
)


def add_entry(
    *,
    actor: Actor,
    customer: Customer,
    kind: str,
    at: datetime,
    key: str,
    channel: str = "",
    direction: str = TimelineEntry.Direction.INSIDE,
    title: str = "",
    text: str = "",
    who: str = "",
    ref: tuple[str, int] | None = None,
    data: Mapping[str, Any] | None = None,
    is_contact: bool = False,
    organisation_id: int | None = None,
) -> TimelineEntry:
    """Puts one thing that happened onto a customer's timeline, once per key (a second time raises IntegrityError).

    ref names the record it is about, such as ("case", 12); is_contact says that customer and company met.
    The action that calls this audits and publishes it.
    """
    entry = TimelineEntry(
        key=key,
        customer=customer,
        organisation_id=organisation_id or organisation_of(customer),
        at=at,
        kind=kind,
        channel=channel,
        direction=direction,
        who=(who or actor.name)[:150],
        title=title[:300],
        text=text,
        ref_kind=ref[0] if ref else "",
        ref_id=ref[1] if ref else None,
        data=dict(data or {}),
    )
    insert(entry)
    if is_contact:
        _note_contact(customer, entry.organisation_id, at)
    return entry


def _note_contact(customer: Customer, organisation_id: int | None, at: datetime) -> None:
    """Notes when we last met, to the minute: each change of it rewrites a dozen entries of indexes."""
    met = customer.last_contact_at
    keys = [customer.pk] if met is None or met < at - MET_ANEW else []
    if organisation_id and organisation_id != customer.pk:
        keys.append(organisation_id)
    now, before = (connection.ops.adapt_datetimefield_value(time) for time in (at, at - MET_ANEW))
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(_MET, [now, key, before])


@action
def add_note(*, actor: Actor, customer_id: int, text: str, key: str) -> TimelineEntry:
    """Writes a note among ourselves onto a customer's timeline.

    key comes from the form, so that a click repeated by a slow network writes one note.
    """
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    actor.require("note.add")
    if not text.strip():
        raise Refused(_("The note is empty. Write something first."))
    if known := TimelineEntry.objects.filter(key=f"note:{key}").first():
        return known
    entry = add_entry(
        actor=actor, customer=customer, kind="note", at=timezone.now(), key=f"note:{key}", text=text.strip()
    )
    record(actor, "add_note", entry, after={"customer": customer_id})
    signal_pages(topics_of(entry))
    return entry


@action
def remove_note(*, actor: Actor, entry_id: int) -> TimelineEntry:
    """Takes one's note off the timeline; it can be brought back."""
    return _set_removed(actor, entry_id, "remove_note", removed=True)


@action
def restore_note(*, actor: Actor, entry_id: int) -> TimelineEntry:
    """Brings a note back that was taken off the timeline."""
    return _set_removed(actor, entry_id, "restore_note", removed=False)


def _set_removed(actor: Actor, entry_id: int, name: str, *, removed: bool) -> TimelineEntry:
    actor.require("note.add")
    entry = TimelineEntry.objects.select_for_update().get(pk=entry_id, kind="note")
    if not Customer.objects.visible_to(actor).filter(pk=entry.customer_id).exists():
        raise Refused(_("This note belongs to a customer whom you can't see."))
    entry.removed_at = timezone.now() if removed else None
    entry.save(update_fields=["removed_at"])
    record(actor, name, entry)
    signal_pages(topics_of(entry))
    return entry
