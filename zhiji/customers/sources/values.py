"""What a source record holds, and how it is read.

`values` is what was understood of a record, in normal form; every key may be missing:

    {"name": "蓝天机械有限公司", "kind": "organisation", "category": "large", "language": "zh-hans", "region": "华东",
     "family_name": "", "given_name": "", "time_zone": "", "parent_id": 12, "own:size": "40",
     "points": [{"kind": "phone", "typed": "021-5555 0101", "value": "+862155550101", "extension": "", "label": ""}],
     "roles": [{"organisation": "Blue Sky Ltd", "organisation_id": 12, "title": "Buyer", "department": ""}],
     "identifiers": [{"scheme": "uscc", "value": "91310000…", "typed": "9131 0000…", "verified": true}],
     "gone": [{"scheme": "uscc", "value": "91310000…"}]}

Further plain fields (province, city, parent as text, note, external_id) may stand there too; they are kept, and read
by whoever knows them. An empty plain value says nothing, except where our own people said it: then the field is
empty on purpose. "gone" (people only) lists identifiers that are not the customer's. An entry of points, roles and
identifiers may have "at", since when the source says so.

`meta` holds, by name of a plain field, what differs from the record: {"at": ISO time, "by": who, "ok": verified}.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

MANY = ("points", "roles", "identifiers", "gone")
OWN = "own:"


class PointKey(NamedTuple):
    """What makes a contact point one: kind, normal form, extension."""

    kind: str
    value: str
    extension: str


class NumberKey(NamedTuple):
    """What makes an identifier one."""

    scheme: str
    value: str


@dataclass(frozen=True)
class RecordView:
    """A source record with what is known of its source, apart from any database."""

    source: str
    source_name: str
    kind: str
    trust: int
    at: datetime
    values: Mapping[str, Any]
    meta: Mapping[str, Any] = field(default_factory=dict)
    external_id: str = ""
    record_id: int | None = None

    def said_at(self, name: str, entry: Mapping[str, Any] | None = None) -> datetime:
        """Tells since when the source says this value of a field, or this entry of a list."""
        told = entry.get("at") if entry is not None else self.meta.get(name, {}).get("at")
        return datetime.fromisoformat(told) if told else self.at

    def by(self, name: str) -> str:
        """Names who said a value, if the record does."""
        return str(self.meta.get(name, {}).get("by", ""))

    def is_verified(self, name: str) -> bool:
        """Tells whether a value was checked."""
        return bool(self.meta.get(name, {}).get("ok"))


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Reads the fields of one value each."""
    return {name: value for name, value in values.items() if name not in MANY}


def points(values: Mapping[str, Any]) -> dict[PointKey, Mapping[str, Any]]:
    """Reads the contact points; of two that are one, the first counts."""
    found: dict[PointKey, Mapping[str, Any]] = {}
    for entry in values.get("points", ()):
        key = PointKey(entry["kind"], entry["value"], entry.get("extension", ""))
        if key.value:
            found.setdefault(key, entry)
    return found


def roles(values: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Reads the roles at organisations that were found, by the organisation's key."""
    return {
        entry["organisation_id"]: entry
        for entry in reversed(values.get("roles", ()))
        if entry.get("organisation_id")
    }


def identifiers(values: Mapping[str, Any]) -> dict[NumberKey, Mapping[str, Any]]:
    """Reads tax numbers and other systems' numbers."""
    return {
        NumberKey(entry["scheme"], entry["value"]): entry
        for entry in values.get("identifiers", ())
        if entry.get("value")
    }


def gone(values: Mapping[str, Any]) -> dict[NumberKey, Mapping[str, Any]]:
    """Reads which identifiers people took away."""
    return {NumberKey(entry["scheme"], entry["value"]): entry for entry in values.get("gone", ())}


def merged(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Adds what a source says now to what it said before: plain fields replace, lists grow."""
    after = {**before, **plain(said)}
    for name in MANY:
        if said.get(name):
            after[name] = list(
                {_key(name, entry): entry for entry in (*before.get(name, ()), *said[name])}.values()
            )
    return after


def news(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps of what a source says now what it did not say before."""
    fresh: dict[str, Any] = {
        name: value for name, value in plain(said).items() if name not in before or before[name] != value
    }
    for name in MANY:
        known = {_key(name, entry): entry for entry in before.get(name, ())}
        entries = [entry for entry in said.get(name, ()) if not _same(known.get(_key(name, entry)), entry)]
        fresh |= {name: entries} if entries else {}
    return fresh


def is_same(before: RecordView, values: Mapping[str, Any], meta: Mapping[str, Any]) -> bool:
    """Tells whether a whole record says again just what it said before."""
    lengths = [
        {name: len(value) for name, value in each.items() if name in MANY and value}
        for each in (before.values, values)
    ]
    return (
        lengths[0] == lengths[1]
        and plain(before.values) == plain(values)
        and not news(before.values, values)
        and all(before.meta.get(name, {}).get("ok") == value.get("ok") for name, value in meta.items())
    )


def stamped(
    values: Mapping[str, Any], meta: Mapping[str, Any], stamp: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Notes with each value when and by whom it was said (stamp), where that is not told already."""
    marked = {name: {**stamp, **meta.get(name, {})} for name in plain(values)}
    lists = {name: [{**stamp, **entry} for entry in values[name]] for name in MANY if name in values}
    return {**values, **lists}, marked


def dated(record: "RecordView") -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives each value of a record its own time, which a newer record that takes it over would not tell."""
    return stamped(record.values, record.meta, {"at": record.at.isoformat()})


def _same(known: Mapping[str, Any] | None, entry: Mapping[str, Any]) -> bool:
    return known is not None and all(known.get(name) == value for name, value in entry.items())


def exchanged(
    name: str,
    entries: Iterable[Mapping[str, Any]],
    away: Iterable[Mapping[str, Any]],
    before: Iterable[Mapping[str, Any]],
) -> list[Mapping[str, Any]]:
    """Returns a list of values (points, roles …) in which some entries became again what they were before."""
    keys = {_key(name, entry) for entry in away}
    kept = [entry for entry in entries if _key(name, entry) not in keys]
    return [*kept, *(entry for entry in before if _key(name, entry) in keys)]


def picked(values: Mapping[str, Any], field: str) -> dict[str, Any]:
    """Returns of a record's values those of one field, named as in provenance; {} if it says nothing of it.

    A name brings its parts along; times and persons are left out, for whoever picks says it anew.
    """
    what, _colon, rest = field.partition(":")
    lists = {"point": "points", "role": "roles", "identifier": "identifiers"}
    if what not in lists:
        names = ("name", "family_name", "given_name") if field == "name" else (field,)
        return {name: values[name] for name in names if name in values} if field in values else {}
    name = lists[what]
    entries = [
        {key: value for key, value in entry.items() if key not in {"at", "by"}}
        for entry in values.get(name, ())
        if rest in _spoken(name, entry)
    ]
    return {name: entries} if entries else {}


def _spoken(name: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    if name == "points":
        parts = (entry["kind"], entry["value"], *filter(None, [entry.get("extension")]))
        return (":".join(parts),)
    if name == "roles":
        return (str(entry.get("organisation_id")),)
    return (entry["scheme"], f"{entry['scheme']}:{entry['value']}")


def _key(name: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    if name == "points":
        return PointKey(entry["kind"], entry["value"], entry.get("extension", ""))
    if name == "roles":
        return (entry.get("organisation_id") or entry.get("organisation", ""),)
    return NumberKey(entry["scheme"], entry["value"])


def carried(
    before: RecordView, values: Mapping[str, Any], meta: Mapping[str, Any], at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keeps since when a source says what its newer record (at, values, meta) only repeats, and returns both anew.

    A list that is delivered again with one value changed says only that one value today.
    """
    kept_values, kept_meta = dict(values), dict(meta)
    for name, value in plain(values).items():
        if name not in meta and before.values.get(name) == value:
            since = before.said_at(name)
            if since != at:
                kept_meta[name] = {**before.meta.get(name, {}), "at": since.isoformat()}
    for name in ("points", "roles", "identifiers"):
        if name in values:
            known = {_key(name, entry): entry for entry in before.values.get(name, ())}
            kept_values[name] = [
                _carried(before, name, known.get(_key(name, entry)), entry) for entry in values[name]
            ]
    return kept_values, kept_meta


def _carried(
    before: RecordView, name: str, known: Mapping[str, Any] | None, entry: Mapping[str, Any]
) -> Mapping[str, Any]:
    if known is None or "at" in entry:
        return entry
    return {**entry, "at": before.said_at(name, known).isoformat()}
