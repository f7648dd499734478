"""The daily mail with what a user has not read yet."""

from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiji.kernel.notifications.models import Notification, NotificationChoice
from zhiji.kernel.notifications.queries import sentence_of


def send_digests() -> int:
    """Mails each user the notices not yet read or mailed, and returns how many mails went out.

    A notice is marked as mailed before its mail goes out: after a kill a digest may be missing, never doubled;
    the notice itself stays in the page.
    """
    if not settings.EMAIL_HOST_SET:
        return 0
    never = set(
        NotificationChoice.objects.filter(mail=NotificationChoice.Mail.NEVER).values_list("user_id", "kind")
    )
    waiting: dict[int, list[Notification]] = defaultdict(list)
    fresh = (
        Notification.objects.filter(mailed_at=None, read_at=None, user__is_active=True)
        .select_related("user")
        .order_by("id")
    )
    for notice in fresh[:5000]:
        if (notice.user_id, notice.kind) not in never:
            waiting[notice.user_id].append(notice)
    for notices in waiting.values():
        with transaction.atomic():
            Notification.objects.filter(pk__in=[n.pk for n in notices]).update(mailed_at=timezone.now())
        _mail(notices)
    return len(waiting)


def _mail(notices: list[Notification]) -> None:
    user = notices[0].user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext("%(count)d notice from Zhiji", "%(count)d notices from Zhiji", len(notices))
        lines = [f"• {sentence_of(notice)}\n  {settings.PUBLIC_URL}{notice.url}" for notice in notices]
        foot = _("Choose what you hear of: %(url)s") % {"url": f"{settings.PUBLIC_URL}/me/notifications"}
        body = "\n\n".join([*lines, foot])
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(subject % {"count": len(notices)}, body, None, [user.email], headers=headers).send()
