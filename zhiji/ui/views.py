from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from zhiji.kernel.access.screens import signed_in
from zhiji.kernel.notifications.queries import unread_count
from zhiji.ui import nav
from zhiji.ui.arrangement.actions import arrange_panels


@signed_in
@require_GET
def nav_counts(request: HttpRequest) -> HttpResponse:
    """Says how much waits behind each entry of the navigation, and how many notices are unread."""
    actor = request.actor  # type: ignore[attr-defined]
    counts = {"counts": nav.counts_for(actor), "unread": unread_count(actor)}
    return render(request, "ui/partials/nav_counts.html", counts)


@signed_in
@require_POST
def panel_order(request: HttpRequest, place: str) -> HttpResponse:
    """Keeps the order of a place's panels for the person's team."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.team_id:
        arrange_panels(actor=actor, team_id=actor.team_id, place=place, order=request.POST.getlist("panel"))
    return HttpResponse(status=204)
