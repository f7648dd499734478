from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhiji.channels.matters.lists import state_words
from zhiji.channels.matters.pages import (
    assign_page,
    differing_fields,
    done,
    record_context,
    reply_page,
    undo_page,
    unsend_page,
)
from zhiji.channels.matters.queries import last_act
from zhiji.channels.matters.starting import starting_values
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
from zhiji.sales.leads.forms import GiveUpForm, LeadForm, NewLeadForm
from zhiji.sales.leads.models import Lead
from zhiji.sales.leads.queries import lead_for
from zhiji.sales.leads.screens import LEADS, source_label
from zhiji.ui.lists.views import list_page


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
        **record_context(actor, lead),
        "history_template": "sales/leads/history_line.html",
        "states": [
            (value, label) for value, label in Lead.State.choices if value not in {lead.state, "lost"}
        ],
        "source": source_label(lead),
    }
    return render(request, "sales/leads/page.html", context)


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
        context["fields"] = differing_fields(form, lead)
    return render(request, "sales/leads/edit.html", context, status=status)


@screen("lead.change", module="sales")
@require_POST
def lead_state(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Moves a lead on to another state."""
    mark, actor = last_act(), request.actor  # type: ignore[attr-defined]
    found = lead_for(actor, lead_id)
    lead = move_lead(actor=actor, lead_id=found.pk, state=request.POST.get("state", ""))
    return done("lead", state_words(lead), mark)


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
    return done("lead", _("%(number)s: given up") % {"number": lead.number}, mark)


@screen("lead.assign", module="sales")
@require_http_methods(["GET", "POST"])
def lead_assign(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Gives a lead to somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    lead = lead_for(actor, lead_id)
    return assign_page(request, lead, partial(assign_lead, actor=actor, lead_id=lead_id))


@screen("lead.view", module="sales")
@require_POST
def lead_undo(request: HttpRequest) -> HttpResponse:
    """Takes back what the person just did to leads."""
    return undo_page(request, undo_lead_acts, _as_before)


def _as_before(count: int) -> str:
    text = ngettext("%(count)s lead as it was before", "%(count)s leads as they were before", count)
    return text % {"count": count}


@screen("lead.view", module="sales")
@require_POST
def lead_reply(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Answers the customer from the lead's page."""
    return reply_page(request, lead_for(request.actor, lead_id))  # type: ignore[attr-defined]


@screen("conversation.send", module="sales")
@require_POST
def lead_unsend(request: HttpRequest, lead_id: int, message_id: int) -> HttpResponse:
    """Calls an answer back that has not gone out yet."""
    return unsend_page(request, lead_for(request.actor, lead_id), message_id)  # type: ignore[attr-defined]
