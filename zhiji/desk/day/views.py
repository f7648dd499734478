from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhiji.desk.day.charting import contacts_chart
from zhiji.desk.day.queries import contacts_by_day, waiting_for, work_going_on
from zhiji.kernel.access.screens import screen, signed_in
from zhiji.kernel.notifications.actions import read_notifications


@signed_in
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """Shows what waits for the person now."""
    now = timezone.now()
    context = {"now": now, **waiting_for(request.actor, now), "work": work_going_on(request.actor)}
    return render(request, "desk/day/day.html", context)


@signed_in
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Shows again what waits, when something changed."""
    now = timezone.now()
    return render(request, "desk/day/_waiting.html", {"now": now, **waiting_for(request.actor, now)})


@signed_in
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Shows how far long work has come."""
    return render(request, "desk/day/_work.html", {"work": work_going_on(request.actor)})


@screen("conversation.view")
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """Shows the contacts of the last two weeks, by day and channel."""
    days, counts = contacts_by_day(request.actor, timezone.localdate())
    return render(request, "desk/day/_chart.html", contacts_chart(days, counts))


@signed_in
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Marks the person's notices as read."""
    read_notifications(actor=request.actor)
    now = timezone.now()
    return render(request, "desk/day/_waiting.html", {"now": now, **waiting_for(request.actor, now)})
