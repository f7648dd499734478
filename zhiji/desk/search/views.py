from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from zhiji.desk.search.queries import exact_url, palette_groups, results_for
from zhiji.kernel.access.screens import signed_in

LONGEST = 200


@signed_in
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Shows everything that was found."""
    context = results_for(request.actor, _text(request), request.GET.get("kind", ""))
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, "desk/search/_results.html" if part else "desk/search/results.html", context)


@signed_in
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Leads from a scan or a typed number straight to what it means; what is not sure is shown as a search."""
    text = _text(request)
    return redirect(exact_url(request.actor, text) or f"{reverse('search')}?{urlencode({'q': text})}")


@signed_in
@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """Offers pages, actions and findings while the person types."""
    groups = palette_groups(request.actor, _text(request))
    return render(request, "ui/partials/palette_results.html", {"groups": groups})


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
