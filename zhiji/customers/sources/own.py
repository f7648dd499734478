"""Fields of one's own among the values of customers: read before they are claimed, written when they count."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from zhiji.customers.sources.builtin import PEOPLE
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.values import OWN
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.faults import fault_text
from zhiji.kernel.fields.keeping import keep_own
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import all_fields, right_to, values_of
from zhiji.kernel.fields.rules import read_value
from zhiji.kernel.fields.showing import plain_value

RECORD = "customer"


class OwnChange(NamedTuple):
    """One field's value before and after."""

    before: Any
    after: Any


def checked(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any]:
    """Reads what a person typed into fields of one's own, by names such as own:size.

    Raises Refused for a value that does not fit its field, Denied for a field that the actor may not write.
    """
    fields = {field.name: field for field in all_fields(RECORD)}
    read = {}
    for name, typed in values.items():
        field = fields.get(name)
        if field is None or right_to(actor, field) != "write":
            raise Denied
        reading = read_value(field.shape, typed)
        if reading.fault:
            raise Refused(fault_text(field, reading.fault))
        read[name] = reading.value
    return read


def require_write(actor: Actor, names: Iterable[str]) -> None:
    """Raises Denied where one of the names is a field of one's own that the actor may not write."""
    fields = {field.name: field for field in all_fields(RECORD)}
    if any(name in fields and right_to(actor, fields[name]) != "write" for name in names):
        raise Denied


def own_news(actor: Actor, customer_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Reads what a person typed, and keeps what differs from what the customer's fields hold."""
    if not values:
        return {}
    held = values_of(RECORD, [customer_id]).get(customer_id, {})
    return {
        name: value for name, value in checked(actor, values).items() if held.get(name[len(OWN) :]) != value
    }


def files_in_claims(keys: Collection[int]) -> set[int]:
    """Returns which of some stored files our people's claims of now name, whether these count or not."""
    said = SourceRecord.objects.filter(state=SourceRecord.State.CURRENT, source__key=PEOPLE)
    found: set[int] = set()
    for name in (field.name for field in all_fields(RECORD) if field.kind == OwnField.Kind.FILE):
        rows = said.filter(**{f"values__{name}__file__in": list(keys)})
        found |= {values[name]["file"] for values in rows.values_list("values", flat=True)}
    return found


def write_own(wanted: Mapping[int, Mapping[str, Any]]) -> dict[int, dict[str, OwnChange]]:
    """Writes what counts for fields of one's own of some customers, and returns what changed.

    A value that no longer fits its field, or whose field is gone, is left in its source record.
    """
    fields = {field.name: field for field in all_fields(RECORD)} if wanted else {}
    if not fields:
        return {}
    held = values_of(RECORD, wanted)
    changed = {pk: _differing(fields, held.get(pk, {}), own) for pk, own in wanted.items()}
    changed = {pk: own for pk, own in changed.items() if own}
    if changed:
        kept = {pk: {name: one.after for name, one in own.items()} for pk, own in changed.items()}
        keep_own(RECORD, kept)
    return changed


def _differing(
    fields: Mapping[str, OwnField], held: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, OwnChange]:
    found = {}
    for name, value in own.items():
        field = fields.get(name)
        if field is None:
            continue
        reading, before = read_value(field.shape, _typed(field, value)), held.get(field.key)
        if not reading.fault and reading.value != before:
            found[name] = OwnChange(before, reading.value)
    return found


def _typed(field: OwnField, value: Any) -> Any:
    return plain_value(field, value) if isinstance(value, dict) and "amount" in value else value
