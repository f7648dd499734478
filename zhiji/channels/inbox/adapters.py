"""What the one door in asks of a channel."""

from collections.abc import Mapping
from typing import Any, Protocol

from zhiji.channels.contact import Contact


class Adapter(Protocol):
    """What a channel brings to the door."""

    channel: str

    def read(self, raw: bytes, meta: Mapping[str, Any]) -> Contact:
        """Reads a kept raw thing; must be pure and may be run again at any time."""


_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Registers a channel's adapter."""
    _adapters[adapter.channel] = adapter


def adapter_of(channel: str) -> Adapter:
    """Returns a channel's adapter; raises LookupError if no part of Zhiji reads this channel."""
    if channel not in _adapters:
        raise LookupError(f"No adapter reads the channel “{channel}”.")
    return _adapters[channel]
