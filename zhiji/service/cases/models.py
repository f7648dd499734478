from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.channels.matters.models import Matter
from zhiji.kernel.access.models import OwnedQuerySet


class CaseQuerySet(OwnedQuerySet):
    """Cases by what is to be done with them."""

    def open(self) -> "CaseQuerySet":
        """Keeps the cases that are not settled."""
        return self.exclude(state=Case.State.CLOSED)


class Case(Matter):
    """Something that a customer needs settled."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("in work")
        WAITING = "waiting", _("waiting for the customer")
        CLOSED = "closed", _("closed")

    class Priority(models.TextChoices):
        LOW = "low", _("low")
        NORMAL = "normal", _("normal")
        HIGH = "high", _("high")
        URGENT = "urgent", _("urgent")

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        COMPLAINT = "complaint", _("complaint")

    prefix = "S"
    access_object: ClassVar[str] = "case"
    ended: ClassVar[str] = "closed"
    began: ClassVar[str] = "opened_at"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="cases")
    conversation = models.ForeignKey(
        "channels.Conversation", models.SET_NULL, null=True, related_name="cases"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.QUESTION)
    subject = models.CharField(_("subject"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    # From the form or the message that asked for it: a repeated click or event opens one case.
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (many have none)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-opened_at", "id"], name="case_by_state"),
            models.Index(fields=["owner", "state", "-opened_at"], name="case_of_owner"),
            models.Index(fields=["team", "state", "-opened_at"], name="case_of_team"),
            models.Index(fields=["-opened_at", "id"], name="case_by_age"),
        ]
        constraints = [
            # Set by flows: a conversation opens one case, however often its event is handled.
            models.UniqueConstraint(
                fields=["conversation"], condition=~Q(state="closed"), name="one_open_case_per_conversation"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"/cases/{self.pk}"
