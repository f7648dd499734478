"""What higher rooms add to the door: fields of one's own, and who stands now where a merged customer stood."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

OwnWriter = Callable[[Mapping[int, Mapping[str, Any]]], None]
Follower = Callable[[Iterable[int]], Mapping[int, int]]

_own_writers: list[OwnWriter] = []
_followers: list[Follower] = []


def register_own_fields(write: OwnWriter) -> None:
    """Enters who writes fields of one's own: write({customer's key: {"own:size": value}})."""
    _own_writers.append(write)


def register_follower(follow: Follower) -> None:
    """Enters who knows what became of customers that are gone: follow(keys) returns {old key: key now}."""
    _followers.append(follow)


def write_own_fields(values: Mapping[int, Mapping[str, Any]]) -> None:
    """Hands chosen values of fields of one's own to those who keep them."""
    for write in _own_writers:
        write(values)


def followed(keys: Iterable[int]) -> dict[int, int]:
    """Tells which customers stand now for those that are gone; one whom nobody knows is left out."""
    wanted = list(keys)
    found: dict[int, int] = {}
    for follow in _followers if wanted else ():
        found.update(follow(wanted))
    return found
