from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.actor import Actor


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views by who sees them."""

    def of_list(self, slug: str) -> "SavedViewQuerySet":
        """Keeps the views of one list."""
        return self.filter(list_slug=slug)

    def seen_by(self, actor: Actor) -> "SavedViewQuerySet":
        """Keeps the actor's own views, those of their team, and those for everyone."""
        mine = Q(user_id=actor.user_id) if actor.user_id else Q(pk=None)
        team = Q(team_id=actor.team_id) if actor.team_id else Q(pk=None)
        return self.filter(mine | team | Q(everyone=True))


class SavedView(models.Model):
    """A list as somebody wants to find it again: filter, order, columns, table or board."""

    class Layout(models.TextChoices):
        TABLE = "table", _("Table")
        BOARD = "board", _("Board")

    list_slug = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("kernel.Team", models.CASCADE, null=True, related_name="+")
    everyone = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)
    sort = models.CharField(max_length=60, blank=True)
    columns = models.JSONField(default=list)
    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.TABLE)
    position = models.PositiveIntegerField(default=0)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["list_slug", "position"], name="saved_view_of_list")]
        constraints = [
            models.CheckConstraint(
                name="saved_view_has_one_audience",
                condition=Q(user__isnull=False, team__isnull=True, everyone=False)
                | Q(user__isnull=True, team__isnull=False, everyone=False)
                | Q(user__isnull=True, team__isnull=True, everyone=True),
            )
        ]

    def __str__(self) -> str:
        return self.name
