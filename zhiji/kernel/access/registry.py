"""Which rights exist, and what the roles that Zhiji brings are given of them.

Each domain registers its own kinds of record; an administrator may change every grant later.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ROLES = {
    "admin": "Administrator",
    "manager": "Manager",
    "sales": "Salesperson",
    "service": "Service agent",
    "viewer": "Viewer",
}


@dataclass(frozen=True)
class AccessObject:
    """A kind of record with its verbs; grants maps role → verb → scope as first installed."""

    slug: str
    verbs: tuple[str, ...]
    grants: Mapping[str, Mapping[str, str]]


OBJECTS: dict[str, AccessObject] = {}


def register(slug: str, verbs: tuple[str, ...], grants: Mapping[str, Mapping[str, str]]) -> None:
    """Enters a kind of record; administrators get all its verbs on all records without being named."""
    OBJECTS[slug] = AccessObject(slug, verbs, grants)


def default_grants() -> list[tuple[str, str, str]]:
    """Lists (role, right, scope) as a new installation has them."""
    table = []
    for item in OBJECTS.values():
        given = {"admin": dict.fromkeys(item.verbs, "all"), **item.grants}
        table += [
            (role, f"{item.slug}.{verb}", scope)
            for role, verbs in given.items()
            for verb, scope in verbs.items()
        ]
    return table


register("setup", ("view", "change"), {})
register("audit", ("view",), {"manager": {"view": "tree"}})
register("job", ("view", "change"), {"manager": {"view": "all"}})
