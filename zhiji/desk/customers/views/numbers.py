from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiji.customers.sources.actions import remove_identifier, set_identifier
from zhiji.desk.customers.forms import NumberForm
from zhiji.desk.customers.queries import identifier_by_key
from zhiji.desk.customers.views.answers import changed, found, there, undo_of_words
from zhiji.kernel.access.screens import screen


@screen("customer.change")
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Adds a tax number or another system's number to a customer."""
    one = found(request.actor, key)
    form = NumberForm(request.POST or None, initial={"kind": "tax"})
    if not (request.method == "POST" and form.is_valid()):
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/customers/_number.html", {"customer": one, "form": form}, status=status)
    number = set_identifier(actor=request.actor, customer_id=key, **form.values())
    told = changed(_("Added."), reverse("remove_number", args=[number.pk]))
    return HttpResponse("", headers={"HX-Trigger": told.headers["HX-Trigger"]})


@screen("customer.change")
@require_POST
def verify(request: HttpRequest, key: int) -> HttpResponse:
    """Notes that somebody has verified a number."""
    number = there(identifier_by_key(request.actor, key))
    before = found(request.actor, number.customer_id)
    set_identifier(
        actor=request.actor,
        customer_id=number.customer_id,
        scheme=number.scheme,
        value=number.value,
        typed=number.typed,
        verified=True,
    )
    after = found(request.actor, number.customer_id)
    return changed(_("Marked as verified."), undo_of_words(before, after))


@screen("customer.change")
@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a number away from a customer."""
    number = there(identifier_by_key(request.actor, key))
    said = remove_identifier(actor=request.actor, identifier_id=key)
    return changed(
        _("%(what)s removed.") % {"what": number.value}, reverse("take_back_claims", args=[said.pk])
    )
