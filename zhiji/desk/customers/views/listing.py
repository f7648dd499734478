from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import customers_like
from zhiji.desk.customers.actions import take_back_customers
from zhiji.desk.customers.listing import SPEC
from zhiji.desk.customers.tasks import take_back_on
from zhiji.desk.customers.views.answers import MOST
from zhiji.kernel.access.screens import screen
from zhiji.ui.lists.views import list_page
from zhiji.ui.toasts import toast


@screen("customer.view")
def customers(request: HttpRequest) -> HttpResponse:
    """Lists customers."""
    return list_page(request, SPEC)


@screen("customer.view")
@require_POST
def take_back(request: HttpRequest, first: int, last: int) -> HttpResponse:
    """Takes back what the person just did to many customers."""
    count = take_back_customers(actor=request.actor, first=min(first, MOST - 1), last=min(last, MOST - 1))
    text = ngettext("%(count)d customer is as before.", "%(count)d customers are as before.", count)
    return toast(HttpResponse(status=204), text % {"count": count}, level="info")


@screen("customer.view")
@require_POST
def take_back_job(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes back what a job of the person's own did to very many customers."""
    take_back_on.enqueue(request.actor.user_id, slug)
    text = _("The customers are being put back.") + " " + _("My day shows how far it is.")
    return toast(HttpResponse(status=204), text, level="info")


@screen("customer.view")
@require_GET
def pick(request: HttpRequest, kind: str) -> HttpResponse:
    """Offers the persons or organisations that fit what was typed."""
    if kind not in Customer.Kind.values:
        raise Http404
    text, name = request.GET.get("find", ""), request.GET.get("name", "other")
    offered = customers_like(request.actor, text, kind) if text.strip() else []
    context = {"offered": offered, "is_only": len(offered) == 1, "name": name, "text": text}
    return render(request, "desk/customers/_picks.html", context)
