from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxItem(models.Model):
    """A message on its way to a customer: tried until it is delivered, refused, or given up."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        REFUSED = "refused", _("not allowed")
        CANCELLED = "cancelled", _("called back")

    message = models.OneToOneField("channels.Message", models.CASCADE, related_name="outbox")
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=10)
    # Whether it answers what the customer asked; anything else may have to wait for better hours.
    is_answer = models.BooleanField(default=True)
    # Why it may not go yet, a code; next_try_at says when it may.
    held = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    error = models.TextField(blank=True)
    proof = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        # Of the whole table: a plan that PostgreSQL made without values can't use an index of those that wait.
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="outbox_due"),
            models.Index(fields=["state", "-id"], name="outbox_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
