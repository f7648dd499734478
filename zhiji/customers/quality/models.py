from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.customers.quality.rules import PARTS
from zhiji.kernel.access.models import OwnedQuerySet


class QualityQuerySet(OwnedQuerySet):
    """Scores reach as far as their customers do."""

    owner_path: ClassVar[str] = "customer__"

    def to_ask(self) -> "QualityQuerySet":
        """Keeps the customers of whom something is worth asking now."""
        return self.exclude(question="")


class Quality(models.Model):
    """How good what we know of one customer is, and the question worth asking them next.

    The five parts are percentages. put_off names a question that somebody wanted to ask later, as "field:why".
    """

    access_object: ClassVar[str] = "customer"

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, related_name="quality_of", primary_key=True
    )
    score = models.PositiveSmallIntegerField(_("quality"))
    completeness = models.PositiveSmallIntegerField(default=0)
    validity = models.PositiveSmallIntegerField(default=0)
    freshness = models.PositiveSmallIntegerField(default=0)
    agreement = models.PositiveSmallIntegerField(default=0)
    uniqueness = models.PositiveSmallIntegerField(default=0)
    question = models.CharField(max_length=50, blank=True)
    why = models.CharField(max_length=10, blank=True)
    worth = models.FloatField(default=0)
    put_off = models.CharField(max_length=61, blank=True)
    put_off_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = QualityQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-worth", "-customer"], name="quality_by_worth", condition=~Q(question="")),
            models.Index(fields=["score", "customer"], name="quality_by_score", condition=~Q(question="")),
        ]

    @property
    def parts(self) -> dict[str, int]:
        """The five parts of the score in percent."""
        return {name: getattr(self, name) for name in PARTS}

    def __str__(self) -> str:
        return f"{self.customer_id} {self.score}"


class QualityDay(models.Model):
    """The mean quality of a source's or a team's customers on one day, for the chart over time.

    key is the source's key or the team's; parts are percentages.
    """

    class Of(models.TextChoices):
        ALL = "all", _("all customers")
        SOURCE = "source", _("source")
        TEAM = "team", _("team")

    of = models.CharField(max_length=6, choices=Of.choices)
    key = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    customers = models.PositiveIntegerField()
    score = models.FloatField()
    parts: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "key", "day"], name="quality_day_once")]

    def __str__(self) -> str:
        return f"{self.of} {self.key} {self.day} {self.score}"


class QualityMark(models.Model):
    """Up to which fact and which customer changes were followed; there is one such record."""

    last_event = models.BigIntegerField(default=0)
    last_customer = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last_event} {self.last_customer}"
