"""Writes own values and the entries by which lists are filtered, inside an action that audits it."""

from collections.abc import Collection, Mapping
from typing import Any

from zhiji.kernel.access.cache import forget
from zhiji.kernel.fields.models import OwnField, OwnIndex, OwnValues
from zhiji.kernel.fields.queries import all_fields
from zhiji.kernel.fields.rules import index_forms


def forget_fields(record: str) -> None:
    """Lets the next page read the fields anew."""
    forget(f"own fields of {record}")


def keep_own(record_kind: str, values: Mapping[int, Mapping[str, Any]]) -> None:
    """Keeps own values of many records as they are, {record's key: {own:<key>: value}}; the door has judged them.

    The action that calls this audits it. A value of a field that there is no longer is kept without being shown.
    """
    held = {row.object_id: row for row in _held(record_kind, values)}
    fields = {field.name: field for field in all_fields(record_kind)}
    filtered = [field for field in fields.values() if field.is_filtered]
    new: list[OwnValues] = []
    changed: list[OwnValues] = []
    for object_id, said in values.items():
        row = held.get(object_id) or OwnValues(record=record_kind, object_id=object_id)
        merged = {**row.values, **{name.removeprefix("own:"): value for name, value in said.items()}}
        row.values = {key: value for key, value in merged.items() if value not in (None, "", [])}
        (changed if row.pk else new).append(row)
    OwnValues.objects.bulk_create(new, batch_size=500)
    OwnValues.objects.bulk_update(changed, ["values"], batch_size=500)
    for field in filtered:
        _index_many(field, {pk: said[field.name] for pk, said in values.items() if field.name in said})


def forget_own(record_kind: str, object_ids: Collection[int]) -> set[int]:
    """Forgets the own values of records that are gone, and by what lists found them.

    Returns the keys of the stored files that the values named; whether anything else names these is not looked at.
    """
    rows = OwnValues.objects.filter(record=record_kind, object_id__in=list(object_ids))
    held = [value for values in rows.values_list("values", flat=True) for value in values.values()]
    OwnIndex.objects.filter(field__record=record_kind, object_id__in=list(object_ids)).delete()
    rows.delete()
    return {value["file"] for value in held if isinstance(value, dict) and "file" in value}


def files_in_fields(keys: Collection[int]) -> set[int]:
    """Returns which of some stored files stand in a field of one's own of any record."""
    found: set[int] = set()
    for record, key in OwnField.objects.filter(kind=OwnField.Kind.FILE).values_list("record", "key"):
        rows = OwnValues.objects.filter(record=record, **{f"values__{key}__file__in": list(keys)})
        found |= {values[key]["file"] for values in rows.values_list("values", flat=True)}
    return found


def _held(record_kind: str, values: Mapping[int, Any]) -> Any:
    return OwnValues.objects.select_for_update().filter(record=record_kind, object_id__in=list(values))


def _index_many(field: OwnField, values: Mapping[int, Any]) -> None:
    if values:
        OwnIndex.objects.filter(field=field, object_id__in=list(values)).delete()
        entries = [
            entry for object_id, value in values.items() for entry in _entries(field, object_id, value)
        ]
        OwnIndex.objects.bulk_create(entries, batch_size=1_000)


def _entries(field: OwnField, object_id: int, value: Any) -> list[OwnIndex]:
    forms = index_forms(field.kind, value)
    return [OwnIndex(field=field, object_id=object_id, text=text, number=number) for text, number in forms]


def index_all(field: OwnField) -> None:
    """Fills or empties a field's entries by which lists are filtered."""
    OwnIndex.objects.filter(field=field).delete()
    if not field.is_filtered:
        return
    rows = OwnValues.objects.filter(record=field.record, values__has_key=field.key)
    entries: list[OwnIndex] = []
    for object_id, values in rows.values_list("object_id", "values").iterator(chunk_size=2_000):
        entries += _entries(field, object_id, values.get(field.key))
        if len(entries) >= 5_000:
            OwnIndex.objects.bulk_create(entries)
            entries = []
    OwnIndex.objects.bulk_create(entries)
