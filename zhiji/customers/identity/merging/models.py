from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges by whether they hold."""

    def holding(self) -> "MergeQuerySet":
        """Keeps the merges that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two customers became one: all that is needed to tell them apart again.

    survivor is who holds the loser's things now and goes along when it is itself merged; into_id is who it was then.
    moved and marks speak of rows by "app.model.field" and key.
    """

    class Reason(models.TextChoices):
        PERSON = "person", _("somebody of us")
        ANSWER = "answer", _("an answer in the queue")
        MACHINE = "machine", _("by itself")

    survivor = models.ForeignKey("customers.Customer", models.CASCADE, related_name="merges")
    into_id = models.BigIntegerField(db_index=True)
    loser_id = models.BigIntegerField()
    loser_name = models.CharField(max_length=200)
    snapshot = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    repointed = models.JSONField(default=list)
    changed = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.PERSON)
    evidence = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    run_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["loser_id"], condition=Q(undone_at=None), name="merged_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.loser_id} → {self.into_id}"


class DroppedRow(models.Model):
    """A row of a loser that says what a row of the survivor says, its twin: it waits here, for only one may stand.

    It comes back when the merge is undone, or when its twin leaves the survivor.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="dropped_rows")
    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    twin = models.BigIntegerField(null=True)
    row = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "kind"], name="dropped_row_by_key"),
            models.Index(fields=["twin", "kind"], name="dropped_row_by_twin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
