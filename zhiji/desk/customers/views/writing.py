from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiji.channels.outbox.actions import cancel_message, reply, write_to_customer
from zhiji.channels.outbox.asking import held_text
from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.registry import ANSWERS
from zhiji.customers.timeline.actions import add_note, remove_note, restore_note
from zhiji.desk.customers.composing import composer_forms
from zhiji.desk.customers.forms import MailForm, NoteForm, ReplyForm
from zhiji.desk.customers.queries import may_see_message, may_see_note
from zhiji.desk.customers.views.answers import changed, found, there, undone
from zhiji.desk.customers.views.moved import follows_merges
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.toasts import toast

Act = Callable[[dict[str, Any]], tuple[str, str]]


@screen("conversation.send", module="channel.mail")
@require_POST
@follows_merges
def send_reply(request: HttpRequest, key: int) -> HttpResponse:
    """Answers an open conversation of a customer."""
    one = found(request.actor, key)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        message = reply(
            actor=request.actor,
            conversation_id=data["conversation"],
            text=data["text"],
            key=data["key"],
            files=data["files"],
        )
        return _("Your answer goes out in a few seconds."), reverse(
            "cancel_customer_message", args=[message.pk]
        )

    return _written(request, one, "reply", ReplyForm(request.POST, request.FILES), act)


@screen("conversation.send", module="channel.mail")
@require_POST
@follows_merges
def send_mail(request: HttpRequest, key: int) -> HttpResponse:
    """Writes a mail that begins a conversation with a customer."""
    one = found(request.actor, key)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        message = write_to_customer(
            actor=request.actor,
            customer_id=key,
            line_id=data["line"],
            subject=data["subject"],
            text=data["text"],
            key=data["key"],
            to=data["to"],
            files=data["files"],
            purpose=data["purpose"] or ANSWERS,
        )
        told = _("Your mail goes out in a few seconds.")
        if message.outbox.held:
            told = held_text(message.outbox.held, message.outbox.next_try_at)
        return told, reverse("cancel_customer_message", args=[message.pk])

    return _written(request, one, "mail", MailForm(request.POST, request.FILES), act)


@screen("note.add")
@require_POST
@follows_merges
def write_note(request: HttpRequest, key: int) -> HttpResponse:
    """Writes a note among ourselves about a customer."""
    one = found(request.actor, key)

    def act(data: dict[str, Any]) -> tuple[str, str]:
        entry = add_note(actor=request.actor, customer_id=key, text=data["text"], key=data["key"])
        return _("Noted."), reverse("remove_note", args=[entry.pk])

    return _written(request, one, "note", NoteForm(request.POST), act)


def _written(request: HttpRequest, one: Customer, mode: str, form: forms.Form, act: Act) -> HttpResponse:
    """Does what was written; a fault brings the composer back with all that was typed."""
    if form.is_valid():
        try:
            text, undo_url = act(form.cleaned_data)
        except Denied:
            raise
        except Refused as error:
            form.add_error("text", str(error))
        else:
            fresh = {"customer": one, **composer_forms(request.actor, one, mode)}
            response = render(request, "desk/customers/_composer.html", fresh)
            response.headers["HX-Trigger"] = changed(text, undo_url).headers["HX-Trigger"]
            return response
    context = {"customer": one, **composer_forms(request.actor, one, mode, form)}
    return render(request, "desk/customers/_composer.html", context, status=422)


@screen("conversation.send")
@require_POST
def call_back(request: HttpRequest, key: int) -> HttpResponse:
    """Calls a message back that has not gone out yet."""
    there(may_see_message(request.actor, key) or None)
    try:
        cancel_message(actor=request.actor, message_id=key)
    except Refused as error:
        return toast(HttpResponse(status=204), str(error), level="warning")
    return toast(HttpResponse(status=204), _("Called back. It was not sent."), level="info")


@screen("note.add")
@require_POST
def drop_note(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a note off the timeline."""
    there(may_see_note(request.actor, key) or None)
    remove_note(actor=request.actor, entry_id=key)
    return changed(_("Note removed."), reverse("restore_note", args=[key]))


@screen("note.add")
@require_POST
def bring_note_back(request: HttpRequest, key: int) -> HttpResponse:
    """Brings a note back onto the timeline."""
    there(may_see_note(request.actor, key) or None)
    return undone(lambda: restore_note(actor=request.actor, entry_id=key))
