"""What could not be read, sent or handled, and its Retry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.channels.inbox.actions import retry_failed_items, retry_item
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.outbox.addressing import refusal_text
from zhiji.channels.outbox.asking import held_text
from zhiji.channels.outbox.models import OutboxItem
from zhiji.desk.inbox.actions import retry_handler
from zhiji.desk.inbox.queries import failed_deliveries, kept_items, outgoing
from zhiji.desk.inbox.views.answers import actor_of, or_404
from zhiji.desk.inbox.words import failure_text
from zhiji.kernel.access.screens import screen
from zhiji.ui.toasts import toast

STATES = {"failed": InboxItem.State.FAILED, "aside": InboxItem.State.IGNORED}


@screen("inbox_item.view")
@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """Lists what came in and could not be read, or was set aside."""
    actor = actor_of(request)
    tab = request.GET.get("show", "failed")
    tab = tab if tab in STATES else "failed"
    rows = [(item, failure_text(item.error)) for item in kept_items(actor, STATES[tab])]
    context = {"rows": rows, "tab": tab, "may_retry": actor.may("inbox_item.change")}
    return render(request, "desk/inbox/failed.html", context)


@screen("inbox_item.change")
@require_POST
def retry_one(request: HttpRequest, key: int) -> HttpResponse:
    """Lets one kept thing be read again."""
    or_404(lambda: retry_item(actor=actor_of(request), item_id=key))
    return _again(_("It is read again now."))


@screen("inbox_item.change")
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Lets everything that failed be read again."""
    count = retry_failed_items(actor=actor_of(request))
    return _again(ngettext("%(count)s is read again", "%(count)s are read again", count) % {"count": count})


@screen("job.view")
@require_GET
def handlers(request: HttpRequest) -> HttpResponse:
    """Lists the processes that failed on an event."""
    actor = actor_of(request)
    context = {
        "deliveries": failed_deliveries(actor),
        "may_retry": actor.may("job.change"),
        "tab": "handlers",
    }
    return render(request, "desk/inbox/handlers.html", context)


@screen("job.change")
@require_POST
def retry_one_handler(request: HttpRequest, key: int) -> HttpResponse:
    """Lets one process try again that failed on an event."""
    worked = retry_handler(actor=actor_of(request), delivery_id=key)
    return _again(_("It worked this time.")) if worked else _again(_("It failed again."), "warning")


@screen("conversation.view")
@require_GET
def going_out(request: HttpRequest) -> HttpResponse:
    """Lists the messages that could not be delivered, and those that wait."""
    actor = actor_of(request)
    stuck, waiting = outgoing(actor)
    context = {
        "groups": [
            (_("Not delivered"), [(item, refusal_text(item.error)) for item in stuck]),
            (_("Waiting"), [(item, waiting_text(item)) for item in waiting]),
        ],
        "may_retry": actor.may("conversation.send"),
        "tab": "outgoing",
    }
    return render(request, "desk/inbox/outgoing.html", context)


def waiting_text(item: OutboxItem) -> str:
    """Says why a message waits: it may not go yet, or its last try failed."""
    return held_text(item.held, item.next_try_at) if item.held else item.error


def _again(text: str, level: str = "success") -> HttpResponse:
    response = trigger_client_event(HttpResponse(status=204), "list-changed")
    return toast(response, text, level=level)
