from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.notifications.models import Notification, NotificationChoice


def notify(
    *,
    actor: Actor,
    user_id: int | None,
    kind: str,
    url: str = "",
    key: str = "",
    params: Mapping[str, Any] | None = None,
) -> None:
    """Tells a user something, unless they did it themselves or do not want to hear of it.

    key makes a notice unique per user and kind, so that a handler that runs twice tells once.
    """
    if user_id is None or user_id == actor.user_id:
        return
    choice = NotificationChoice.objects.filter(user_id=user_id, kind=kind).first()
    if choice and not choice.in_page and choice.mail == NotificationChoice.Mail.NEVER:
        return
    values: dict[str, Any] = {"params": dict(params or {}), "url": url}
    if choice and not choice.in_page:
        values["in_page"] = False
    if key:
        _, made = Notification.objects.get_or_create(user_id=user_id, kind=kind, key=key, defaults=values)
    else:
        Notification.objects.create(user_id=user_id, kind=kind, **values)
        made = True
    if made:
        signal_pages([f"user:{user_id}"])


@action
def read_notifications(*, actor: Actor, ids: list[int] | None = None) -> int:
    """Marks the actor's own notices as read, all of them or those named, and returns how many."""
    mine = Notification.objects.filter(user_id=actor.me, read_at=None)
    count = (mine if ids is None else mine.filter(pk__in=ids)).update(read_at=timezone.now())
    record(actor, "read_notifications", None, after={"count": count})
    signal_pages([f"user:{actor.user_id}"])
    return count


@action
def choose_notifications(*, actor: Actor, choices: Mapping[str, tuple[bool, str]]) -> None:
    """Sets for each kind of notice whether the actor sees it in the page, and how it comes by mail."""
    for kind, (in_page, mail) in choices.items():
        NotificationChoice.objects.update_or_create(
            user_id=actor.me, kind=kind, defaults={"in_page": in_page, "mail": mail}
        )
    record(actor, "choose_notifications", None, after={kind: list(pair) for kind, pair in choices.items()})
