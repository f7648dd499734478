"""What the channels hold about a person: what came in as it came, messages, files, conversations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiji.channels.conversations.models import Conversation, Message, MessageAttachment
from zhiji.channels.conversations.receiving import look_again
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.outbox.models import OutboxItem
from zhiji.customers.privacy.registry import Subject, holds
from zhiji.customers.privacy.rows import erase_rows, holds_rows, plain


def register() -> None:
    """Enters what the channels hold; first what names others, then what it names."""
    holds(
        "raw",
        _("Kept as it came"),
        models=("channels.inboxitem",),
        count=lambda subject: _raw(subject).count(),
        export=lambda subject: (plain(item) for item in _raw(subject).iterator(200)),
        files=lambda subject: ((f"{one.pk}-{one.channel}", one.file) for one in _raw_with_files(subject)),
        erase=_erase_raw,
        order=110,
    )
    holds_rows("attachments", _("Files"), MessageAttachment, "message__customer", order=120)
    holds_rows("outgoing", _("Outgoing messages"), OutboxItem, "message__customer", order=130)
    holds_rows("messages", _("Messages"), Message, "customer", order=150)
    holds(
        "conversations",
        _("Conversations"),
        models=("channels.conversation",),
        count=lambda subject: _conversations(subject).count(),
        export=_export_conversations,
        erase=_erase_conversations,
        order=160,
    )


def _raw(subject: Subject) -> QuerySet[InboxItem]:
    """Lists what became a message of theirs, and what their address sent and nobody could read or let in."""
    theirs = Q(message__customer_id=subject.customer_id)
    unread = Q(state__in=(InboxItem.State.FAILED, InboxItem.State.IGNORED, InboxItem.State.KEPT))
    return InboxItem.objects.filter(theirs | unread & Q(meta__from__in=subject.values("mail"))).order_by("pk")


def _raw_with_files(subject: Subject) -> Iterable[InboxItem]:
    return _raw(subject).select_related("file").iterator(100)


def _erase_raw(subject: Subject, limit: int) -> int:
    ids = list(_raw(subject).values_list("pk", flat=True)[:limit])
    if ids:
        erase_rows(InboxItem, ids)
    return len(ids)


def _conversations(subject: Subject) -> QuerySet[Conversation]:
    return Conversation.objects.filter(customer_id=subject.customer_id).order_by("pk")


def _export_conversations(subject: Subject) -> Iterable[Mapping[str, Any]]:
    return (plain(one) for one in _conversations(subject).iterator(200))


def _erase_conversations(subject: Subject, limit: int) -> int:
    """Erases conversations of which nothing is left; one in which others wrote goes to whoever wrote last."""
    rows = list(_conversations(subject)[:limit])
    empty = []
    for conversation in rows:
        last = conversation.messages.order_by("-at", "-id").first()
        if last is None:
            empty.append(conversation.pk)
            continue
        conversation.customer_id, conversation.subject = last.customer_id, last.subject
        look_again(conversation)
        conversation.save()
    if empty:
        erase_rows(Conversation, empty, url=lambda key: f"/inbox/{key}")
    return len(rows)
