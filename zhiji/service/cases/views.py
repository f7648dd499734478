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
from zhiji.service.cases.actions import (
    assign_case,
    change_case,
    open_case,
    open_case_for_person,
    set_case_state,
    undo_case_acts,
)
from zhiji.service.cases.forms import AssignForm, CaseForm, NewCaseForm
from zhiji.service.cases.models import Case
from zhiji.service.cases.queries import answer_of, case_for, case_history, conversation_of, last_act
from zhiji.service.cases.screens import CASES, undo_url
from zhiji.service.cases.starting import starting_values
from zhiji.ui.lists.views import list_page
from zhiji.ui.toasts import toast


@screen("case.view", module="service")
def case_list(request: HttpRequest) -> HttpResponse:
    """Shows the cases as a table or a board."""
    return list_page(request, CASES)


@screen("case.view", module="service")
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Shows one case: who, what was said and done, what is going on."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, case_id)
    context = {
        "object": case,
        "case": case,
        "customer": case.customer,
        "points": points_of(case.customer),
        "roles": roles_of(case.customer),
        "talk": conversation_of(actor, case),
        "history": case_history(case),
        "states": [(value, label) for value, label in Case.State.choices if value != case.state],
        "may_change": actor.reaches("case.change", case),
        "may_assign": actor.reaches("case.assign", case),
        "may_answer": case.conversation is not None and actor.may("conversation.send"),
        **_composer(case),
    }
    return render(request, "service/cases/page.html", context)


def _composer(case: Case) -> dict[str, Any]:
    inbox_url = case.conversation.get_absolute_url() if case.conversation else ""
    return {
        "reply_url": reverse("case_reply", args=[case.pk]),
        "reply_key": uuid4().hex,
        "inbox_url": inbox_url,
    }


@screen("case.add", module="service")
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Opens a case for a customer, or for somebody new."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        form = NewCaseForm(actor=actor, initial={**starting_values(actor, request.GET), "key": uuid4().hex})
        return render(request, "service/cases/new.html", {"form": form})
    form = NewCaseForm(request.POST, actor=actor)
    if not form.is_valid():
        return render(request, "service/cases/new.html", {"form": form}, status=422)
    if form.cleaned_data["customer"]:
        case = open_case(actor=actor, customer_id=form.cleaned_data["customer"], **form.values())
    else:
        case = open_case_for_person(actor=actor, **form.person(), **form.values())
    return redirect(case)


@screen("case.change", module="service")
@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, case_id: int) -> HttpResponse:
    """Changes what a case says; says so when somebody else was quicker."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, case_id)
    if request.method == "GET":
        return _edit_form(request, case, CaseForm(instance=case, initial={"version": case.version}))
    form = CaseForm(request.POST, instance=case_for(actor, case_id))
    if not form.is_valid():
        return _edit_form(request, case, form, 422)
    values = {key: form.cleaned_data[key] for key in CaseForm.Meta.fields}
    try:
        change_case(actor=actor, case_id=case_id, version=form.cleaned_data["version"], values=values)
    except Conflict:
        form.data = {**request.POST.dict(), "version": str(case.version)}
        return _edit_form(request, case, form, 409)
    return redirect(case)


def _edit_form(request: HttpRequest, case: Case, form: CaseForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"case": case, "form": form, "conflict": status == 409}
    if status == 409:
        names = [name for name in form.Meta.fields if form.cleaned_data[name] != getattr(case, name)]
        context["fields"] = [
            {"label": form[name].label, "theirs": _told(case, name), "mine": form.cleaned_data[name]}
            for name in names
        ]
    return render(request, "service/cases/edit.html", context, status=status)


def _told(case: Case, name: str) -> str:
    display: Callable[[], str] | None = getattr(case, f"get_{name}_display", None)
    return display() if display else str(getattr(case, name))


@screen("case.change", module="service")
@require_POST
def case_state(request: HttpRequest, case_id: int) -> HttpResponse:
    """Moves a case on to another state."""
    mark, actor = last_act(), request.actor  # type: ignore[attr-defined]
    found = case_for(actor, case_id)
    case = set_case_state(actor=actor, case_id=found.pk, state=request.POST.get("state", ""))
    return _done(
        _("%(number)s: %(state)s") % {"number": case.number, "state": case.get_state_display()}, mark
    )


@screen("case.assign", module="service")
@require_http_methods(["GET", "POST"])
def case_assign(request: HttpRequest, case_id: int) -> HttpResponse:
    """Gives a case to somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, case_id)
    if "me" in request.POST:
        form = AssignForm({"owner": actor.user_id, "team": ""})
    else:
        form = AssignForm(request.POST or None, initial={"owner": case.owner_id})
    if not form.is_valid():
        context = {"form": form, "case": case}
        return render(request, "service/cases/assign.html", context, status=422 if form.is_bound else 200)
    mark, owner, team = last_act(), form.cleaned_data["owner"], form.cleaned_data["team"]
    assign_case(
        actor=actor, case_id=case_id, owner_id=owner.pk if owner else None, team_id=team.pk if team else None
    )
    return _done(
        _("%(number)s: given to %(name)s") % {"number": case.number, "name": owner or _("nobody")}, mark
    )


@screen("case.view", module="service")
@require_POST
def case_undo(request: HttpRequest) -> HttpResponse:
    """Takes back what the person just did to cases."""
    after, until = (request.GET.get(name, "") for name in ("after", "until"))
    if not (after.isdecimal() and until.isdecimal()):
        return HttpResponse(status=400)
    actor = request.actor  # type: ignore[attr-defined]
    count = undo_case_acts(actor=actor, after=int(after), until=int(until))
    text = ngettext("%(count)s case as it was before", "%(count)s cases as they were before", count)
    return toast(HttpResponse(status=204), text % {"count": count}, level="info")


@screen("case.view", module="service")
@require_POST
def case_reply(request: HttpRequest, case_id: int) -> HttpResponse:
    """Answers the customer from the case's page."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, case_id)
    if case.conversation_id is None:
        raise Http404
    message = reply(
        actor=actor,
        conversation_id=case.conversation_id,
        text=request.POST.get("text", ""),
        key=request.POST.get("key", ""),
    )
    response = render(request, "channels/parts/composer.html", _composer(case))
    return toast(
        response, _("The answer goes out in a moment."), reverse("case_unsend", args=[case_id, message.pk])
    )


@screen("conversation.send", module="service")
@require_POST
def case_unsend(request: HttpRequest, case_id: int, message_id: int) -> HttpResponse:
    """Calls an answer back that has not gone out yet."""
    actor = request.actor  # type: ignore[attr-defined]
    cancel_message(actor=actor, message_id=answer_of(actor, case_for(actor, case_id), message_id).pk)
    return toast(HttpResponse(status=204), _("The answer was called back."), level="info")


def _done(text: str, mark: int) -> HttpResponse:
    return toast(trigger_client_event(HttpResponse(status=204), "done"), text, undo_url(mark))
