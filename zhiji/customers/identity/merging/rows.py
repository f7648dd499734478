"""Rows as they are written down and made again, with their keys."""

from typing import Any

from django.db.models import ForeignKey, Model

_JSON = (str, int, float, bool, list, dict, type(None))


def written(row: Model) -> dict[str, Any]:
    """Writes down every column of a row, as JSON can hold it."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        found[field.attname] = value if isinstance(value, _JSON) else field.value_to_string(row)
    return found


def read_value(model: type[Model], column: str, value: Any) -> Any:
    """Reads one column as it was written down."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return fields[column].to_python(value)


def made_again(model: type[Model], values: dict[str, Any]) -> Model:
    """Puts a row back as it was written down, with its key; columns that are new since take their defaults.

    A key of a row that is gone meanwhile is left empty where it may be.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(**{name: fields[name].to_python(value) for name, value in values.items() if name in fields})
    for field in fields.values():
        if isinstance(field, ForeignKey) and field.null and _is_gone(field, row):
            setattr(row, field.attname, None)
    insertable = [field for field in fields.values() if not field.generated]
    # Raw: times of making and changing stay as they were.
    rows: Any = model._base_manager.all()
    rows._insert([row], insertable, raw=True)
    row._state.adding = False
    return row


def _is_gone(field: Any, row: Model) -> bool:
    key = getattr(row, field.attname)
    return (
        key is not None
        and field.db_constraint
        and not field.related_model._base_manager.filter(pk=key).exists()
    )
