from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhiji.customers.choosing.queries import customers_like
from zhiji.kernel.access.screens import screen


@screen("customer.view")
@require_GET
def choices(request: HttpRequest) -> HttpResponse:
    """Offers the customers that answer what was typed so far."""
    text = request.GET.get("q", "")
    hits = customers_like(request.actor, text)  # type: ignore[attr-defined]
    return render(request, "customers/choosing/choices.html", {"hits": hits, "text": text})
