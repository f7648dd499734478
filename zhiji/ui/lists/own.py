"""What fields of one's own add to a list: columns to choose, and filters for those that an administrator marked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import condition_of, fields_for, values_of, with_value
from zhiji.kernel.fields.showing import show_value
from zhiji.ui.lists.spec import Column, Filter, ListSpec

_KINDS = {
    "number": "number_range",
    "money": "number_range",
    "date": "date_range",
    "choice": "choice",
    "choices": "choice",
    "person": "user",
    "text": "begins",
    "link": "begins",
    "file": "begins",
}


def spec_for(actor: Actor, spec: ListSpec) -> ListSpec:
    """Returns the list as it is for an actor: with the fields of one's own that they may read."""
    fields = fields_for(actor, spec.own) if spec.own else []
    if not fields:
        return spec
    columns = tuple(_column(field) for field in fields if field.is_listed)
    filters = tuple(_filter(field) for field in fields if field.is_filtered and field.kind in _KINDS)
    return replace(spec, columns=spec.columns + columns, filters=spec.filters + filters)


def bring_own_values(spec: ListSpec, shown: Iterable[str], rows: list[Any]) -> None:
    """Reads the own values of a page's rows, if one of the shown columns needs them."""
    if spec.own and any(key.startswith("own_") for key in shown):
        values = values_of(spec.own, [row.pk for row in rows])
        for row in rows:
            row.own_values = values.get(row.pk, {})


def _column(field: OwnField) -> Column:
    def value(row: Any) -> Any:
        return show_value(field, getattr(row, "own_values", {}).get(field.key))

    end = field.kind in {"number", "money"}
    return Column(f"own_{field.key}", field.label, value=value, default=False, end=end, phone=False)


def _filter(field: OwnField) -> Filter:
    def apply(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return with_value(rows, field, condition_of(field, _bounds(value)))

    choices = None
    if field.kind in {"choice", "choices"}:
        choices = lambda actor: [(c["key"], field.choice_label(c["key"])) for c in field.choices]  # noqa: E731
    return Filter(f"own_{field.key}", field.label, _KINDS[field.kind], apply, choices)


def _bounds(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(part.isoformat() if isinstance(part, date) else part for part in value)
    return value if not isinstance(value, Decimal) else str(value)
