"""The table event → handlers; flows fills it when Zhiji starts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zhiji.kernel.events.base import Event
from zhiji.kernel.modules.registry import is_on

Handler = Callable[..., Any]  # handler(event, actor)

_handlers: dict[type[Event], list[tuple[str, Handler]]] = {}


def wire(table: Mapping[type[Event], Iterable[tuple[str, Handler]]]) -> None:
    """Enters handlers, each with the module it belongs to; a handler of a module that is off is passed over."""
    for event, handlers in table.items():
        known = _handlers.setdefault(event, [])
        known += [pair for pair in handlers if pair not in known]


def has_handlers(event: type[Event]) -> bool:
    """Tells whether any handler wants to see this kind of event."""
    return bool(_handlers.get(event))


def handlers_of(event: type[Event]) -> list[Handler]:
    """Lists the handlers of an event whose modules are on."""
    return [handler for module, handler in _handlers.get(event, ()) if not module or is_on(module)]


def handler_name(handler: Handler) -> str:
    """Names a handler in a way that finds it again after a restart."""
    return f"{handler.__module__}.{handler.__name__}"


def handler_named(event: type[Event], name: str) -> Handler | None:
    """Finds a handler by its name."""
    return next((handler for handler in handlers_of(event) if handler_name(handler) == name), None)
