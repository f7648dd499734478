from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.fields.rules import Shape


class OwnFieldQuerySet(models.QuerySet["OwnField"]):
    def of(self, record: str) -> "OwnFieldQuerySet":
        """Keeps the fields of one kind of record that are in use, in their order."""
        return self.filter(record=record, retired_at=None).order_by("position", "id")


class OwnField(models.Model):
    """A field that an administrator added to a kind of record, such as payment terms to customers."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("numeric value")
        MONEY = "money", _("money")
        DATE = "date", _("date")
        CHOICE = "choice", _("one choice")
        CHOICES = "choices", _("several choices")
        PERSON = "person", _("member of staff")
        CUSTOMER = "customer", _("customer")
        LINK = "link", _("link")
        FILE = "file", _("file")

    record = models.CharField(max_length=30)
    key = models.SlugField(max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    label_en = models.CharField(_("name in English"), max_length=80)
    label_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)
    help_text = models.CharField(_("what to write here"), max_length=200, blank=True)
    required = models.BooleanField(_("must be filled in"), default=False)
    choices = models.JSONField(default=list, blank=True)
    options = models.JSONField(default=dict, blank=True)
    section = models.CharField(_("section on the page"), max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    teams = models.ManyToManyField("kernel.Team", blank=True, related_name="+")
    is_listed = models.BooleanField(_("can be a column of lists"), default=True)
    is_filtered = models.BooleanField(_("lists can be filtered by it"), default=False)
    is_searched = models.BooleanField(_("found by search"), default=False)
    rights = models.JSONField(default=dict, blank=True)
    stale_after = models.PositiveIntegerField(_("stale after days"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    objects = OwnFieldQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "key"], name="own_field_once")]

    @property
    def label(self) -> str:
        """The field's name in the language of the page."""
        chinese = (get_language() or "").startswith("zh")
        return (self.label_zh or self.label_en) if chinese else (self.label_en or self.label_zh)

    @property
    def name(self) -> str:
        """The name under which imports, sources and the audit speak of the field."""
        return f"own:{self.key}"

    @property
    def shape(self) -> Shape:
        """What may stand in the field."""
        choices = [(c["key"], (c.get("en", ""), c.get("zh", ""))) for c in self.choices]
        return Shape(self.kind, self.required, choices, self.options)

    def choice_label(self, key: str) -> str:
        """Returns a choice's name in the language of the page; a choice that was taken away keeps its key."""
        chinese = (get_language() or "").startswith("zh")
        for choice in self.choices:
            if choice["key"] == key:
                first, second = choice.get("en", ""), choice.get("zh", "")
                return str((second or first) if chinese else (first or second))
        return key

    def __str__(self) -> str:
        return self.label


class OwnValues(models.Model):
    """The values of one record's own fields: key → value. Beside the record, so that lists of it stay as light."""

    record = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    values: Any = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_id", "record"], name="own_values_once")]

    def __str__(self) -> str:
        return f"{self.record} {self.object_id}"


class OwnIndex(models.Model):
    """One value by which lists are filtered; only fields that an administrator chose for this have any."""

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    text = models.CharField(max_length=120, blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["field", "text", "number", "object_id"], name="own_index_by_value"),
            models.Index(fields=["object_id", "field"], name="own_index_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} {self.text or self.number}"


class OwnFieldPlace(models.Model):
    """Where a team has put a field on its pages, if not where everybody has it."""

    field = models.ForeignKey(OwnField, models.CASCADE, related_name="places")
    team = models.ForeignKey("kernel.Team", models.CASCADE, related_name="+")
    section = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["field", "team"], name="own_field_place_once")]

    def __str__(self) -> str:
        return f"{self.field_id} {self.team_id}"
