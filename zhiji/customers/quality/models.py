from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.models import OwnedQuerySet


class QualityQuerySet(OwnedQuerySet):
    """Scores reach as far as their customers do."""

    owner_path: ClassVar[str] = "customer__"


class Quality(models.Model):
    """How good what we know of one customer is, and the question worth asking them next."""

    access_object: ClassVar[str] = "customer"

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, related_name="quality_of", primary_key=True
    )
    score = models.PositiveSmallIntegerField(_("quality"))
    parts = models.JSONField(default=dict)
    question = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=10, blank=True)
    worth = models.FloatField(default=0)
    at = models.DateTimeField()

    objects = QualityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-worth", "-customer"], name="quality_by_worth", condition=~models.Q(question="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.score}"


class QualityDay(models.Model):
    """The mean quality of a source's or a team's customers on one day, for the chart over time."""

    class Of(models.TextChoices):
        ALL = "all", _("all customers")
        SOURCE = "source", _("source")
        TEAM = "team", _("team")

    of = models.CharField(max_length=6, choices=Of.choices)
    key = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    customers = models.PositiveIntegerField()
    score = models.FloatField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "key", "day"], name="quality_day_once")]

    def __str__(self) -> str:
        return f"{self.of} {self.key} {self.day} {self.score}"
