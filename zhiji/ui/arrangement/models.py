from django.db import models


class PanelLayout(models.Model):
    """The order in which a team wants the panels of one place; slugs that it does not name follow behind."""

    team = models.ForeignKey("kernel.Team", models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    order = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "place"], name="one_panel_layout_per_team_and_place")
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.place}"
