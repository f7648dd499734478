"""What the pages of matters do alike. Each feature's views say who may come, find the matter, and bring the act."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from zhiji.channels.matters.forms import AssignForm
from zhiji.channels.matters.lists import undo_url
from zhiji.channels.matters.queries import answer_of, conversation_of, history, last_act
from zhiji.channels.outbox.actions import cancel_message, reply
from zhiji.customers.parties.queries import points_of, roles_of
from zhiji.kernel.access.actor import Actor
from zhiji.ui.toasts import toast


def record_context(actor: Actor, matter: Any) -> dict[str, Any]:
    """Returns what the page of every matter shows: who, what was said and done, and what may be done."""
    kind = matter.access_object
    return {
        "object": matter,
        "matter": matter,
        "kind": kind,
        kind: matter,
        "customer": matter.customer,
        "points": points_of(matter.customer),
        "roles": roles_of(matter.customer),
        "talk": conversation_of(actor, matter),
        "history": history(matter),
        "may_change": actor.reaches(f"{kind}.change", matter),
        "may_assign": actor.reaches(f"{kind}.assign", matter),
        "may_answer": matter.conversation is not None and actor.may("conversation.send"),
        **_composer(matter),
    }


def _composer(matter: Any) -> dict[str, Any]:
    return {
        "reply_url": reverse(f"{matter.access_object}_reply", args=[matter.pk]),
        "reply_key": uuid4().hex,
        "inbox_url": matter.conversation.get_absolute_url() if matter.conversation else "",
    }


def differing_fields(form: Any, matter: Any) -> list[dict[str, Any]]:
    """Lists the fields in which what somebody typed differs from what another has saved meanwhile."""
    return [
        {"label": form[name].label, "theirs": _told(matter, name), "mine": form.cleaned_data[name]}
        for name in form.Meta.fields
        if form.cleaned_data[name] != getattr(matter, name)
    ]


def _told(matter: Any, name: str) -> str:
    display: Callable[[], str] | None = getattr(matter, f"get_{name}_display", None)
    return display() if display else str(getattr(matter, name))


def assign_page(request: HttpRequest, matter: Any, assign: Callable[..., object]) -> HttpResponse:
    """Asks who gets a matter, and gives it to them; assign takes owner_id and team_id."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form: forms.Form
    if "me" in request.POST:
        form = AssignForm({"owner": actor.user_id, "team": ""})
    else:
        form = AssignForm(request.POST or None, initial={"owner": matter.owner_id})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "channels/matters/assign.html", {"form": form}, status=status)
    mark = last_act()
    assign(**form.receiver())
    said = {"number": matter.number, "name": form.cleaned_data["owner"] or _("nobody")}
    return done(matter.access_object, _("%(number)s: given to %(name)s") % said, mark)


def undo_page(request: HttpRequest, undo: Callable[..., int], words: Callable[[int], str]) -> HttpResponse:
    """Takes back what the person just did; undo takes after and until, words says how many are as before."""
    after, until = (request.GET.get(name, "") for name in ("after", "until"))
    if not (after.isdecimal() and until.isdecimal()):
        return HttpResponse(status=400)
    count = undo(actor=request.actor, after=int(after), until=int(until))  # type: ignore[attr-defined]
    return toast(HttpResponse(status=204), words(count), level="info")


def reply_page(request: HttpRequest, matter: Any) -> HttpResponse:
    """Answers the customer from a matter's page."""
    if matter.conversation_id is None:
        raise Http404
    message = reply(
        actor=request.actor,  # type: ignore[attr-defined]
        conversation_id=matter.conversation_id,
        text=request.POST.get("text", ""),
        key=request.POST.get("key", ""),
    )
    response = render(request, "channels/parts/composer.html", _composer(matter))
    unsend = reverse(f"{matter.access_object}_unsend", args=[matter.pk, message.pk])
    return toast(response, _("The answer goes out in a moment."), unsend)


def unsend_page(request: HttpRequest, matter: Any, message_id: int) -> HttpResponse:
    """Calls an answer back that has not gone out yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    cancel_message(actor=actor, message_id=answer_of(actor, matter, message_id).pk)
    return toast(HttpResponse(status=204), _("The answer was called back."), level="info")


def done(kind: str, text: str, mark: int) -> HttpResponse:
    """Says what was done since a mark, and offers to take it back."""
    response = trigger_client_event(HttpResponse(status=204), "done")
    return toast(response, text, undo_url(kind, mark))
