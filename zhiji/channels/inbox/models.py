from django.db import models
from django.utils.translation import gettext_lazy as _


class InboxItem(models.Model):
    """A raw thing that came in, kept before anything else is done with it."""

    class State(models.TextChoices):
        KEPT = "kept", _("waiting")
        RECORDED = "recorded", _("on the timeline")
        FAILED = "failed", _("failed")
        IGNORED = "ignored", _("set aside")

    channel = models.CharField(max_length=10)
    external_id = models.CharField(max_length=120)
    line = models.ForeignKey("channels.Line", models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    meta = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.KEPT)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    message = models.ForeignKey("channels.Message", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "id"], name="inbox_by_state")]
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="kept_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id[:12]} {self.state}"
