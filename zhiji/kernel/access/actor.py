"""Who asks: every query and action is told first."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhiji.kernel.access.cache import rights_of_roles, team_parents
from zhiji.kernel.access.rules import merge_grants, reaches, tree_below
from zhiji.kernel.errors import Denied


@dataclass(frozen=True)
class Actor:
    """A staff user, a portal user or a named machine, with what they may see and do."""

    kind: str
    name: str
    user_id: int | None = None
    team_id: int | None = None
    team_tree: frozenset[int] = frozenset()
    rights: Mapping[str, str] = field(default_factory=dict)
    roles: frozenset[int] = frozenset()
    origin: str = ""

    @classmethod
    def of(cls, user: Any, origin: str = "") -> "Actor":
        """Makes the actor for a signed-in user; origin is the network address they come from."""
        roles = rights_of_roles()
        held = list(user.roles.values_list("pk", flat=True))
        grants = [grant for role in held for grant in roles.get(role, ())]
        return cls(
            kind="user",
            name=str(user),
            user_id=user.pk,
            team_id=user.team_id,
            team_tree=tree_below(user.team_id, team_parents()),
            rights=merge_grants(grants),
            roles=frozenset(held),
            origin=origin,
        )

    @classmethod
    def machine(cls, name: str) -> "Actor":
        """Makes the actor for one of Zhiji's own parts, such as the mail listener; it may do everything."""
        return cls(kind="machine", name=name)

    @property
    def me(self) -> int:
        """The key of the actor's user, for narrowing to what is theirs; 0, which no user has, for a machine."""
        return self.user_id or 0

    def scope(self, right: str) -> str:
        """Tells how far a right such as "lead.view" reaches: none, own, team, tree or all."""
        return "all" if self.kind == "machine" else self.rights.get(right, "none")

    def reach(self, right: str) -> tuple[Hashable, ...]:
        """Returns all that decides which records a right reaches: actors of equal reach see the same."""
        scope = self.scope(right)
        if scope in {"all", "none"}:
            return (scope,)
        return (scope, self.user_id, self.team_id, self.team_tree)

    def may(self, right: str) -> bool:
        """Tells whether the actor has a right at all, however far it reaches."""
        return self.scope(right) != "none"

    def reaches(self, right: str, record: Any) -> bool:
        """Tells whether a right covers this record, which has owner_id and team_id."""
        return reaches(
            self.scope(right),
            user_id=self.user_id,
            team_id=self.team_id,
            team_tree=self.team_tree,
            owner_id=record.owner_id,
            owner_team_id=record.team_id,
        )

    def require(self, right: str, record: Any = None) -> None:
        """Raises Denied unless the actor has the right, and on this record if one is given."""
        if not (self.may(right) if record is None else self.reaches(right, record)):
            raise Denied(
                _("You have no right to do this. Ask an administrator for “%(right)s”.") % {"right": right}
            )
