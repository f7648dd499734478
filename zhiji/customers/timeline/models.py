from django.db import models
from django.utils.translation import gettext_lazy as _


class TimelineEntry(models.Model):
    """One thing that happened with a customer: a mail, a call, a note, a case, a lead."""

    class Direction(models.TextChoices):
        IN = "in", _("from the customer")
        OUT = "out", _("to the customer")
        INSIDE = "inside", _("among ourselves")

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="timeline", db_index=False
    )
    organisation = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.INSIDE)
    who = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    ref_kind = models.CharField(max_length=30, blank=True)
    ref_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    pinned = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="timeline_of_customer"),
            models.Index(fields=["organisation", "-at", "-id"], name="timeline_of_organisation"),
        ]
        constraints = [models.UniqueConstraint(fields=["key"], name="timeline_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
