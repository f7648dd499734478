from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from zhiji.channels.outbox.actions import cancel_message, reply
from zhiji.customers.parties.queries import points_of, roles_of
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Conflict
from zhiji.sales.leads.actions import (
    add_lead,
    add_lead_for_person,
    assign_lead,
    change_lead,
    move_lead,
    undo_lead_acts,
)
from zhiji.sales.leads.forms import AssignForm, GiveUpForm, LeadForm, NewLeadForm
from zhiji.sales.leads.models import Lead
from zhiji.sales.leads.queries import answer_of, conversation_of, last_act, lead_for, lead_history
from zhiji.sales.leads.screens import LEADS, source_label, undo_url
from zhiji.sales.leads.starting import starting_values
from zhiji.ui.lists.views import list_page
from zhiji.ui.toasts import toast


@screen("lead.view", module="sales")
def lead_list(request: HttpRequest) -> HttpResponse:
    """Shows the leads as a table or a board."""
    return list_page(request, LEADS)


@screen("lead.view", module="sales")
def lead_page(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Shows one lead: who, what was said and done, what is going on."""
    actor = request.actor  # type: ignore[attr-defined]
    lead = lead_for(actor, lead_id)
    context = {
        "object": lead,
        "lead": lead,
        "customer": lead.customer,
        "points": points_of(lead.customer),
        "roles": roles_of(lead.customer),
        "talk": conversation_of(actor, lead),
        "history": lead_history(lead),
        "states": [
            (value, label) for value, label in Lead.State.choices if value not in {lead.state, "lost"}
        ],
        "source": source_label(lead),
        "may_change": actor.reaches("lead.change", lead),
        "may_assign": actor.reaches("lead.assign", lead),
        "may_answer": lead.conversation is not None and actor.may("conversation.send"),
        **_composer(lead),
    }
    return render(request, "sales/leads/page.html", context)


def _composer(lead: Lead) -> dict[str, Any]:
    inbox_url = lead.conversation.get_absolute_url() if lead.conversation else ""
    return {
        "reply_url": reverse("lead_reply", args=[lead.pk]),
        "reply_key": uuid4().hex,
        "inbox_url": inbox_url,
    }


@screen("lead.add", module="sales")
@require_http_methods(["GET", "POST"])
def lead_new(request: HttpRequest) -> HttpResponse:
    """Adds a lead for a customer, or for somebody new."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        form = NewLeadForm(actor=actor, initial={**starting_values(actor, request.GET), "key": uuid4().hex})
        return render(request, "sales/leads/new.html", {"form": form})
    form = NewLeadForm(request.POST, actor=actor)
    if not form.is_valid():
        return render(request, "sales/leads/new.html", {"form": form}, status=422)
    if form.cleaned_data["customer"]:
        lead = add_lead(actor=actor, customer_id=form.cleaned_data["customer"], **form.values())
    else:
        lead = add_lead_for_person(actor=actor, **form.person(), **form.values())
    return redirect(lead)


@screen("lead.change", module="sales")
@require_http_methods(["GET", "POST"])
def lead_edit(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Changes what a lead says; says so when somebody else was quicker."""
    actor = request.actor  # type: ignore[attr-defined]
    lead = lead_for(actor, lead_id)
    if request.method == "GET":
        return _edit_form(request, lead, LeadForm(instance=lead, initial={"version": lead.version}))
    form = LeadForm(request.POST, instance=lead_for(actor, lead_id))
    if not form.is_valid():
        return _edit_form(request, lead, form, 422)
    values = {key: form.cleaned_data[key] for key in LeadForm.Meta.fields}
    try:
        change_lead(actor=actor, lead_id=lead_id, version=form.cleaned_data["version"], values=values)
    except Conflict:
        form.data = {**request.POST.dict(), "version": str(lead.version)}
        return _edit_form(request, lead, form, 409)
    return redirect(lead)


def _edit_form(request: HttpRequest, lead: Lead, form: LeadForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"lead": lead, "form": form, "conflict": status == 409}
    if status == 409:
        names = [name for name in form.Meta.fields if form.cleaned_data[name] != getattr(lead, name)]
        context["fields"] = [
            {"label": form[name].label, "theirs": _told(lead, name), "mine": form.cleaned_data[name]}
            for name in names
        ]
    return render(request, "sales/leads/edit.html", context, status=status)


def _told(lead: Lead, name: str) -> str:
    display: Callable[[], str] | None = getattr(lead, f"get_{name}_display", None)
    return display() if display else str(getattr(lead, name))


@screen("lead.change", module="sales")
@require_POST
def lead_state(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Moves a lead on to another state."""
    mark, actor = last_act(), request.actor  # type: ignore[attr-defined]
    found = lead_for(actor, lead_id)
    lead = move_lead(actor=actor, lead_id=found.pk, state=request.POST.get("state", ""))
    return _done(
        _("%(number)s: %(state)s") % {"number": lead.number, "state": lead.get_state_display()}, mark
    )


@screen("lead.change", module="sales")
@require_http_methods(["GET", "POST"])
def lead_give_up(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Gives a lead up and says why."""
    actor = request.actor  # type: ignore[attr-defined]
    lead, form = lead_for(actor, lead_id), GiveUpForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "lead": lead}
        return render(request, "sales/leads/give_up.html", context, status=422 if form.is_bound else 200)
    mark = last_act()
    move_lead(actor=actor, lead_id=lead_id, state=Lead.State.LOST, reason=form.cleaned_data["reason"])
    return _done(_("%(number)s: given up") % {"number": lead.number}, mark)


@screen("lead.assign", module="sales")
@require_http_methods(["GET", "POST"])
def lead_assign(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Gives a lead to somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    lead = lead_for(actor, lead_id)
    if "me" in request.POST:
        form = AssignForm({"owner": actor.user_id, "team": ""})
    else:
        form = AssignForm(request.POST or None, initial={"owner": lead.owner_id})
    if not form.is_valid():
        context = {"form": form, "lead": lead}
        return render(request, "sales/leads/assign.html", context, status=422 if form.is_bound else 200)
    mark, owner, team = last_act(), form.cleaned_data["owner"], form.cleaned_data["team"]
    assign_lead(
        actor=actor, lead_id=lead_id, owner_id=owner.pk if owner else None, team_id=team.pk if team else None
    )
    return _done(
        _("%(number)s: given to %(name)s") % {"number": lead.number, "name": owner or _("nobody")}, mark
    )


@screen("lead.view", module="sales")
@require_POST
def lead_undo(request: HttpRequest) -> HttpResponse:
    """Takes back what the person just did to leads."""
    after, until = (request.GET.get(name, "") for name in ("after", "until"))
    if not (after.isdecimal() and until.isdecimal()):
        return HttpResponse(status=400)
    actor = request.actor  # type: ignore[attr-defined]
    count = undo_lead_acts(actor=actor, after=int(after), until=int(until))
    text = ngettext("%(count)s lead as it was before", "%(count)s leads as they were before", count)
    return toast(HttpResponse(status=204), text % {"count": count}, level="info")


@screen("lead.view", module="sales")
@require_POST
def lead_reply(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Answers the customer from the lead's page."""
    actor = request.actor  # type: ignore[attr-defined]
    lead = lead_for(actor, lead_id)
    if lead.conversation_id is None:
        raise Http404
    message = reply(
        actor=actor,
        conversation_id=lead.conversation_id,
        text=request.POST.get("text", ""),
        key=request.POST.get("key", ""),
    )
    response = render(request, "channels/parts/composer.html", _composer(lead))
    return toast(
        response, _("The answer goes out in a moment."), reverse("lead_unsend", args=[lead_id, message.pk])
    )


@screen("conversation.send", module="sales")
@require_POST
def lead_unsend(request: HttpRequest, lead_id: int, message_id: int) -> HttpResponse:
    """Calls an answer back that has not gone out yet."""
    actor = request.actor  # type: ignore[attr-defined]
    cancel_message(actor=actor, message_id=answer_of(actor, lead_for(actor, lead_id), message_id).pk)
    return toast(HttpResponse(status=204), _("The answer was called back."), level="info")


def _done(text: str, mark: int) -> HttpResponse:
    return toast(trigger_client_event(HttpResponse(status=204), "done"), text, undo_url(mark))
