"""Writes the golden record: columns, contact points, roles and identifiers of some customers, in few statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.sources import values as told
from zhiji.customers.sources.columns import columns_for, own_values
from zhiji.customers.sources.golden import Golden
from zhiji.customers.sources.held import Held, hold_customers, orders_of_house, point_key
from zhiji.customers.sources.own import OwnChange, write_own
from zhiji.customers.sources.registry import followed
from zhiji.customers.sources.values import NumberKey, PointKey

_UNNAMED = ("sort_name",)


@dataclass
class Applied:
    """What changed of one customer: columns before and after, and the names of all that changed.

    is_news is False where a source only said again what it had said.
    """

    customer: Customer
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    conflicts: tuple[str, ...] = ()
    is_news: bool = True


@dataclass
class _Batch:
    """What is to be written, kept until all customers were weighed."""

    now: datetime
    parents: dict[int, int | None] = field(default_factory=dict)
    new: list[Any] = field(default_factory=list)
    changed: dict[tuple[type[Any], tuple[str, ...]], list[Any]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    own: dict[int, dict[str, OwnChange]] = field(default_factory=dict)

    def change(self, row: Any, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        if row.pk:  # A new row is written as it stands in the end.
            self.changed.setdefault((type(row), tuple(values)), []).append(row)

    def write(self) -> None:
        Identifier.objects.filter(pk__in=self.gone).delete()
        for (model, names), rows in self.changed.items():
            if len(rows) == 1:
                rows[0].save(update_fields=names)
            else:
                model._default_manager.bulk_update(rows, names, batch_size=500)
        models: tuple[type[Any], ...] = (ContactPoint, Affiliation, Identifier)
        for model in models:
            model._default_manager.bulk_create([row for row in self.new if type(row) is model])


def apply_golden(
    customers: Iterable[Customer], dropped: Mapping[int, Mapping[str, Any]] | None = None
) -> list[Applied]:
    """Weighs what sources say of these customers and writes what counts; runs inside an action that locked them.

    dropped holds by customer the values of records that no longer count: what nobody else says is taken away.
    """
    held = hold_customers(customers)
    orders = orders_of_house()
    weighed = [(one, one.golden(orders), (dropped or {}).get(pk, {})) for pk, one in held.items()]
    own = {one.customer.pk: values for one, golden, gone in weighed if (values := own_values(golden, gone))}
    batch = _Batch(timezone.now(), _keys_now(weighed), own=write_own(own))
    applied = [_weigh(batch, *each) for each in weighed]
    batch.write()
    return applied


def _keys_now(weighed: Iterable[tuple[Held, Golden, Any]]) -> dict[int, int | None]:
    """Looks up organisations that are not those the customers have now: they may have been merged since."""
    wanted: set[int] = set()
    for held, golden, _dropped in weighed:
        known = {role.organisation_id for role in held.roles} | {held.customer.parent_id}
        said = {choice.value for name, choice in golden.plain.items() if name == "parent_id"}
        wanted |= {key for key in (*golden.roles, *said) if key and key not in known}
    there = set(Customer.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    after: dict[int, int | None] = {key: key for key in there}
    moved = followed(wanted - there)
    return {**dict.fromkeys(wanted, None), **after, **moved}


def _weigh(batch: _Batch, held: Held, golden: Golden, dropped: Mapping[str, Any]) -> Applied:
    customer = held.customer
    columns = columns_for(held, golden, dropped, lambda key: batch.parents.get(key, key))
    named = {name for name in columns if name not in _UNNAMED}
    before = {name: getattr(customer, name) for name in named}
    fields = set(named)
    fields |= {"contact_points"} if _points(batch, held, golden, dropped) else set()
    fields |= {"affiliations"} if _roles(batch, held, golden, dropped) else set()
    fields |= {"identifiers"} if _numbers(batch, held, golden, dropped) else set()
    own = batch.own.get(customer.pk, {})
    before |= {name: change.before for name, change in own.items()}
    fields |= set(own)
    if fields:
        batch.change(customer, **columns, version=customer.version + 1, updated_at=batch.now)
    after = {name: columns[name] for name in named} | {name: change.after for name, change in own.items()}
    return Applied(customer, before, after, fields, golden.conflicts)


def _points(batch: _Batch, held: Held, golden: Golden, dropped: Mapping[str, Any]) -> bool:
    rows: dict[PointKey, ContactPoint] = {}
    for row in held.points:  # The newest of those taken away, but one that is there before all.
        if point_key(row) not in rows or rows[point_key(row)].removed_at is not None:
            rows[point_key(row)] = row
    changed = False
    for key, choice in golden.points.items():
        entry, held_row = choice.value, rows.get(key)
        label = (entry.get("label") or "")[:60]
        if held_row is None:
            rows[key] = fresh = ContactPoint(
                customer=held.customer,
                **key._asdict(),
                typed=str(entry.get("typed") or key.value)[:400],
                label=label,
                source=choice.winner.source,
            )
            batch.new.append(fresh)
            changed = True
        elif held_row.removed_at is not None:
            batch.change(held_row, removed_at=None)
            changed = True
        elif label and held_row.label != label:
            batch.change(held_row, label=label)
            changed = True
    for key in set(told.points(dropped)) - set(golden.points):
        if (left := rows.get(key)) and left.removed_at is None:
            batch.change(left, removed_at=batch.now)
            changed = True
    return _prefer(batch, rows, golden) or changed


def _prefer(batch: _Batch, rows: Mapping[PointKey, ContactPoint], golden: Golden) -> bool:
    changed = False
    for key, row in rows.items():
        best = golden.preferred.get(key.kind)
        if best is None or row.removed_at is not None or row.is_primary == (key == best):
            continue
        row.is_primary = key == best
        if row.pk:
            batch.change(row, is_primary=row.is_primary)
        changed = True
    return changed


def _roles(batch: _Batch, held: Held, golden: Golden, dropped: Mapping[str, Any]) -> bool:
    # Of several roles at one organisation, which only people enter, sources speak of the first.
    current = {row.organisation_id: row for row in reversed(held.roles) if row.ended_at is None}
    titled = {(row.organisation_id, row.title): row for row in held.roles if row.ended_at is None}
    spoken: set[int] = set()
    changed = False
    for said, choice in golden.roles.items() if held.customer.is_person else ():
        key = batch.parents.get(said, said)
        entry = choice.value
        wanted = {name: (entry.get(name) or "")[:100] for name in ("title", "department")}
        if key is None or key == held.customer.pk:
            continue
        row = titled.get((key, wanted["title"])) or current.get(key)
        if row is not None and row.title != wanted["title"] and key in spoken:
            continue  # Of two organisations that have become one, the first says how the role is called.
        spoken.add(key)
        if row is None:
            current[key] = Affiliation(
                person=held.customer, organisation_id=key, is_primary=not current, **wanted
            )
            batch.new.append(current[key])
            changed = True
        elif row.title != wanted["title"] or row.department != wanted["department"] != "":
            batch.change(row, **wanted)
            changed = True
    said_now = {batch.parents.get(key, key) for key in golden.roles}
    for key in {batch.parents.get(key, key) for key in told.roles(dropped)} - said_now - {None}:
        if left := current.get(key or 0):
            batch.change(left, ended_at=batch.now)
            changed = True
    return changed


def _numbers(batch: _Batch, held: Held, golden: Golden, dropped: Mapping[str, Any]) -> bool:
    rows = {NumberKey(row.scheme, row.value): row for row in held.identifiers}
    changed = False
    for key, choice in golden.numbers.items():
        entry, row = choice.value, rows.get(key)
        verified_at = choice.winner.at if choice.winner.verified else None
        if row is None:
            typed = str(entry.get("typed") or "")[:100]
            batch.new.append(
                Identifier(customer=held.customer, **key._asdict(), typed=typed, verified_at=verified_at)
            )
            changed = True
        elif verified_at and row.verified_at is None:
            batch.change(row, verified_at=verified_at)
            changed = True
    away = {*told.identifiers(dropped), *(key for view in held.views() for key in told.gone(view.values))}
    for key in away - set(golden.numbers):
        if row := rows.get(key):
            batch.gone.append(row.pk)
            changed = True
    return changed
