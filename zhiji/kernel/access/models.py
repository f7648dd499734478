from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from zhiji.kernel.access.actor import Actor


class Role(models.Model):
    """A set of rights that users are given together, such as salesperson."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """One right of one role, and how far it reaches."""

    class Scope(models.TextChoices):
        OWN = "own", _("own records")
        TEAM = "team", _("the team's records")
        TREE = "tree", _("records of the team and all teams below")
        ALL = "all", _("all records")

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    right = models.CharField(max_length=60)
    scope = models.CharField(max_length=5, choices=Scope.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "right"], name="one_scope_per_role_and_right")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.right} {self.scope}"


class OwnedQuerySet(models.QuerySet[Any]):
    """Records with an owner and a team, narrowed to what an actor's scope reaches.

    The model names its kind of record in the class attribute access_object.
    """

    owner_path: ClassVar[str] = ""

    def visible_to(self, actor: "Actor") -> Self:
        """Keeps the records that the actor may see."""
        return self.within(actor, "view")

    def changeable_by(self, actor: "Actor") -> Self:
        """Keeps the records that the actor may change."""
        return self.within(actor, "change")

    def within(self, actor: "Actor", verb: str) -> Self:
        """Keeps the records that the actor's right with this verb reaches."""
        return self.filter(scope_filter(actor, f"{self.model.access_object}.{verb}", self.owner_path))


def scope_filter(actor: "Actor", right: str, path: str = "") -> Q:
    """Builds the condition under which a record is within the actor's reach; path leads to owner and team."""
    scope = actor.scope(right)
    if scope == "all":
        return Q()
    if scope == "none":
        return Q(pk__in=())
    own = Q(**{f"{path}owner_id": actor.user_id})
    if scope == "own":
        return own
    teams = actor.team_tree if scope == "tree" else {actor.team_id} - {None}
    nobodys = Q(**{f"{path}owner_id__isnull": True, f"{path}team_id__isnull": True})
    return own | Q(**{f"{path}team_id__in": sorted(teams)}) | nobodys
