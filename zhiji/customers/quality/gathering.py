"""What the score of many customers is reckoned from, read in a dozen queries however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.rules import probability
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.customers.quality.known import Facts, known_fields
from zhiji.customers.quality.models import Quality
from zhiji.customers.quality.rules import STALE_AFTER, Gain, Score, activity_of, gains, score
from zhiji.customers.sources.models import SourceRecord, SurvivorshipRule
from zhiji.customers.sources.queries import conflicts_of
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import all_fields, values_of

COLUMNS = (
    "pk", "kind", "name", "category", "language", "region", "has_conflict", "last_contact_at", "created_at", "quality",
)  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """A customer's new score beside what was kept before: quality, question ("field:why"), and what was put off."""

    customer_id: int
    score: Score
    before: int | None
    asked: str = ""
    put_off: str = ""
    put_off_until: datetime | None = None


@dataclass
class Gathered:
    """What was read of a block of customers, by customer."""

    customers: list[dict[str, Any]]
    points: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, datetime] = field(default_factory=dict)
    identifiers: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    records: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[int, frozenset[str]] = field(default_factory=dict)
    likeness: dict[int, float] = field(default_factory=dict)
    own: dict[int, dict[str, Any]] = field(default_factory=dict)


def scored(ids: Iterable[int], now: datetime) -> list[Scored]:
    """Reckons the quality of some customers as it is now; those that are gone are left out. Nothing is written."""
    found = gather(list(ids))
    stale, required = stale_after(), required_fields()
    kept = _kept([one["pk"] for one in found.customers])
    result = []
    for one in found.customers:
        key = one["pk"]
        known = known_fields(_facts(found, one), now, stale, required)
        since = one["last_contact_at"]
        reckoned = score(
            one["kind"],
            known,
            likeness=found.likeness.get(key, 0.0),
            activity=activity_of((now - since).days if since else None),
        )
        result.append(Scored(key, reckoned, one["quality"], *kept.get(key, ("", "", None))))
    return result


def gains_of(customer_id: int, now: datetime) -> list[Gain]:
    """Lists what would raise one customer's score, most first; nothing for a customer who is gone."""
    found = gather([customer_id])
    if not found.customers:
        return []
    (one,) = found.customers
    known = known_fields(_facts(found, one), now, stale_after())
    return gains(one["kind"], known, likeness=found.likeness.get(customer_id, 0.0))


def stale_after() -> dict[str, int]:
    """Tells after how many days each field is stale: as the house set it, else as Zhiji brings it."""
    own = SurvivorshipRule.objects.exclude(stale_after=None).values_list("field", "stale_after")
    fields = {one.name: one.stale_after for one in all_fields("customer") if one.stale_after}
    return {**STALE_AFTER, **fields, **{name: days for name, days in own if days}}


def required_fields() -> list[OwnField]:
    """Lists the fields of one's own that must be filled in: only these are asked for."""
    return [one for one in all_fields("customer") if one.required]


def among(field: str, ids: Sequence[int]) -> dict[str, Any]:
    """Returns the condition that a key is one of these; keys close together are asked for as a range.

    A thousand keys take longer to write into a statement than the database takes to answer it. A range may bring rows
    of others along.
    """
    if len(ids) < 2 or max(ids) - min(ids) > 2 * len(ids):
        return {f"{field}__in": ids}
    return {f"{field}__gte": min(ids), f"{field}__lte": max(ids)}


def gather(ids: Sequence[int]) -> Gathered:
    """Reads all that a score needs of these customers."""
    wanted = set(ids)
    rows = Customer.objects.filter(**among("pk", ids)).order_by("pk").values(*COLUMNS)
    found = Gathered([one for one in rows if one["pk"] in wanted])
    _read_points(found, ids)
    _read_roles(found)
    _read_records(found, ids)
    found.likeness = likeness_of(ids)
    disputed = [one["pk"] for one in found.customers if one["has_conflict"]]
    if disputed:
        conflicts = conflicts_of(Customer.objects.filter(pk__in=disputed))
        found.conflicts = {key: frozenset(fields) for key, fields in conflicts.items()}
    if required_fields():
        found.own = values_of("customer", ids)
    return found


def _read_points(found: Gathered, ids: Sequence[int]) -> None:
    points = ContactPoint.objects.current().filter(**among("customer", ids))
    columns = ("customer_id", "kind", "value", "extension", "state", "state_at", "created_at")
    for row in points.values_list(*columns):
        found.points[row[0]].append(row[1:])
    numbers = Identifier.objects.filter(**among("customer", ids)).exclude(scheme__in=("erp", "other"))
    for row in numbers.values_list("customer_id", "scheme", "value", "verified_at", "created_at"):
        found.identifiers[row[0]].append(row[1:])


def _read_roles(found: Gathered) -> None:
    people = [one["pk"] for one in found.customers if one["kind"] == Customer.Kind.PERSON]
    organisations = [one["pk"] for one in found.customers if one["kind"] != Customer.Kind.PERSON]
    if people:
        roles = Affiliation.objects.filter(**among("person", people), ended_at=None)
        for row in roles.values_list("person_id", "organisation_id", "title", "created_at"):
            found.roles[row[0]].append(row[1:])
    if organisations:
        staff = Affiliation.objects.filter(**among("organisation", organisations), ended_at=None)
        grouped = (
            staff.order_by()
            .values("organisation")
            .annotate(newest=Max("created_at"), heard=Max("person__last_contact_at"))
        )
        # Somebody who wrote lately works there still.
        found.people = {
            row["organisation"]: max(filter(None, (row["newest"], row["heard"]))) for row in grouped
        }


def _read_records(found: Gathered, ids: Sequence[int]) -> None:
    current = SourceRecord.objects.filter(**among("customer", ids), state=SourceRecord.State.CURRENT)
    for key, values, meta, at in current.values_list("customer_id", "values", "meta", "at"):
        found.records[key or 0].append((values, meta, at))


def likeness_of(ids: Sequence[int]) -> dict[int, float]:
    """Tells for each customer how probable it is that another record is the same one, where a pair waits."""
    waiting = MatchPair.objects.open().filter(proposal=MatchPair.Proposal.SAME)
    found: dict[int, float] = {}
    for side in ("left", "right"):
        for key, weight in waiting.filter(**among(side, ids)).values_list(f"{side}_id", "weight"):
            found[key] = max(found.get(key, 0.0), probability(weight))
    return found


def _kept(ids: Sequence[int]) -> dict[int, tuple[str, str, datetime | None]]:
    rows = Quality.objects.filter(**among("pk", ids)) if ids else Quality.objects.none()
    columns = ("pk", "question", "why", "put_off", "put_off_until")
    return {
        key: (f"{field}:{why}" if field else "", what, until)
        for key, field, why, what, until in rows.values_list(*columns)
    }


def _facts(found: Gathered, one: Mapping[str, Any]) -> Facts:
    key = one["pk"]
    return Facts(
        customer=one,
        points=found.points.get(key, ()),
        roles=found.roles.get(key, ()),
        people_since=found.people.get(key),
        identifiers=found.identifiers.get(key, ()),
        records=found.records.get(key, ()),
        conflicts=found.conflicts.get(key, frozenset()),
        own=found.own.get(key, {}),
    )
