from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.models import OwnedQuerySet


class Source(models.Model):
    """Where values come from: a department's list, a system, a file, a channel, or our own people."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("department")
        SYSTEM = "system", _("system")
        FILE = "file", _("file")
        CHANNEL = "channel", _("channel")
        PEOPLE = "people", _("our own people")

    access_object: ClassVar[str] = "source"

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.DEPARTMENT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    trust = models.PositiveSmallIntegerField(_("trust"), default=50)
    mapping = models.JSONField(default=dict, blank=True)
    last_delivery_at = models.DateTimeField(_("last delivery"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(trust__lte=100), name="trust_is_a_percentage")]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One list that a source delivered: how it is read, how far it has come, and what became of its rows."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="imports")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    next_row = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class SourceRecord(models.Model):
    """One record of a source: as it came, and what was understood of it.

    values holds field → value in normal form; meta holds, for single fields, what differs from the record:
    {"at": time, "by": who, "ok": verified}. Of the records with one external id one is current; earlier ones are kept.
    """

    class State(models.TextChoices):
        CURRENT = "current", _("current")
        REPLACED = "replaced", _("replaced by a newer one")
        UNDONE = "undone", _("taken back")
        WRONG = "wrong", _("could not be read")

    source = models.ForeignKey(Source, models.PROTECT, related_name="records", db_index=False)
    external_id = models.CharField(max_length=100)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="records")
    of_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="records", db_index=False)
    row = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    raw = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    meta = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CURRENT)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["of_import", "row"],
                name="source_record_of_import",
                condition=Q(of_import__isnull=False),
            ),
            # Few: whoever stayed when a list was taken back is met again when it comes once more.
            models.Index(
                fields=["source", "external_id"], name="source_record_undone", condition=Q(state="undone")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=Q(state="current"),
                name="source_record_current_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.external_id}"


class SurvivorshipRule(models.Model):
    """Which of several sources' values of a field counts: criteria in their order; and when a value is stale."""

    field = models.CharField(max_length=60, unique=True)
    order = models.JSONField(default=list)
    stale_after = models.PositiveIntegerField(_("stale after days"), null=True, blank=True)

    def __str__(self) -> str:
        return self.field
