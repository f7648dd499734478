"""Kinds of record that take fields of one's own; each domain enters its own."""

from typing import Any

_records: dict[str, Any] = {}


def register(record: str, label: Any) -> None:
    """Enters a kind of record, such as "customer", with what people call it."""
    _records[record] = label


def record_kinds() -> dict[str, Any]:
    """Returns the kinds of record with their labels."""
    return dict(_records)
