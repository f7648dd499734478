from django.db import models
from django.utils.translation import gettext_lazy as _


class MatchKey(models.Model):
    """One blocking key of a customer, as a number: customers who share one are looked at together."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", db_constraint=False, db_index=True
    )
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "customer"], name="match_key_lookup")]


class MatchKeyMark(models.Model):
    """Up to which customer keys were written, and up to which fact they followed; there is one such record."""

    last_customer = models.BigIntegerField(default=0)
    last_event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last_customer} {self.last_event}"


class MatchRun(models.Model):
    """One run of matching over all customers of a kind: what it learned, where it drew the lines, what it found."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    parameters = models.TextField(blank=True)
    automatic = models.FloatField(null=True)
    ask = models.FloatField(null=True)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The process that does it: whether it still lives.
    host = models.CharField(max_length=100, blank=True)
    pid = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "-id"], name="match_run_newest")]
