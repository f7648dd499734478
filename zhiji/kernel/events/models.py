from typing import Self

from django.db import models
from django.db.models import Q


class EventRecordQuerySet(models.QuerySet["EventRecord"]):
    def pending(self) -> Self:
        """Keeps the events that no handler has seen yet, oldest first."""
        return self.filter(pending=True).order_by("id")


class EventRecord(models.Model):
    """An event in the order it happened: the one stream that flows, live screens and webhooks read."""

    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    actor_name = models.CharField(max_length=150, blank=True)
    pending = models.BooleanField(default=True)

    objects = EventRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["id"], name="event_pending", condition=Q(pending=True))]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: object) -> Self:
        """Keeps the failed deliveries whose next try has come."""
        return self.filter(next_try_at__lte=now).order_by("next_try_at")


class Delivery(models.Model):
    """A handler that failed on an event: its error, and when it is tried again."""

    event = models.ForeignKey(EventRecord, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=150)
    attempts = models.PositiveIntegerField(default=1)
    error = models.TextField()
    next_try_at = models.DateTimeField(null=True, db_index=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.handler} ({self.attempts})"
