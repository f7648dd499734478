"""What the door does whenever a source says something: its record is written, the golden record made anew.

Each function here runs inside an action.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.parties.events import CustomerChanged
from zhiji.customers.parties.indexing import index_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources import values as told
from zhiji.customers.sources.applying import Applied, apply_golden
from zhiji.customers.sources.builtin import PEOPLE
from zhiji.customers.sources.held import view_of
from zhiji.customers.sources.implied import ensure_records, source_for
from zhiji.customers.sources.models import SourceRecord
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Conflict, Refused
from zhiji.kernel.events.actions import publish


@dataclass(frozen=True)
class Saying:
    """What a source says: values and meta as zhiji/customers/sources/values.py tells, and how it came.

    whole: the record is all that the source knows; else it adds to what the source said before.
    """

    source: str
    values: Mapping[str, Any]
    external_id: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False
    at: datetime | None = None


def locked(actor: Actor, customer_id: int, version: int | None = None) -> Customer:
    """Locks a customer whom the actor may see and change; a form filled from an older version is refused."""
    customer: Customer = (
        Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=customer_id)
    )
    actor.require("customer.change", customer)
    if version is not None and version != customer.version:
        raise Conflict(
            _("Somebody else has changed this customer meanwhile. Look at the new values, then save again.")
        )
    return customer


def hear(actor: Actor, customer: Customer, saying: Saying) -> tuple[SourceRecord, Applied]:
    """Writes what a source says of a customer as its record, and what then counts."""
    known = ensure_records(customer)
    source = source_for(saying.source)
    external_id = saying.external_id or customer.number
    before = _record_before(known, customer, source.pk, external_id)
    at = saying.at or timezone.now()
    values, meta = _now_said(actor, saying, before, at, by_people=source.key == PEOPLE)
    if before and (values, meta) == (before.values, before.meta):
        return before, Applied(customer, is_news=False)
    made = SourceRecord(
        source=source,
        external_id=external_id,
        customer=customer,
        raw=dict(saying.raw),
        values=values,
        meta=meta,
        at=at,
    )
    replace_record(before, made)
    dropped = {customer.pk: before.values} if before and saying.whole else {}
    return made, settle(actor, customer, dropped)


def replace_record(before: SourceRecord | None, made: SourceRecord) -> None:
    """Puts a new record in the place of the current one, which is kept."""
    if before:
        before.state = SourceRecord.State.REPLACED
        before.save(update_fields=["state"])
        made.previous = before
    made.save()


def settle(
    actor: Actor, customer: Customer, dropped: Mapping[int, Mapping[str, Any]] | None = None
) -> Applied:
    """Makes the golden record of a customer anew, brings search up to date, and tells open pages."""
    (applied,) = apply_golden([customer], dropped)
    announce(actor, [applied])
    return applied


def announce(actor: Actor, applied: Iterable[Applied]) -> None:
    """Brings search up to date with customers that changed, and publishes it."""
    for one in applied:
        if one.fields:
            index_customer(actor, one.customer)
            event = CustomerChanged(one.customer.pk, sorted(one.fields))
            publish(event, actor=actor, topics=[f"customer:{one.customer.pk}", "list:customers"])


def _record_before(
    known: Iterable[SourceRecord], customer: Customer, source_id: int, external_id: str
) -> SourceRecord | None:
    for record in known:
        if record.source_id == source_id and record.external_id == external_id:
            return record
    others = SourceRecord.objects.filter(
        source=source_id, external_id=external_id, state=SourceRecord.State.CURRENT
    )
    if others.exclude(customer=customer).exists():
        raise Refused(_("“%(id)s” of this source is another customer already.") % {"id": external_id})
    return None


def _now_said(
    actor: Actor, saying: Saying, before: SourceRecord | None, at: datetime, *, by_people: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Joins what is said now with what the source said before; what it only repeats keeps its age."""
    values, meta = dict(saying.values), dict(saying.meta)
    if by_people:  # A person who says something decides it now, also where a list has said the same.
        values, meta = told.stamped(values, meta, {"at": at.isoformat(), "by": actor.name})
    if before is None:
        return values, meta
    if saying.whole:
        if told.is_same(view_of(before), values, meta):
            return before.values, before.meta
        return told.carried(view_of(before), values, meta, at)
    news = values if by_people else told.news(before.values, values)
    if not news:
        return before.values, before.meta
    old_values, old_meta = told.dated(view_of(before))
    return told.merged(old_values, news), {**old_meta, **meta}
