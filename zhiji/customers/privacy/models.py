from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiji.kernel.access.models import OwnedQuerySet
from zhiji.kernel.numbering.models import Numbered


class PrivacyRequest(Numbered):
    """What somebody asks about their own data: a copy, a correction, rest, or erasure; with its due date and end."""

    class Kind(models.TextChoices):
        EXPORT = "export", _("copy of their data")
        CORRECT = "correct", _("correction")
        RESTRICT = "restrict", _("restriction")
        ERASE = "erase", _("erasure")

    class Law(models.TextChoices):
        GDPR = "gdpr", _("GDPR (30 days)")
        PIPL = "pipl", _("PIPL (15 days)")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "open")
        WORKING = "working", _("being carried out")
        DONE = "done", pgettext_lazy("request", "done")
        REFUSED = "refused", _("refused")

    prefix = "PR"
    access_object: ClassVar[str] = "privacy"

    kind = models.CharField(_("what they ask for"), max_length=10, choices=Kind.choices)
    # Gone with the person; their number stays, so that old papers still find this record.
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, related_name="privacy_requests"
    )
    customer_number = models.CharField(max_length=20)
    law = models.CharField(_("under which law"), max_length=4, choices=Law.choices, default=Law.PIPL)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    received_at = models.DateTimeField(_("received on"))
    due_at = models.DateTimeField(_("due"))
    words = models.TextField(_("what they wrote or said"), blank=True)
    checked = models.CharField(_("how we know that it is them"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)
    done_by_name = models.CharField(max_length=150, blank=True)
    answer = models.TextField(_("our answer"), blank=True)
    file = models.ForeignKey("kernel.StoredFile", models.SET_NULL, null=True, related_name="+")
    # Of an erasure: {"erased": {holding: count}, "kept": [{"what", "count", "why", "until"}], "total": rows at first}.
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="privacy_request_due"),
            models.Index(fields=["-received_at", "-id"], name="privacy_request_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(state__in=("open", "working")),
                name="one_open_privacy_request_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"/privacy/{self.pk}"
