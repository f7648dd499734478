from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
from zhiji.service.cases.actions import (
    assign_case,
    change_case,
    open_case,
    open_case_for_person,
    set_case_state,
    undo_case_acts,
)
from zhiji.service.cases.forms import CaseForm, NewCaseForm
from zhiji.service.cases.models import Case
from zhiji.service.cases.queries import case_for
from zhiji.service.cases.screens import CASES
from zhiji.ui.lists.views import list_page


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
        **record_context(actor, case),
        "history_template": "service/cases/history_line.html",
        "states": [(value, label) for value, label in Case.State.choices if value != case.state],
    }
    return render(request, "service/cases/page.html", context)


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
        context["fields"] = differing_fields(form, case)
    return render(request, "service/cases/edit.html", context, status=status)


@screen("case.change", module="service")
@require_POST
def case_state(request: HttpRequest, case_id: int) -> HttpResponse:
    """Moves a case on to another state."""
    mark, actor = last_act(), request.actor  # type: ignore[attr-defined]
    found = case_for(actor, case_id)
    case = set_case_state(actor=actor, case_id=found.pk, state=request.POST.get("state", ""))
    return done("case", state_words(case), mark)


@screen("case.assign", module="service")
@require_http_methods(["GET", "POST"])
def case_assign(request: HttpRequest, case_id: int) -> HttpResponse:
    """Gives a case to somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, case_id)
    return assign_page(request, case, partial(assign_case, actor=actor, case_id=case_id))


@screen("case.view", module="service")
@require_POST
def case_undo(request: HttpRequest) -> HttpResponse:
    """Takes back what the person just did to cases."""
    return undo_page(request, undo_case_acts, _as_before)


def _as_before(count: int) -> str:
    text = ngettext("%(count)s case as it was before", "%(count)s cases as they were before", count)
    return text % {"count": count}


@screen("case.view", module="service")
@require_POST
def case_reply(request: HttpRequest, case_id: int) -> HttpResponse:
    """Answers the customer from the case's page."""
    return reply_page(request, case_for(request.actor, case_id))  # type: ignore[attr-defined]


@screen("conversation.send", module="service")
@require_POST
def case_unsend(request: HttpRequest, case_id: int, message_id: int) -> HttpResponse:
    """Calls an answer back that has not gone out yet."""
    return unsend_page(request, case_for(request.actor, case_id), message_id)  # type: ignore[attr-defined]
