"""How the inbox answers: not found, and done with a toast that can be undone."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from zhiji.channels.conversations.actions import Former
from zhiji.desk.inbox.rules import time_of_choice
from zhiji.desk.inbox.undo import undo_address
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused
from zhiji.ui.toasts import toast

T = TypeVar("T")


def actor_of(request: HttpRequest) -> Actor:
    """Returns who asks."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def or_404(read: Callable[[], T]) -> T:
    """Reads something; what does not exist, or not for this person, is a page not found."""
    try:
        return read()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def done(
    request: HttpRequest, text: str, former: list[Former], event: str = "conversation-changed"
) -> HttpResponse:
    """Answers that conversations were changed: a toast with Undo, and an event for the page."""
    response = trigger_client_event(
        HttpResponse(status=204), event, {"ids": [one.conversation_id for one in former]}
    )
    return toast(response, text, undo_address(actor_of(request), former) if former else "")


def local_now() -> datetime:
    """Returns the time in the zone of the person who asks."""
    return timezone.localtime(timezone.now())


def read_until(code: str, typed: str) -> datetime:
    """Reads until when to snooze: a choice of the menu, or a time that was picked; raises Refused for neither."""
    if until := time_of_choice(code, local_now()):
        return until
    try:
        picked = parse_datetime(typed)
    except ValueError:
        picked = None
    if picked is None:
        raise Refused(_("Choose until when."))
    return timezone.make_aware(picked) if timezone.is_naive(picked) else picked


def read_key(text: str) -> int | None:
    """Reads a record's number from a form; None for an empty or senseless one."""
    return int(text) if text.isdecimal() and len(text) < 18 else None
