from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.parties.actions import add_customer, assign_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import known_already
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.sources.builtin import PEOPLE
from zhiji.desk.customers.bulk import AssignForm
from zhiji.desk.customers.forms import CustomerForm, NewCustomerForm
from zhiji.desk.customers.queries import last_change
from zhiji.desk.customers.views.answers import changed, found, undo_of_words, undone
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Conflict, Denied, Refused


@screen("customer.add")
def new_customer(request: HttpRequest) -> HttpResponse:
    """Adds a person or an organisation; who seems to be known already is shown first."""
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        kind = kind if kind in Customer.Kind.values else Customer.Kind.PERSON
        asked = {name: request.GET.get(name, "") for name in ("name", "phone", "mail", "organisation")}
        return _new_page(request, NewCustomerForm(initial={**asked, "kind": kind}))
    form = NewCustomerForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    known = [] if "anyway" in request.POST else known_already(request.actor, form.points())
    if known:
        return _new_page(request, form, status=422, known=known)
    data = form.cleaned_data
    added = add_customer(
        actor=request.actor,
        kind=data["kind"],
        name=data["name"],
        points=form.points(),
        organisation_id=data.get("organisation"),
        title=data.get("title", ""),
        source=PEOPLE,
        owner_id=request.actor.user_id,
        team_id=request.actor.team_id,
        values=form.values(),
    )
    return redirect(added)


def _new_page(request: HttpRequest, form: NewCustomerForm, status: int = 200, **more: Any) -> HttpResponse:
    kind = form.data.get("kind") or form.initial.get("kind")
    context = {"form": form, "is_person": kind != Customer.Kind.ORGANISATION, **more}
    return render(request, "desk/customers/new.html", context, status=status)


@screen("customer.change")
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Changes a customer's values in a dialog; what somebody else changed meanwhile is shown beside it."""
    one = found(request.actor, key)
    if request.method != "POST":
        initial = {name: getattr(one, name) for name in _fields(one)} | {"version": one.version}
        return _edit_dialog(request, one, CustomerForm(one, initial=initial))
    form = CustomerForm(one, request.POST)
    if not form.is_valid():
        return _edit_dialog(request, one, form, status=422)
    try:
        saved = change_customer(
            actor=request.actor, customer_id=key, version=form.cleaned_data["version"], values=form.values()
        )
    except Conflict:
        return _conflict(request, found(request.actor, key), form)
    except Denied:
        raise
    except Refused as error:
        form.add_error(None, str(error))
        return _edit_dialog(request, one, form, status=422)
    return trigger_client_event(changed(_("Saved."), undo_of_words(one, saved)), "done")


def _fields(one: Customer) -> list[str]:
    return [name for name in CustomerForm(one).fields if name != "version"]


def _conflict(request: HttpRequest, one: Customer, form: CustomerForm) -> HttpResponse:
    """Shows both values of what differs; saving again keeps the person's own."""
    differing = [
        {"label": form.fields[name].label, "theirs": _told(one, name), "mine": form[name].value() or "—"}
        for name, value in form.values().items()
        if name != "parent_id" and getattr(one, name) != value
    ]
    again = form.data.copy()
    again["version"] = one.version
    change = last_change(one)
    told = {"who": change.actor_name if change else "", "when": one.updated_at, "fields": differing}
    return _edit_dialog(request, one, CustomerForm(one, again), status=409, conflict=told)


def _told(one: Customer, name: str) -> str:
    shown = getattr(one, f"get_{name}_display", None)
    return str(shown() if shown else getattr(one, name)) or "—"


def _edit_dialog(
    request: HttpRequest, one: Customer, form: CustomerForm, status: int = 200, **more: Any
) -> HttpResponse:
    return render(
        request, "desk/customers/_edit.html", {"customer": one, "form": form, **more}, status=status
    )


@screen("customer.assign")
def assign(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a customer to another owner and team."""
    one = found(request.actor, key)
    if request.method != "POST":
        form = AssignForm(initial={"owner": one.owner_id, "team": one.team_id})
        return render(request, "desk/customers/_assign.html", {"customer": one, "form": form})
    form = AssignForm(request.GET if "undo" in request.GET else request.POST)
    if not form.is_valid():
        return render(request, "desk/customers/_assign.html", {"customer": one, "form": form}, status=422)
    owner, team = form.cleaned_data["owner"], form.cleaned_data["team"]

    def act() -> None:
        assign_customer(
            actor=request.actor,
            customer_id=key,
            owner_id=owner.pk if owner else None,
            team_id=team.pk if team else None,
        )

    if "undo" in request.GET:
        return undone(act)
    act()
    return trigger_client_event(
        changed(_("%(name)s is assigned.") % {"name": one.name}, _back_to(one)), "done"
    )


@screen("customer.assign")
@require_POST
def take(request: HttpRequest, key: int) -> HttpResponse:
    """Makes the person the customer's owner."""
    one = found(request.actor, key)
    actor = request.actor
    assign_customer(
        actor=actor, customer_id=key, owner_id=actor.user_id, team_id=actor.team_id or one.team_id
    )
    return changed(_("%(name)s is yours now.") % {"name": one.name}, _back_to(one))


def _back_to(one: Customer) -> str:
    query = {"undo": 1, "owner": one.owner_id or "", "team": one.team_id or ""}
    return f"{reverse('assign_customer', args=[one.pk])}?{urlencode(query)}"
