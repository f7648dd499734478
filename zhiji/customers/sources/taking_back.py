"""How one source record's word is taken back: what it said first goes, what was said since stays."""

from typing import Any

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources import values as told
from zhiji.customers.sources.builtin import PEOPLE
from zhiji.customers.sources.held import view_of
from zhiji.customers.sources.models import SourceRecord

State = SourceRecord.State


def restore_record(said: SourceRecord) -> dict[str, Any]:
    """Puts in force what the source said before this record, as far as nobody changed it since.

    Runs inside an action that has locked the customer. Returns the values that no longer count, {} if none.
    """
    current = SourceRecord.objects.select_related("source").filter(
        source=said.source_id, external_id=said.external_id, state=State.CURRENT
    )
    now = current.first()
    if now is None:
        return {}
    if now.pk == said.pk:
        _put_back(now, said.previous)
        return dict(now.values)
    before_values, before_meta = told.dated(view_of(said.previous)) if said.previous else ({}, {})
    values, meta = told.dated(view_of(now))
    taken = _swap(said, values, meta, before_values, before_meta)
    if taken:
        _write_again(now, values, meta)
    return taken


def last_said(customer: Customer, names: set[str]) -> SourceRecord | None:
    """Finds the record in which our people first said what they say now of just these fields; None if none did."""
    record = (
        SourceRecord.objects.select_related("previous", "source")
        .filter(customer=customer, source__key=PEOPLE, state=State.CURRENT, external_id=customer.number)
        .first()
    )
    for _step in range(50):
        if record is None:
            return None
        before = told.dated(view_of(record.previous))[1] if record.previous else {}
        fresh = {name for name, mark in told.dated(view_of(record))[1].items() if before.get(name) != mark}
        if fresh & names:
            return record if fresh <= names else None
        record = record.previous
    return None


def _put_back(now: SourceRecord, before: SourceRecord | None) -> None:
    now.state = State.UNDONE
    now.save(update_fields=["state"])
    if before:
        before.state = State.CURRENT
        before.save(update_fields=["state"])


def _swap(
    said: SourceRecord,
    values: dict[str, Any],
    meta: dict[str, Any],
    before_values: dict[str, Any],
    before_meta: dict[str, Any],
) -> dict[str, Any]:
    """Changes values and meta in place: what is as the record said it first becomes as it was before."""
    said_values, said_meta = told.dated(view_of(said))
    taken: dict[str, Any] = {}
    for name, value in told.plain(said_values).items():
        is_first = said_meta[name] != before_meta.get(name)
        if is_first and name in values and meta.get(name) == said_meta[name]:
            taken[name] = value
            _restore(values, name, before_values)
            _restore(meta, name, before_meta)
    for name in told.MANY:
        old = before_values.get(name, [])
        first = [entry for entry in said_values.get(name, []) if entry not in old]
        if mine := [entry for entry in first if entry in values.get(name, [])]:
            taken[name] = mine
            values[name] = told.exchanged(name, values[name], mine, old)
    return taken


def _restore(target: dict[str, Any], name: str, before: dict[str, Any]) -> None:
    if name in before:
        target[name] = before[name]
    else:
        target.pop(name, None)


def _write_again(now: SourceRecord, values: dict[str, Any], meta: dict[str, Any]) -> None:
    now.state = State.REPLACED
    now.save(update_fields=["state"])
    SourceRecord.objects.create(
        source=now.source,
        external_id=now.external_id,
        customer_id=now.customer_id,
        raw=now.raw,
        values=values,
        meta=meta,
        previous=now,
        at=now.at,
    )
