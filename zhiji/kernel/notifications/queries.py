from typing import Any

from django.db.models import QuerySet

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.notifications.models import Notification, NotificationChoice
from zhiji.kernel.notifications.registry import KINDS


def notices_of(actor: Actor) -> QuerySet[Notification]:
    """Lists the actor's notices, newest first."""
    return Notification.objects.filter(user_id=actor.me, in_page=True)


def unread_count(actor: Actor) -> int:
    """Counts the actor's unread notices."""
    return notices_of(actor).filter(read_at=None).count()


def sentence_of(notice: Notification) -> str:
    """Says a notice in the language of the one who reads it."""
    kind = KINDS.get(notice.kind)
    if kind is None:
        return notice.kind
    try:
        return str(str(kind.sentence) % notice.params)
    except (KeyError, ValueError, TypeError):
        return str(kind.label)


def choices_of(actor: Actor) -> list[dict[str, Any]]:
    """Lists every kind of notice with what the actor chose for it."""
    chosen = {choice.kind: choice for choice in NotificationChoice.objects.filter(user_id=actor.me)}
    return [
        {
            "kind": kind,
            "in_page": chosen[slug].in_page if slug in chosen else True,
            "mail": chosen[slug].mail if slug in chosen else NotificationChoice.Mail.DIGEST,
        }
        for slug, kind in KINDS.items()
    ]
