"""Events of a switch as text, to be kept before anything else is done with them, and read again."""

import json
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from zhiji.channels.phone.switch import events

_KINDS: dict[str, type[events.SwitchEvent]] = {
    kind.__name__: kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, events.SwitchEvent)
}
# The types that each part of an event may have.
_PARTS: dict[str, dict[str, tuple[Any, ...]]] = {
    name: {part: get_args(hint) or (hint,) for part, hint in get_type_hints(kind).items()}
    for name, kind in _KINDS.items()
}


def write_event(event: events.SwitchEvent) -> str:
    """Writes what the switch told as one line of JSON; read_event makes the same event of it."""
    told = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
    return json.dumps({"event": type(event).__name__, **told}, ensure_ascii=False)


def read_event(text: str | bytes) -> events.SwitchEvent:
    """Reads an event that was kept. Raises ValueError, and says what is wrong, for any other text."""
    try:
        told = dict(json.loads(text))
        kind = _KINDS[told.pop("event")]
        parts = _PARTS[kind.__name__]
        return kind(**{name: _typed(parts[name], value) for name, value in told.items()})
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not an event of a switch: {error}") from error


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in kinds:
        return None
    if isinstance(value, list) and Ellipsis in kinds and all(isinstance(part, str) for part in value):
        return tuple(value)
    kind = kinds[0]
    if kind is datetime:
        return datetime.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    if type(value) is not kind or Ellipsis in kinds:
        raise ValueError(f"{value!r} is not a {kind.__name__}")
    return value
