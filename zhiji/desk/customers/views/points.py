from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiji.customers.parties.actions import remove_contact_point, restore_contact_point
from zhiji.customers.sources.actions import add_contact_point
from zhiji.desk.customers.forms import PointForm
from zhiji.desk.customers.queries import point_by_key
from zhiji.desk.customers.views.answers import changed, found, there, undone
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused


@screen("customer.change")
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Adds a way to reach a customer."""
    one = found(request.actor, key)
    form = PointForm(request.POST or None, initial={"kind": "mobile"})
    if not (request.method == "POST" and form.is_valid()):
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/customers/_point.html", {"customer": one, "form": form}, status=status)
    data = form.cleaned_data
    try:
        point = add_contact_point(
            actor=request.actor,
            customer_id=key,
            kind=data["kind"],
            typed=data["typed"],
            label=data["label"],
        )
    except Denied:
        raise
    except Refused as error:
        form.add_error("typed", str(error))
        return render(request, "desk/customers/_point.html", {"customer": one, "form": form}, status=422)
    told = changed(_("Added."), reverse("remove_point", args=[point.pk]))
    return HttpResponse("", headers={"HX-Trigger": told.headers["HX-Trigger"]})


@screen("customer.change")
@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a contact point away."""
    point = there(point_by_key(request.actor, key))
    remove_contact_point(actor=request.actor, point_id=key)
    return changed(_("%(what)s removed.") % {"what": point.typed}, reverse("restore_point", args=[key]))


@screen("customer.change")
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Brings a contact point back."""
    there(point_by_key(request.actor, key))
    return undone(lambda: restore_contact_point(actor=request.actor, point_id=key))
