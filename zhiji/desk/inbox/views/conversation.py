"""One conversation: shown, dealt with, answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.channels.conversations.actions import (
    Former,
    assign_conversation,
    close_conversation,
    mark_read,
    note_in_conversation,
    reopen_conversation,
    snooze_conversation,
)
from zhiji.channels.conversations.presence import be_present
from zhiji.channels.conversations.queries import conversation_for
from zhiji.channels.outbox.actions import SECOND_THOUGHTS, cancel_message, reply, retry_message
from zhiji.desk.inbox.forms import read_files, read_writing
from zhiji.desk.inbox.queries import read_inbox, read_place
from zhiji.desk.inbox.thread import customer_facts, read_composer, read_message, read_thread, snooze_choices
from zhiji.desk.inbox.views.answers import actor_of, done, local_now, or_404, read_key, read_until
from zhiji.kernel.access.screens import screen
from zhiji.ui.shown import exact_time
from zhiji.ui.toasts import toast

# What a page may ask for anew: the id of the element → its template.
PARTS = {
    "conversation": "desk/inbox/conversation.html",
    "conversation-live": "desk/inbox/live.html",
    "conversation-aside": "desk/inbox/aside.html",
}


@screen("conversation.view")
@require_GET
def conversation(request: HttpRequest, key: int) -> HttpResponse:
    """Shows a conversation: the whole inbox around it, its pane alone, or what of it changes by itself."""
    actor, now, target = actor_of(request), local_now(), request.htmx.target  # type: ignore[attr-defined]
    place = read_place(request.GET.get("folder", "all"), request.GET.get("line", ""))
    context: dict[str, Any] = {"place": place}
    if target == "conversation-aside":
        shown = or_404(lambda: conversation_for(actor, key))
    else:
        opened = [int(part) for part in request.GET.get("opened", "").split(",") if read_key(part)]
        context["thread"] = or_404(lambda: read_thread(actor, key, now, opened, "whole" in request.GET))
        shown = context["thread"].conversation
        mark_read(actor=actor, conversation_id=key)
    context["conversation"] = shown
    if target != "conversation-live":
        context["facts"] = customer_facts(shown)
    if target not in PARTS or target == "conversation":
        context["composer"] = read_composer(actor, shown, request.user.signature)  # type: ignore[union-attr]
    if target not in PARTS:
        context |= {"inbox": read_inbox(actor, place, now), "snoozes": snooze_choices(now)}
    response = render(request, PARTS.get(target, "desk/inbox/inbox.html"), context)
    patch_vary_headers(response, ["HX-Target"])
    return response


@screen("conversation.view")
@require_GET
def message(request: HttpRequest, key: int) -> HttpResponse:
    """Shows what an older message says, when somebody opens it."""
    shown = or_404(lambda: read_message(actor_of(request), key))
    context = {"item": shown, "message": shown.message, "conversation": shown.message.conversation}
    return render(request, "desk/inbox/message_body.html", context)


@screen("conversation.assign")
@require_POST
def assign(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a conversation to somebody, or back to a team."""
    actor = actor_of(request)
    former = Former.of(or_404(lambda: conversation_for(actor, key)))
    owner, team = read_key(request.POST.get("owner", "")), read_key(request.POST.get("team", ""))
    given = assign_conversation(actor=actor, conversation_id=key, owner_id=owner, team_id=team)
    if given.owner:
        text = _("Given to %(name)s") % {"name": given.owner}
    else:
        text = _("Given to %(name)s") % {"name": given.team} if given.team else _("Nobody has it now")
    return done(request, text, [former])


@screen("conversation.change")
@require_POST
def snooze(request: HttpRequest, key: int) -> HttpResponse:
    """Puts a conversation out of sight until a time."""
    actor = actor_of(request)
    former = Former.of(or_404(lambda: conversation_for(actor, key)))
    until = read_until(request.POST.get("when", ""), request.POST.get("until", ""))
    snooze_conversation(actor=actor, conversation_id=key, until=until)
    return done(
        request, _("Snoozed until %(time)s") % {"time": exact_time(until)}, [former], "conversation-done"
    )


@screen("conversation.change")
@require_POST
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Closes a conversation."""
    actor = actor_of(request)
    former = Former.of(or_404(lambda: conversation_for(actor, key)))
    close_conversation(actor=actor, conversation_id=key)
    return done(request, _("Conversation closed"), [former], "conversation-done")


@screen("conversation.change")
@require_POST
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Opens a conversation again."""
    actor = actor_of(request)
    former = Former.of(or_404(lambda: conversation_for(actor, key)))
    reopen_conversation(actor=actor, conversation_id=key)
    return done(request, _("Open again"), [former])


@screen("conversation.view")
@require_POST
def write(request: HttpRequest, key: int) -> HttpResponse:
    """Takes what was written in the composer: an answer to the customer, or a note among ourselves.

    A refusal goes to the place for faults above the text; the text itself stays as it is.
    """
    actor, said = actor_of(request), read_writing(request.POST)
    or_404(lambda: conversation_for(actor, key))
    if said["mode"] == "note":
        note_in_conversation(actor=actor, conversation_id=key, text=said["text"], key=said["key"])
        return _written(request, key, _("Note added"))
    text, signature = said["text"].rstrip(), request.user.signature.strip()  # type: ignore[union-attr]
    if text and signature and said["sign"]:
        text = f"{text}\n\n{signature}"
    files = read_files(request.FILES.getlist("files"))
    message = reply(actor=actor, conversation_id=key, text=text, key=said["key"], to=said["to"], files=files)
    if said["close"]:
        close_conversation(actor=actor, conversation_id=key)
    text = _("Goes out in %(seconds)s seconds") % {"seconds": SECOND_THOUGHTS.seconds}
    undo = reverse("message_cancel", args=[message.pk])
    response = _written(request, key, text, undo)
    return trigger_client_event(response, "conversation-done", {"ids": [key]}) if said["close"] else response


def _written(request: HttpRequest, key: int, text: str, undo_url: str = "") -> HttpResponse:
    """Answers with a fresh composer: its new key lets the next message be another one."""
    conversation = conversation_for(actor_of(request), key)
    composer = read_composer(actor_of(request), conversation, request.user.signature)  # type: ignore[union-attr]
    context = {"conversation": conversation, "composer": composer, "is_fresh": True}
    response = render(request, "desk/inbox/composer.html", context)
    trigger_client_event(response, "message-written", {"id": key})
    return toast(response, text, undo_url)


@screen("conversation.send")
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Calls a message back and gives its text back to the composer."""
    message = or_404(lambda: cancel_message(actor=actor_of(request), message_id=key))
    said = {"id": message.conversation_id, "text": message.text, "to": ", ".join(message.recipients)}
    response = trigger_client_event(HttpResponse(status=204), "message-called-back", said)
    return toast(response, _("Called back; it did not go out."), level="info")


@screen("conversation.send")
@require_POST
def retry(request: HttpRequest, key: int) -> HttpResponse:
    """Tries a message again that could not be delivered."""
    message = or_404(lambda: retry_message(actor=actor_of(request), message_id=key))
    response = trigger_client_event(
        HttpResponse(status=204), "message-written", {"id": message.conversation_id}
    )
    return toast(response, _("It is tried again now."), level="info")


@screen("conversation.view")
@require_POST
def presence(request: HttpRequest, key: int) -> HttpResponse:
    """Notes that somebody looks at a conversation, writes in it, or leaves it."""
    said = request.POST
    or_404(
        lambda: be_present(
            actor=actor_of(request),
            conversation_id=key,
            is_writing=said.get("writing") == "1",
            is_leaving=said.get("leaving") == "1",
        )
    )
    return HttpResponse(status=204)
