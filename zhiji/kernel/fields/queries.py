from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import keep
from zhiji.kernel.fields.models import OwnField, OwnIndex, OwnValues
from zhiji.kernel.fields.rules import LONGEST_INDEXED, RIGHTS, right_of
from zhiji.lib.text import fold

KEPT_SECONDS = 10.0
# Up to so many rows are named one by one; of a more common value the list looks at each row in its own order.
FEW = 2_000


@dataclass(frozen=True)
class Placed:
    """A field where a team has it on its page."""

    field: OwnField
    section: str
    may_write: bool


def all_fields(record: str) -> list[OwnField]:
    """Lists the fields in use of one kind of record, with teams and places.

    A change in another process counts after KEPT_SECONDS.
    """
    read = OwnField.objects.of(record).prefetch_related("teams", "places")
    return list(keep(f"own fields of {record}", lambda: list(read), KEPT_SECONDS))


def right_to(actor: Actor, field: OwnField) -> str:
    """Tells what an actor may do with a field: hidden, read or write."""
    if actor.kind == "machine":
        return "write"
    return right_of(field.rights, [str(role) for role in actor.roles])


def fields_for(actor: Actor, record: str, *, to: str = "read") -> list[OwnField]:
    """Lists the fields of a kind of record that an actor may read (or write)."""
    least = RIGHTS.index(to)
    return [field for field in all_fields(record) if RIGHTS.index(right_to(actor, field)) >= least]


def hidden_names(actor: Actor, record: str) -> frozenset[str]:
    """Names the fields that an actor must not see, as history and exports call them; retired ones stay hidden."""
    rows = OwnField.objects.filter(record=record).exclude(rights={})
    return frozenset(field.name for field in rows if right_to(actor, field) == "hidden")


def without_hidden(actor: Actor, record: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns values by field name, without those that the actor must not see."""
    if not any(name.startswith("own:") for name in values):
        return dict(values)
    hidden = hidden_names(actor, record)
    return {name: value for name, value in values.items() if name not in hidden}


def placed_fields(actor: Actor, record: str) -> list[Placed]:
    """Lists the fields as the actor's team has them on its page."""
    found = []
    for field in fields_for(actor, record):
        teams = {team.pk for team in field.teams.all()}
        if teams and actor.team_id not in teams:
            continue
        place = next((place for place in field.places.all() if place.team_id == actor.team_id), None)
        if place is None or not place.is_hidden:
            order = (place.position if place else field.position, field.pk)
            section = place.section if place and place.section else field.section
            found.append((order, Placed(field, section, right_to(actor, field) == "write")))
    return [placed for _order, placed in sorted(found, key=lambda pair: pair[0])]


def values_of(record: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Returns the own values of several records, in one query."""
    rows = OwnValues.objects.filter(record=record, object_id__in=list(ids))
    return dict(rows.values_list("object_id", "values"))


def with_value(rows: QuerySet[Any], field: OwnField, condition: Q) -> QuerySet[Any]:
    """Keeps the records whose value of a field meets a condition on OwnIndex (text, number)."""
    matching = OwnIndex.objects.filter(condition, field=field)
    few = list(matching.values_list("object_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(matching.filter(object_id=OuterRef("pk"))))


def condition_of(field: OwnField, value: Any) -> Q:
    """Builds the condition for what somebody filters a field by.

    value is a text (text, link, file: how it begins; choices: the key; records: the key), or a pair of bounds, either
    of which may be None (number, money, date).
    """
    if field.kind in {"number", "money"}:
        low, high = value
        bounds = {"number__gte": low, "number__lte": high}
    elif field.kind == "date":
        low, high = value
        bounds = {"text__gte": low, "text__lte": high}
    elif field.kind in {"text", "link", "file"}:
        start = fold(str(value))[:LONGEST_INDEXED]
        # As a range, for the databases' own LIKE does not use this index everywhere.
        return Q(text__gte=start, text__lt=start + "\U0010ffff")
    else:
        return Q(text=fold(str(value))[:LONGEST_INDEXED] if field.kind != "choices" else str(value))
    return Q(**{name: bound for name, bound in bounds.items() if bound is not None})


def is_stale(field: OwnField, said_at: Any) -> bool:
    """Tells whether a value is older than its field allows."""
    return bool(field.stale_after and said_at and (timezone.now() - said_at).days > field.stale_after)
