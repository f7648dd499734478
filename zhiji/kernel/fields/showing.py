"""How the value of a field of one's own is shown to people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.formats import date_format, number_format
from django.utils.html import format_html

from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import all_fields, values_of

KEPT_SECONDS = 30


def show_value(field: OwnField, value: Any) -> Any:
    """Returns a value as people read it, safe to stand in a page; "" for none."""
    if value in (None, "", []):
        return ""
    if field.kind == "number":
        return number_format(value, use_l10n=True, force_grouping=True)
    if field.kind == "money":
        return f"{number_format(value['amount'], use_l10n=True, force_grouping=True)} {value['currency']}"
    if field.kind == "date":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if field.kind in {"choice", "choices"}:
        return ", ".join(field.choice_label(key) for key in _listed(value))
    if field.kind == "person":
        return _people().get(value, "")
    if field.kind == "customer":
        return format_html('<a href="/customers/{}">C-{:06d}</a>', value, value)
    if field.kind == "link":
        return format_html(
            '<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>', value, value.partition("://")[2]
        )
    return value["name"] if field.kind == "file" else value


def plain_value(field: OwnField, value: Any) -> str:
    """Returns a value as text that the same field reads again, for exports and forms."""
    if value in (None, "", []):
        return ""
    if field.kind == "money":
        return f"{value['amount']} {value['currency']}"
    if field.kind == "choices":
        return "; ".join(field.choice_label(key) for key in value)
    if field.kind == "choice":
        return field.choice_label(value)
    return str(value["name"]) if field.kind == "file" else str(value)


def searched_words(record: str, object_id: int) -> list[str]:
    """Returns a record's values by which search finds it: those of fields that an administrator marked for it."""
    fields = [field for field in all_fields(record) if field.is_searched]
    if not fields:
        return []
    held = values_of(record, [object_id]).get(object_id, {})
    return [plain_value(field, held[field.key]) for field in fields if field.key in held]


def _listed(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else [value]


def _people() -> dict[int, str]:
    from zhiji.kernel.users.models import User

    def read() -> dict[int, str]:
        return {user.pk: str(user) for user in User.objects.all()}

    return cache.get_or_set("own-fields:people", read, KEPT_SECONDS) or {}
