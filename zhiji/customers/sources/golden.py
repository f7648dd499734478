"""The golden record: what survivorship makes of all current source records of one customer. Nothing is written here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from zhiji.customers.sources import values as told
from zhiji.customers.sources.comparing import comparable
from zhiji.customers.sources.rules import CHANNEL, PEOPLE, PLAIN, TRUST, Choice, Claim, order_for, survive
from zhiji.customers.sources.values import NumberKey, PointKey, RecordView

Orders = Mapping[str, Sequence[str]]
# An authority gives a customer one number of a kind, so a second is a conflict. These may be several at once.
SEVERAL = frozenset({"erp", "other"})


@dataclass(frozen=True)
class Golden:
    """What counts for a customer: plain fields, contact points, roles by organisation, identifiers by scheme.

    preferred names the best contact point of each kind; conflicts the fields that a person should look at.
    """

    plain: dict[str, Choice] = field(default_factory=dict)
    points: dict[PointKey, Choice] = field(default_factory=dict)
    preferred: dict[str, PointKey] = field(default_factory=dict)
    roles: dict[int, Choice] = field(default_factory=dict)
    identifiers: dict[str, Choice] = field(default_factory=dict)
    numbers: dict[NumberKey, Choice] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()

    def choices(self) -> dict[str, Choice]:
        """All choices under the names by which screens ask for them: field, point:…, role:…, identifier:…."""
        return {
            **self.plain,
            **{point_name(key): choice for key, choice in self.points.items()},
            **{f"role:{key}": choice for key, choice in self.roles.items()},
            **{f"identifier:{scheme}": choice for scheme, choice in self.identifiers.items()},
        }


def point_name(key: PointKey) -> str:
    """Names a contact point among a customer's fields, such as point:mail:lena@x.example."""
    return ":".join(("point", key.kind, key.value, *([key.extension] if key.extension else [])))


def make_golden(
    records: Iterable[RecordView],
    *,
    kind: str = "",
    orders: Orders | None = None,
    works: Mapping[PointKey, bool | None] | None = None,
    removed: Mapping[PointKey, datetime] | None = None,
    ended: Mapping[int, datetime] | None = None,
) -> Golden:
    """Weighs all current records of a customer of this kind.

    orders holds the criteria per field where the house set its own; works tells which contact points were tried.
    removed and ended hold what people took away, and when: only what a source said after that counts again.
    """
    records, orders = list(records), orders or {}
    plain = _plain(records, kind, orders)
    points = _points(records, works or {}, removed or {}, orders)
    numbers = _numbers(records)
    identifiers = _identifiers(numbers, orders)
    conflicts = [name for name, choice in plain.items() if choice.is_conflict]
    conflicts += [f"identifier:{scheme}" for scheme, choice in identifiers.items() if choice.is_conflict]
    return Golden(
        plain=plain,
        points=points,
        preferred=_preferred(points, orders),
        roles=_roles(records, ended or {}, orders),
        identifiers=identifiers,
        numbers={key: _one("tax_number", claims, orders) for key, claims in numbers.items()},
        conflicts=tuple(conflicts),
    )


def _claim(
    record: RecordView, name: str, value: Any, form: str, entry: Mapping[str, Any] | None = None, **more: Any
) -> Claim:
    return Claim(
        value=value,
        form=form,
        source=record.source,
        kind=record.kind,
        trust=record.trust,
        at=record.said_at(name, entry),
        record_id=record.record_id,
        by=str((entry or {}).get("by", "")) or record.by(name),
        **{"verified": record.is_verified(name), **more},
    )


def _plain(records: Sequence[RecordView], kind: str, orders: Orders) -> dict[str, Choice]:
    found: dict[str, list[Claim]] = {}
    for record in records:
        for name, value in told.plain(record.values).items():
            if name not in PLAIN and not name.startswith(told.OWN):
                continue
            form = comparable(name, value, kind)
            if form or record.kind == PEOPLE:
                found.setdefault(name, []).append(_claim(record, name, value, form))
    ranked = {name: _one(name, claims, orders) for name, claims in found.items()}
    return {name: ranked[name] for name in sorted(ranked, key=_place)}


def _place(name: str) -> tuple[int, str]:
    return (PLAIN.index(name) if name in PLAIN else len(PLAIN), name)


def _one(name: str, claims: Sequence[Claim], orders: Orders) -> Choice:
    choice = survive(name, claims, order_for(name, orders))
    if choice is None:
        raise ValueError(f"nobody says anything of {name}")
    return choice


def _points(
    records: Sequence[RecordView],
    works: Mapping[PointKey, bool | None],
    removed: Mapping[PointKey, datetime],
    orders: Orders,
) -> dict[PointKey, Choice]:
    found: dict[PointKey, list[Claim]] = {}
    for record in records:
        for key, entry in told.points(record.values).items():
            more = {"verified": bool(entry.get("verified")), "works": works.get(key)}
            form = f"{key.value}#{key.extension}"
            claim = _claim(record, "points", entry, form, entry, **more)
            if key not in removed or claim.at > removed[key]:
                found.setdefault(key, []).append(claim)
    return {key: _one(key.kind, claims, orders) for key, claims in found.items()}


def _preferred(points: Mapping[PointKey, Choice], orders: Orders) -> dict[str, PointKey]:
    by_kind: dict[str, list[Claim]] = {}
    keys: dict[tuple[str, str], PointKey] = {}
    known = {
        key.kind
        for key, choice in points.items()
        if not _is_hearsay(choice) and choice.winner.works is not False
    }
    for key, choice in points.items():
        if key.kind in known and _is_hearsay(choice):
            continue
        by_kind.setdefault(key.kind, []).extend((choice.winner, *choice.backers))
        keys[key.kind, choice.winner.form] = key
    return {kind: keys[kind, _one(kind, claims, orders).winner.form] for kind, claims in by_kind.items()}


def _is_hearsay(choice: Choice) -> bool:
    """Tells whether only a signature or a form names a contact point: anybody can forge
    those, so what others say does not give way."""
    return all(
        claim.kind == CHANNEL and claim.trust <= TRUST["file"] and not claim.verified and not claim.works
        for claim in (choice.winner, *choice.backers)
    )


def _roles(records: Sequence[RecordView], ended: Mapping[int, datetime], orders: Orders) -> dict[int, Choice]:
    found: dict[int, list[Claim]] = {}
    for record in records:
        for organisation_id, entry in told.roles(record.values).items():
            form = f"{comparable('title', entry.get('title'))}|{comparable('department', entry.get('department'))}"
            claim = _claim(record, "roles", entry, form, entry)
            if organisation_id not in ended or claim.at > ended[organisation_id]:
                found.setdefault(organisation_id, []).append(claim)
    return {key: _one("title", claims, orders) for key, claims in found.items()}


def _numbers(records: Sequence[RecordView]) -> dict[NumberKey, list[Claim]]:
    gone = _latest(records, told.gone, "gone")
    found: dict[NumberKey, list[Claim]] = {}
    for record in records:
        for key, entry in told.identifiers(record.values).items():
            more = {"verified": bool(entry.get("verified"))}
            claim = _claim(record, "identifiers", entry, key.value, entry, **more)
            if key not in gone or claim.at > gone[key]:
                found.setdefault(key, []).append(claim)
    return found


def _latest(
    records: Sequence[RecordView],
    read: Callable[[Mapping[str, Any]], Mapping[NumberKey, Mapping[str, Any]]],
    name: str,
) -> dict[NumberKey, Any]:
    found: dict[NumberKey, Any] = {}
    for record in records:
        for key, entry in read(record.values).items():
            at = record.said_at(name, entry)
            found[key] = max(at, found.get(key, at))
    return found


def _identifiers(numbers: Mapping[NumberKey, Sequence[Claim]], orders: Orders) -> dict[str, Choice]:
    by_scheme: dict[str, list[Claim]] = {}
    for key, claims in numbers.items():
        by_scheme.setdefault(key.scheme, []).extend(claims)
    found = {}
    for scheme, claims in by_scheme.items():
        choice = _one("tax_number", claims, orders)
        found[scheme] = replace(choice, is_conflict=choice.is_conflict and scheme not in SEVERAL)
    return found
