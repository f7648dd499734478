from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.models import OwnedQuerySet


class ConversationQuerySet(OwnedQuerySet):
    """Conversations by what is to be done with them."""

    def open(self) -> "ConversationQuerySet":
        """Keeps the conversations that wait for somebody of us."""
        return self.filter(state=Conversation.State.OPEN)


class Conversation(models.Model):
    """Messages that belong together, on whichever channel they come."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SNOOZED = "snoozed", _("snoozed")
        CLOSED = "closed", _("closed")

    access_object: ClassVar[str] = "conversation"

    subject = models.CharField(_("subject"), max_length=300, blank=True)
    channel = models.CharField(max_length=10)
    line = models.ForeignKey(
        "channels.Line", models.SET_NULL, null=True, related_name="conversations", db_index=False
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="conversations")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    team = models.ForeignKey(
        "kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_direction = models.CharField(max_length=3, default="in")
    preview = models.CharField(max_length=200, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    # When the customer began to wait for an answer; empty while they do not.
    waiting_since = models.DateTimeField(null=True)
    is_unread = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-last_at", "-id"], name="conversation_by_state"),
            models.Index(fields=["owner", "state", "-last_at", "-id"], name="conversation_of_owner"),
            models.Index(fields=["team", "state", "-last_at", "-id"], name="conversation_of_team"),
            models.Index(fields=["line", "state", "-last_at", "-id"], name="conversation_of_line"),
            models.Index(
                fields=["snoozed_until"],
                name="conversation_snoozed",
                condition=Q(snoozed_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"/inbox/{self.pk}"


class Message(models.Model):
    """One message of a conversation, or a note among ourselves beside it."""

    class Direction(models.TextChoices):
        IN = "in", _("from the customer")
        OUT = "out", _("to the customer")
        NOTE = "note", _("note among ourselves")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        BOUNCED = "bounced", _("returned")
        CANCELLED = "cancelled", _("called back")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    channel = models.CharField(max_length=10)
    external_id = models.CharField(max_length=250, db_index=True, blank=True)
    references = models.JSONField(default=list)
    sender = models.CharField(max_length=320, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    auto = models.CharField(max_length=12, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    error = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.direction} {self.subject}"


class MessageAttachment(models.Model):
    """A file that came or goes with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=100)
    content_id = models.CharField(max_length=250, blank=True)
    is_inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Who looks at a conversation just now, and whether they write."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.conversation_id}"
