from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.sources.actions import choose_value, take_back_claims
from zhiji.customers.sources.builtin import name_of_source
from zhiji.customers.sources.queries import record_by_key, records_of
from zhiji.desk.customers.queries import rights_on
from zhiji.desk.customers.told import field_label, shown_record, told_of
from zhiji.desk.customers.views.answers import MOST, changed, found, there, undone
from zhiji.kernel.access.screens import screen


@screen("customer.view")
@require_GET
def told(request: HttpRequest, key: int) -> HttpResponse:
    """Tells where one value of a customer comes from, and what other sources say."""
    one = found(request.actor, key)
    field = request.GET.get("field", "")
    answer = there(told_of(request.actor, one, field))
    context = {"customer": one, "told": answer, **rights_on(request.actor, one)}
    return render(request, "desk/customers/_told.html", context)


@screen("customer.change")
@require_POST
def choose(request: HttpRequest, key: int) -> HttpResponse:
    """Takes for a field what another source says."""
    one = found(request.actor, key)
    field, record = request.POST.get("field", ""), request.POST.get("record", "")
    made = choose_value(
        actor=request.actor,
        customer_id=one.pk,
        field=field,
        record_id=int(record) if record.isdecimal() and int(record) < MOST else None,
    )
    text = _("%(field)s: taken.") % {"field": field_label(field)}
    return trigger_client_event(changed(text, reverse("take_back_claims", args=[made.pk])), "list-changed")


@screen("customer.change")
@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Takes back what somebody just said of a customer."""
    record = there(record_by_key(request.actor, key))
    answer = undone(lambda: take_back_claims(actor=request.actor, record_id=record.pk))
    return trigger_client_event(answer, "customer-changed")


@screen("customer.view")
@require_GET
def records(request: HttpRequest, key: int) -> HttpResponse:
    """Shows what each source said of a customer, as it came, the newest first."""
    one = found(request.actor, key)
    said = [shown_record(request.actor, record) for record in records_of(one)]
    context = {"customer": one, "records": said, "only": name_of_source(one.source)}
    return render(request, "desk/customers/_records.html", context)
