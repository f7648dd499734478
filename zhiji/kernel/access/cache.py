"""What every request asks and changes once a month, such as roles and teams, kept in the process for a moment.

A change made in this process is seen at once, one made by another process after KEPT_SECONDS at most.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

KEPT_SECONDS = 2.0
_kept: dict[str, tuple[float, Any]] = {}


def keep(name: str, read: Callable[[], T], seconds: float = KEPT_SECONDS) -> T:
    """Returns what read() gave within the last seconds, else reads anew; longer for what is no matter of rights."""
    until, value = _kept.get(name, (0.0, None))
    if time.monotonic() >= until:
        value = read()
        _kept[name] = (time.monotonic() + seconds, value)
    return value  # type: ignore[no-any-return]


def forget(name: str) -> None:
    """Forgets one thing, so that a change of it counts at once."""
    _kept.pop(name, None)


def forget_rights() -> None:
    """Forgets everything kept, so that a change of roles, teams or modules counts at once."""
    _kept.clear()


def rights_of_roles() -> dict[int, list[tuple[str, str]]]:
    """Returns for each role its rights with their scopes."""
    from zhiji.kernel.access.models import Grant

    def read() -> dict[int, list[tuple[str, str]]]:
        table: dict[int, list[tuple[str, str]]] = {}
        for role, right, scope in Grant.objects.values_list("role_id", "right", "scope"):
            table.setdefault(role, []).append((right, scope))
        return table

    return keep("rights", read)


def team_parents() -> dict[int, int | None]:
    """Returns for each team the team above it."""
    from zhiji.kernel.users.models import Team

    return keep("teams", lambda: dict(Team.objects.values_list("pk", "parent_id")))
