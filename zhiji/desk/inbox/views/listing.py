"""The inbox itself: folders, list, and acts on several conversations."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.channels.conversations.actions import (
    Former,
    assign_conversation,
    close_conversation,
    put_back,
    reopen_conversation,
    snooze_conversation,
)
from zhiji.desk.inbox.queries import PAGE, people_for, read_inbox, read_place, read_rows
from zhiji.desk.inbox.several import each
from zhiji.desk.inbox.thread import snooze_choices
from zhiji.desk.inbox.undo import read_undo
from zhiji.desk.inbox.views.answers import actor_of, done, local_now, read_key, read_until
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Refused
from zhiji.ui.toasts import toast


@screen("conversation.view")
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Shows the inbox, or of it what the page asks for anew: the left side, or further rows."""
    actor, target = actor_of(request), request.htmx.target  # type: ignore[attr-defined]
    place = read_place(request.GET.get("folder", "mine"), request.GET.get("line", ""))
    if "before" in request.GET and target == "inbox-more":
        rows, older = read_rows(actor, place, local_now(), before=request.GET["before"])
        return render(request, "desk/inbox/rows.html", {"rows": rows, "older": older, "place": place})
    shown = read_key(request.GET.get("shown", "")) or PAGE
    context = {
        "inbox": read_inbox(actor, place, local_now(), shown=shown),
        "snoozes": snooze_choices(local_now()),
    }
    template = "desk/inbox/left.html" if target == "inbox-left" else "desk/inbox/inbox.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@screen("conversation.view")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Lists colleagues and teams to whom conversations can be given: one, or all that are chosen in the list."""
    users, teams = people_for(actor_of(request), request.GET.get("q", ""))
    one = read_key(request.GET.get("of", ""))
    return render(request, "desk/inbox/people.html", {"users": users, "teams": teams, "one": one})


@screen("conversation.view")
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Assigns, closes, snoozes or opens all chosen conversations."""
    ids = [int(key) for key in request.POST.getlist("ids") if read_key(key)]
    if not ids:
        raise Refused(_("Choose at least one conversation."))
    act = request.POST.get("act", "")
    former = {"assign": _assign, "snooze": _snooze, "close": _close, "open": _open}.get(act, _close)(
        request, ids
    )
    if not former:
        raise Refused(_("You have no right to do this with any of the chosen conversations."))
    count = len(former)
    text = ngettext("%(count)s conversation changed", "%(count)s conversations changed", count) % {
        "count": count
    }
    return done(request, text, former, "conversations-changed")


def _assign(request: HttpRequest, ids: list[int]) -> list[Former]:
    actor, owner, team = actor_of(request), request.POST.get("owner", ""), request.POST.get("team", "")
    return each(
        actor,
        ids,
        lambda key: assign_conversation(
            actor=actor, conversation_id=key, owner_id=read_key(owner), team_id=read_key(team)
        ),
    )


def _snooze(request: HttpRequest, ids: list[int]) -> list[Former]:
    actor, until = actor_of(request), read_until(request.POST.get("when", ""), request.POST.get("until", ""))
    return each(actor, ids, lambda key: snooze_conversation(actor=actor, conversation_id=key, until=until))


def _close(request: HttpRequest, ids: list[int]) -> list[Former]:
    actor = actor_of(request)
    return each(actor, ids, lambda key: close_conversation(actor=actor, conversation_id=key))


def _open(request: HttpRequest, ids: list[int]) -> list[Former]:
    actor = actor_of(request)
    return each(actor, ids, lambda key: reopen_conversation(actor=actor, conversation_id=key))


@screen("conversation.view")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Brings conversations back to how they stood before the last act."""
    actor = actor_of(request)
    try:
        former = read_undo(actor, request.GET.get("of", ""))
    except BadSignature as error:
        raise Refused(_("This can't be undone any more.")) from error
    put_back(actor=actor, former=former)
    ids = [one.conversation_id for one in former]
    response = trigger_client_event(HttpResponse(status=204), "conversation-back", {"ids": ids})
    return toast(response, _("Undone"), level="info")
