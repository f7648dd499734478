"""Where a customer's values come from, in people's words: source, age, why it counts, and what others say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES
from zhiji.customers.sources import values as told
from zhiji.customers.sources.builtin import shown_source
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.queries import held_of, source_names
from zhiji.customers.sources.rules import Choice, Claim
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import keep
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.fields.queries import all_fields, fields_for, hidden_names, without_hidden
from zhiji.kernel.fields.showing import plain_value
from zhiji.ui.shown import phone

LABELS: Mapping[str, Any] = {
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "parent_id": gettext_lazy("Belongs to"),
    "category": gettext_lazy("Category"),
    "language": gettext_lazy("Language"),
    "region": gettext_lazy("Region"),
    "time_zone": gettext_lazy("Time zone"),
    "owner_id": gettext_lazy("Owner"),
    "team_id": gettext_lazy("Team"),
    "title": gettext_lazy("Job title"),
    "department": gettext_lazy("Department"),
    "tax_number": gettext_lazy("Tax number"),
}
SCHEMES: Mapping[str, Any] = {
    "uscc": gettext_lazy("Unified social credit code"),
    "tax": gettext_lazy("Tax number"),
    "vat": gettext_lazy("VAT number"),
    "erp": gettext_lazy("Number in the ERP"),
    "other": gettext_lazy("Other number"),
}
REASONS: Mapping[str, Any] = {
    "only": gettext_lazy("The only source that says anything."),
    "agreed": gettext_lazy("All sources agree."),
    "verified": gettext_lazy("Counts because it was verified."),
    "people": gettext_lazy("Counts because one of us said so."),
    "works": gettext_lazy("Counts because it worked when it was used."),
    "trust": gettext_lazy("Counts because its source is trusted more."),
    "recent": gettext_lazy("Counts because it is newer."),
    "most_sources": gettext_lazy("Counts because more sources say so."),
    "longest": gettext_lazy("Counts because it is more complete."),
    "tie": gettext_lazy("Nothing speaks for one more than for the other."),
}
HOUSE = ("owner_id", "team_id")


@dataclass(frozen=True)
class ShownClaim:
    """What one source says, as people read it; others are sources that say the same."""

    text: str
    source: str
    at: datetime
    by: str
    verified: bool
    record_id: int | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """Where one value comes from: what counts, why, and what others say instead."""

    field: str
    label: str
    chosen: ShownClaim | None
    rivals: tuple[ShownClaim, ...] = ()
    why: str = ""
    is_conflict: bool = False
    may_prefer: bool = False
    may_take: bool = True


def told_of(actor: Actor, customer: Customer, field: str) -> Told | None:
    """Tells where one value of a customer comes from; None if there is no such value."""
    if field in HOUSE:
        return _told_by_house(customer, field)
    if field.startswith("own:") and field in hidden_names(actor, "customer"):
        return None
    held, golden = held_of(customer, roles=_roles(customer))
    choice = golden.choices().get(field)
    if choice is None:
        return None
    spare = [key for key in golden.preferred.values() if field == ":".join(("point", *filter(None, key)))]
    return shown_choice(
        field,
        choice,
        source_names() | {view.source: view.source_name for view in held.views()},
        may_prefer=field.startswith("point:") and not spare,
        may_take=_may_take(actor, field),
    )


def shown_choice(
    field: str, choice: Choice, names: Mapping[str, str], *, may_prefer: bool = False, may_take: bool = True
) -> Told:
    """Writes a choice in people's words; names are the sources' names by key."""
    others = [names.get(claim.source, claim.source) for claim in choice.backers]
    winner = choice.winner
    mine = names.get(winner.source, winner.source)
    return Told(
        field=field,
        label=field_label(field),
        chosen=_claim(field, winner, names, tuple(dict.fromkeys(name for name in others if name != mine))),
        rivals=tuple(_claim(field, claim, names) for claim in choice.rivals),
        why=str(REASONS[choice.reason]) if choice.rivals or choice.reason == "agreed" else "",
        is_conflict=choice.is_conflict,
        may_prefer=may_prefer,
        may_take=may_take,
    )


def conflicts_told(conflicts: Mapping[str, Choice], actor: Actor | None = None) -> list[Told]:
    """Writes in people's words in what sources disagree, without fields that the actor must not see.

    Without an actor no field of one's own is told.
    """
    seen = {name: choice for name, choice in conflicts.items() if not name.startswith("own:")}
    if actor:
        seen = without_hidden(actor, "customer", conflicts)
    names = kept_names() if seen else {}
    return [
        shown_choice(field, choice, names, may_take=actor is None or _may_take(actor, field))
        for field, choice in seen.items()
    ]


def _may_take(actor: Actor, field: str) -> bool:
    """Tells whether an actor's rights on a field of one's own let them decide what counts."""
    own = field.startswith("own:")
    return not own or any(one.name == field for one in fields_for(actor, "customer", to="write"))


def kept_names() -> dict[str, str]:
    """Returns the sources' names by key, kept for two seconds: a list shows many customers."""
    return keep(f"source names {get_language()}", source_names)


def field_label(field: str) -> str:
    """Names a field of a customer for people."""
    what, _colon, rest = field.partition(":")
    if what == "identifier":
        return str(SCHEMES.get(rest.partition(":")[0], SCHEMES["tax"]))
    if what == "role":
        return _("Role")
    if what == "own":
        return str(next((own.label for own in all_fields("customer") if own.name == field), rest))
    kind = rest.partition(":")[0] if what == "point" else what
    if kind in ContactPoint.Kind.values:
        return str(capfirst(ContactPoint.Kind(kind).label))
    return str(LABELS.get(field, rest or field))


def value_text(field: str, value: Any) -> str:
    """Writes a value of a field as people read it; an empty one as a dash."""
    if field.startswith("own:"):
        own = next((own for own in all_fields("customer") if own.name == field), None)
        return (plain_value(own, value) if own else str(value)) or "—"
    if isinstance(value, Mapping):
        return _entry_text(field, value)
    if field in {"kind", "category"}:
        labels = dict(Customer.Kind.choices if field == "kind" else Customer.Category.choices)
        return str(capfirst(labels.get(value, value))) or "—"
    if field == "language":
        return dict(settings.LANGUAGES).get(value, value) or "—"
    if field == "parent_id" and value:
        return Customer.objects.filter(pk=value).values_list("name", flat=True).first() or "—"
    return str(value) if value not in (None, "") else "—"


def _entry_text(field: str, entry: Mapping[str, Any]) -> str:
    if field.startswith("role"):
        return ", ".join(filter(None, (entry.get("title"), entry.get("department")))) or "—"
    if entry.get("kind") in PHONES:
        return phone(entry["value"]) + (f" #{entry['extension']}" if entry.get("extension") else "")
    return str(entry.get("typed") or entry.get("value"))


def _claim(field: str, claim: Claim, names: Mapping[str, str], others: Sequence[str] = ()) -> ShownClaim:
    return ShownClaim(
        text=value_text(field, claim.value),
        source=names.get(claim.source, claim.source),
        at=claim.at,
        by=claim.by,
        verified=claim.verified,
        record_id=claim.record_id,
        others=tuple(others),
    )


def _roles(customer: Customer) -> list[Affiliation]:
    return list(Affiliation.objects.filter(person=customer)) if customer.is_person else []


def _told_by_house(customer: Customer, field: str) -> Told:
    """Tells who gave the customer to their owner or team: that is decided here, not by sources."""
    last = None
    for line in history_of(customer).filter(action__in=("assign_customer", "add_customer"))[:20]:
        if line.action == "add_customer" or field in line.after:
            now = getattr(customer, field.removesuffix("_id"))
            last = ShownClaim(
                str(now or "—"), str(_("Our own people")), line.at, line.actor_name, False, None
            )
            break
    return Told(field, field_label(field), last)


@dataclass(frozen=True)
class ShownRecord:
    """What one source said, as it came and as it was understood."""

    record: SourceRecord
    source: str
    rows: tuple[tuple[str, str], ...]
    raw: tuple[tuple[str, str], ...]


def shown_record(actor: Actor, record: SourceRecord) -> ShownRecord:
    """Writes a source record for people; what it brought for fields hidden from the actor is left out.

    As it came it is shown only to whom no field is hidden, for its columns bear names of their own.
    """
    values = without_hidden(actor, "customer", record.values)
    rows = [(field_label(name), value_text(name, value)) for name, value in told.plain(values).items()]
    rows += [
        (field_label(f"point:{entry['kind']}"), value_text("point", entry))
        for entry in values.get("points", ())
    ]
    rows += [
        (
            field_label("role:"),
            ", ".join(filter(None, (entry.get("organisation"), value_text("role", entry)))),
        )
        for entry in values.get("roles", ())
    ]
    rows += [
        (field_label(f"identifier:{entry['scheme']}"), str(entry["value"]))
        for entry in values.get("identifiers", ())
    ]
    came = [] if len(values) < len(record.values) else _as_it_came(record)
    raw = [(str(name), str(value)) for name, value in came if value not in (None, "")]
    return ShownRecord(record, shown_source(record.source.key, record.source.name), tuple(rows), tuple(raw))


def _as_it_came(record: SourceRecord) -> list[tuple[str, Any]]:
    """The names and texts of a record; rows of a list hold cells, whose names their import keeps."""
    if not isinstance(record.raw, list):
        return list(record.raw.items())
    columns = record.of_import.layout.get("columns", []) if record.of_import else []
    return list(zip(columns, record.raw, strict=False))
