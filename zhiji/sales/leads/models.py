from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.channels.matters.models import Matter
from zhiji.kernel.access.models import OwnedQuerySet


class LeadQuerySet(OwnedQuerySet):
    """Leads by what is to be done with them."""

    def open(self) -> "LeadQuerySet":
        """Keeps the leads that are neither won over nor given up."""
        return self.filter(state__in=Lead.OPEN)


class Lead(Matter):
    """A sign that a customer may want to buy something."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        WORKING = "working", _("in work")
        QUALIFIED = "qualified", _("qualified")
        LOST = "lost", _("given up")

    OPEN = (State.NEW, State.WORKING, State.QUALIFIED)
    prefix = "L"
    access_object: ClassVar[str] = "lead"
    ended: ClassVar[str] = "lost"
    began: ClassVar[str] = "created_at"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="leads")
    conversation = models.ForeignKey(
        "channels.Conversation", models.SET_NULL, null=True, related_name="leads"
    )
    subject = models.CharField(_("interest"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    source = models.CharField(_("source"), max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    position = models.FloatField(default=0)
    created_at = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    lost_reason = models.CharField(_("why given up"), max_length=200, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (many have none)

    objects = LeadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-created_at", "id"], name="lead_by_state"),
            models.Index(fields=["owner", "state", "-created_at"], name="lead_of_owner"),
            models.Index(fields=["team", "state", "-created_at"], name="lead_of_team"),
            models.Index(fields=["-created_at", "id"], name="lead_by_age"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=~Q(state="lost"), name="one_open_lead_per_conversation"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"/leads/{self.pk}"
