from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.parties.models import ContactPoint
from zhiji.customers.quality.actions import ask_after_all, ask_later, mark_point
from zhiji.desk.customers.queries import point_by_key
from zhiji.desk.customers.views.answers import MOST, changed, found, there, undo_of_words, undone
from zhiji.desk.quality.actions import choose_answer, confirm_answer, note_answer
from zhiji.desk.quality.charting import quality_chart
from zhiji.desk.quality.listing import SPEC, raise_by, worst_of
from zhiji.desk.quality.queries import line_of, overview, raising
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.lists.views import list_page
from zhiji.ui.toasts import toast

REASONS = ("", "wrong_number", "returned_post", "not_in_use", "confirmed")


@screen("customer.view")
def questions(request: HttpRequest) -> HttpResponse:
    """Lists what to ask next, what is worth most first."""
    return list_page(request, SPEC)


@screen("source.view")
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Shows how quality develops, for all customers, by source and by team."""
    shown = overview(timezone.localdate())
    for part in shown["parts"]:
        part["url"] = raise_by(part["name"])
    for of in ("source", "team"):
        for row in shown[f"{of}s"]:
            row["url"] = worst_of(of, row["key"])
    return render(request, "desk/quality/overview.html", {**shown, **quality_chart(shown["days"])})


@screen("customer.view")
@require_GET
def line(request: HttpRequest, key: int) -> HttpResponse:
    """Shows a customer's score and question again."""
    one = found(request.actor, key)
    return render(request, "desk/quality/_line.html", line_of(request.actor, one))


@screen("customer.view")
@require_GET
def gained(request: HttpRequest, key: int) -> HttpResponse:
    """Shows what would raise a customer's score; asked for when somebody opens the score."""
    one = found(request.actor, key)
    return render(request, "desk/quality/_gains.html", {"gains": raising(request.actor, one)})


@screen("customer.change")
@require_POST
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Notes an answer, confirms what is known, or takes what one source says."""
    one = found(request.actor, key)
    try:
        point = _act(request, key)
    except Denied:
        raise
    except Refused as error:
        shown = {**(line_of(request.actor, one)), "fault": str(error)}
        shown["typed"] = request.POST.get("typed", "")
        return render(request, "desk/quality/_line.html", shown, status=422)
    undo = reverse("remove_point", args=[point.pk]) if point else ""
    undo = undo or undo_of_words(one, found(request.actor, key))
    return trigger_client_event(changed(_("Noted."), undo), "list-changed")


def _act(request: HttpRequest, key: int) -> ContactPoint | None:
    actor, data = request.actor, request.POST
    field = data.get("field", "")
    if "confirm" in data:
        return confirm_answer(actor=actor, customer_id=key, field=field)
    if "choose" in data:
        record = data["choose"]
        number = int(record) if record.isdecimal() and int(record) < MOST else None
        return choose_answer(actor=actor, customer_id=key, field=data.get("told", ""), record_id=number)
    return note_answer(actor=actor, customer_id=key, field=field, typed=data.get("typed", ""))


@screen("customer.change")
@require_POST
def later(request: HttpRequest, key: int) -> HttpResponse:
    """Puts a question off for thirty days."""
    found(request.actor, key)
    ask_later(actor=request.actor, customer_id=key)
    told = changed(_("Asked again in 30 days."), reverse("ask_after_all", args=[key]))
    return trigger_client_event(told, "list-changed")


@screen("customer.change")
@require_POST
def after_all(request: HttpRequest, key: int) -> HttpResponse:
    """Shows a question again that was put off."""
    found(request.actor, key)
    return undone(lambda: ask_after_all(actor=request.actor, customer_id=key))


@screen("customer.change")
@require_POST
def tried(request: HttpRequest, key: int) -> HttpResponse:
    """Notes that a contact point works or does not, and why."""
    point = there(point_by_key(request.actor, key))
    before = f"{reverse('mark_point', args=[key])}?state={point.state}&undo=1"
    state = request.POST.get("state") or request.GET.get("state", "")
    state = there(state if state in ContactPoint.State.values else None)
    reason = request.POST.get("reason", "")
    mark_point(actor=request.actor, point_id=key, state=state, reason=reason if reason in REASONS else "")
    if "undo" in request.GET:
        return toast(HttpResponse(status=204), _("Undone."), level="info")
    return trigger_client_event(changed(_("Noted."), before), "list-changed")
