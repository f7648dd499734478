from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.queries import day_of, timeline_of
from zhiji.customers.timeline.registry import KINDS
from zhiji.desk.customers.composing import composer_forms
from zhiji.desk.customers.entries import days_of, kinds_shown
from zhiji.desk.customers.queries import who_of
from zhiji.desk.customers.views.answers import found
from zhiji.desk.customers.views.moved import follows_merges
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.screens import screen
from zhiji.kernel.numbering.rules import parse_number


@screen("customer.view")
@require_GET
@follows_merges
def customer(request: HttpRequest, key: int) -> HttpResponse:
    """Shows a customer: who they are, what happened, what is going on."""
    one = found(request.actor, key)
    context = {
        "customer": one,
        "object": one,
        "is_organisation": not one.is_person,
        **who_of(request.actor, one),
    }
    context |= composer_forms(request.actor, one) | _timeline(request, one, request.actor)
    return render(request, "desk/customers/customer.html", context)


@screen("customer.view")
@require_GET
def by_number(request: HttpRequest, number: str) -> HttpResponse:
    """Leads from a number such as C-000123 to the customer's page."""
    parsed = parse_number(number)
    if parsed is None or parsed[0] != Customer.prefix:
        raise Http404
    return redirect("customer", key=parsed[1])


@screen("customer.view")
@require_GET
@follows_merges
def who(request: HttpRequest, key: int) -> HttpResponse:
    """Shows the left column again."""
    one = found(request.actor, key)
    return render(request, "desk/customers/_who_again.html", {"customer": one, **who_of(request.actor, one)})


@screen("customer.view")
@require_GET
@follows_merges
def panels(request: HttpRequest, key: int) -> HttpResponse:
    """Shows the right column again."""
    return render(request, "desk/customers/_panels.html", {"customer": found(request.actor, key)})


@screen("customer.view")
@require_GET
@follows_merges
def timeline(request: HttpRequest, key: int) -> HttpResponse:
    """Shows the newest entries of the timeline again, or those older than a mark."""
    one = found(request.actor, key)
    older = "before" in request.GET
    template = "desk/customers/_older.html" if older else "desk/customers/_timeline.html"
    return render(request, template, {"customer": one, **_timeline(request, one, request.actor)})


def _timeline(request: HttpRequest, one: Customer, actor: Actor) -> dict[str, object]:
    kind, before, since = (request.GET.get(name, "") for name in ("kind", "before", "since"))
    kind = kind if kind in KINDS else ""
    page = timeline_of(one, before=before, since=since, kinds=(kind,) if kind else ())
    last = day_of(before)
    days = days_of(page.entries, actor, timezone.localdate(last) if last else None)
    return {"days": days, "older": page.older, "kind": kind, "kinds": kinds_shown()}
