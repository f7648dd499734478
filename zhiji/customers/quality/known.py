"""What is known of one customer's fields: whether there is a value, whether it worked, how old it is, who disagrees."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhiji.customers.quality.rules import TRIED, UNVERIFIED, WEIGHTS, Known, best_of

PLAIN = ("name", "category", "language", "region")
# Which contact points answer for a field.
REACHED_BY: Mapping[str, tuple[str, ...]] = {
    "mobile": ("mobile",),
    "phone": ("phone", "mobile"),
    "mail": ("mail",),
    "address": ("address",),
    "wechat": ("wechat",),
    "website": ("website", "domain"),
}

Said = dict[str, datetime]


@dataclass(frozen=True)
class Facts:
    """What was read of one customer.

    points are (kind, value, extension, state, state since, known since); roles (organisation, title, since);
    identifiers (scheme, value, verified at, since); records (values, meta, at) of current source records; people_since
    says when the newest contact at an organisation came or was last heard of.
    """

    customer: Mapping[str, Any]
    points: Sequence[Any] = ()
    roles: Sequence[Any] = ()
    people_since: datetime | None = None
    identifiers: Sequence[Any] = ()
    records: Sequence[Any] = ()
    conflicts: frozenset[str] = frozenset()
    own: Mapping[str, Any] = field(default_factory=dict)


def known_fields(
    facts: Facts, now: datetime, stale: Mapping[str, int], required: Iterable[Any] = ()
) -> dict[str, Known]:
    """Tells of each field that counts for this customer what is known of it; fields without a value are left out.

    stale says per field after how many days it is stale; required lists the fields of one's own to be asked for.
    """
    said = said_at(facts.records)
    found = {name: one for name in PLAIN if (one := _plain(facts, name, said, now, stale))}
    by_kind: dict[str, list[Known]] = {}
    for point in facts.points:
        by_kind.setdefault(point[0], []).append(_point(point, said, now, stale))
    for name in WEIGHTS[facts.customer["kind"]]:
        if some := [one for kind in REACHED_BY.get(name, ()) for one in by_kind.get(kind, ())]:
            found[name] = best_of(some)
    found |= _roles(facts, said, now, stale)
    found |= _numbers(facts, said, now, stale)
    for one in required:
        found[one.name] = _own(facts, one.key, said, now, stale)
    return found


def said_at(records: Iterable[Any]) -> Said:
    """Tells since when somebody has said each value, newest first; a value said by several counts from the last."""
    found: Said = {}
    for values, meta, at in records:
        for name, since in _told(values, meta, at):
            if name not in found or found[name] < since:
                found[name] = since
    return found


def _told(values: Mapping[str, Any], meta: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, datetime]]:
    for name, value in values.items():
        if name == "points":
            for one in value:
                yield f"{one['kind']}:{one['value']}:{one.get('extension', '')}", _since(one, at)
        elif name == "roles":
            for one in value:
                yield f"role:{one.get('organisation_id')}", _since(one, at)
        elif name == "identifiers":
            for one in value:
                yield f"{one['scheme']}={one['value']}", _since(one, at)
        elif name != "gone":
            yield f"{name}={value}", _since(meta.get(name, {}), at)


def _since(entry: Mapping[str, Any], at: datetime) -> datetime:
    told = entry.get("at")
    return datetime.fromisoformat(told) if told else at


def _days(since: datetime | None, now: datetime) -> int | None:
    return max((now - since).days, 0) if since else None


def _plain(facts: Facts, name: str, said: Said, now: datetime, stale: Mapping[str, int]) -> Known | None:
    value = facts.customer[name]
    if not value:
        return None
    since = said.get(f"{name}={value}", facts.customer["created_at"])
    return Known(True, 1.0, _days(since, now), stale.get(name), name in facts.conflicts)


def _point(point: Any, said: Said, now: datetime, stale: Mapping[str, int]) -> Known:
    kind, value, extension, state, state_at, since = point
    since = max(since, said.get(f"{kind}:{value}:{extension}", since))
    if state == "works" and state_at:
        since = max(since, state_at)  # What worked was right on that day.
    return Known(True, TRIED.get(state, TRIED["unknown"]), _days(since, now), stale.get(kind))


def _roles(facts: Facts, said: Said, now: datetime, stale: Mapping[str, int]) -> dict[str, Known]:
    found = {}
    if facts.people_since:
        found["people"] = Known(True, 1.0, _days(facts.people_since, now), stale.get("people"))
    ages = [(_days(said.get(f"role:{key}", since), now), title) for key, title, since in facts.roles]
    if ages:
        found["organisation"] = best_of(Known(True, 1.0, age, stale.get("organisation")) for age, _t in ages)
    if titled := [age for age, title in ages if title]:
        found["title"] = best_of(Known(True, 1.0, age, stale.get("title")) for age in titled)
    return found


def _numbers(facts: Facts, said: Said, now: datetime, stale: Mapping[str, int]) -> dict[str, Known]:
    several = []
    for scheme, value, verified_at, since in facts.identifiers:
        newest = max(filter(None, (verified_at, said.get(f"{scheme}={value}"), since)))
        validity = 1.0 if verified_at else UNVERIFIED
        disputed = f"identifier:{scheme}" in facts.conflicts
        several.append(Known(True, validity, _days(newest, now), stale.get("tax_number"), disputed))
    return {"tax_number": best_of(several)} if several else {}


def _own(facts: Facts, key: str, said: Said, now: datetime, stale: Mapping[str, int]) -> Known:
    value = facts.own.get(key)
    if value in (None, "", []):
        return Known()
    name = f"own:{key}"
    since = said.get(f"{name}={value}", facts.customer["created_at"])
    return Known(True, 1.0, _days(since, now), stale.get(name), name in facts.conflicts)
