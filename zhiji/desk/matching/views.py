import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.identity.matching.extra import is_installed
from zhiji.customers.identity.matching.records import Kind
from zhiji.customers.identity.matching.tasks import look_through_all
from zhiji.customers.identity.matching.telling import told_begin
from zhiji.customers.identity.merging.actions import NeedsConfirmation, unmerge
from zhiji.customers.identity.merging.deadlocks import past_deadlocks
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.actions import answer_pair, set_thresholds, take_back_answer
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import pair_for
from zhiji.customers.parties.models import Customer
from zhiji.desk.matching.forms import AnswerForm, ThresholdForm
from zhiji.desk.matching.queries import beside, first_pair, looked_through, pair_after, shown, thresholds
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.toasts import toast

_RECORD = re.compile(r"/customers/\d+")
KINDS = ("organisation", "person")


@screen("match.review")
@require_GET
def matching(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Asks of two customers whether they are one; the next pair is in the page already."""
    actor = request.actor
    pair = first_pair(actor) if key is None else pair_for(actor, key)
    if key is not None and pair is None:
        return redirect("matching")
    context = {"one": shown(pair), "next": shown(pair_after(actor, pair.pk)) if pair else None}
    return render(request, "desk/matching/matching.html", context | beside(actor))


@screen("match.review")
@require_GET
def pair_part(request: HttpRequest, key: int) -> HttpResponse:
    """Shows another pair of the queue in place."""
    pair = pair_for(request.actor, key)
    if pair is None:
        raise Http404
    return _stage(request, pair)


@screen("match.review")
@require_GET
def queue_part(request: HttpRequest) -> HttpResponse:
    """Shows the list and the counts again."""
    return render(request, "desk/matching/_queue.html", beside(request.actor))


@screen("match.review")
@require_POST
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Takes an answer and hands over the pair after the one that the page shows by now."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        past_deadlocks(lambda: _answer(request, key, said))
    except Denied:
        raise
    except Refused as error:
        return _refused(request, key, error)
    following = pair_after(request.actor, *(one for one in (key, said["shown"]) if one))
    context = {"next": shown(following), "undo": key, "is_out_of_band": True, **beside(request.actor)}
    response = render(request, "desk/matching/_answered.html", context)
    return toast(response, _told(said["answer"]), _undo_url(key))


def _answer(request: HttpRequest, key: int, said: dict[str, Any]) -> MatchPair:
    return answer_pair(
        actor=request.actor,
        pair_id=key,
        answer=said["answer"],
        survivor_id=said["survivor"],
        version=said["version"],
        confirmed=said["confirmed"],
    )


def _told(answer: str) -> str:
    texts = {"yes": _("Answered: yes."), "no": _("Answered: no."), "later": _("Put off.")}
    return texts[answer]


def _undo_url(key: int) -> str:
    return f"/matching/{key}/undo"


def _refused(request: HttpRequest, key: int, error: Refused) -> HttpResponse:
    pair = pair_for(request.actor, key) or first_pair(request.actor)
    needs = isinstance(error, NeedsConfirmation)
    response = _stage(request, pair, must_confirm=needs and pair is not None and pair.pk == key)
    response["HX-Retarget"], response["HX-Reswap"] = "#pair", "innerHTML"
    return toast(response, str(error), level="warning")


def _stage(request: HttpRequest, pair: MatchPair | None, **more: Any) -> HttpResponse:
    following = pair_after(request.actor, pair.pk) if pair else None
    context = {"one": shown(pair), "next": shown(following), "is_out_of_band": True, **more}
    return render(request, "desk/matching/_stage.html", context | beside(request.actor))


@screen("match.review")
@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Takes an answer back and shows the pair again."""
    try:
        past_deadlocks(lambda: take_back_answer(actor=request.actor, pair_id=key))
    except Denied:
        raise
    except Refused as error:
        return toast(HttpResponse(status=204), str(error), level="warning")
    return toast(_stage(request, pair_for(request.actor, key)), _("Taken back."), level="info")


@screen("customer.merge")
@require_POST
def undo_merge(request: HttpRequest, key: int) -> HttpResponse:
    """Undoes a merge, and leads from the survivor's page to the one who is there again."""
    if not Merge.objects.filter(pk=key).exists():
        raise Http404
    merge = past_deadlocks(lambda: unmerge(actor=request.actor, merge_id=key))
    is_there = Customer.objects.filter(pk=merge.loser_id).exists()
    text = (
        _("%(name)s is a customer again.")
        if is_there
        else _("%(name)s went with a list that was taken back.")
    )
    response = toast(HttpResponse(status=204), text % {"name": merge.loser_name})
    if _RECORD.search(request.headers.get("HX-Current-URL", "")):
        response["HX-Redirect"] = f"/customers/{merge.loser_id if is_there else merge.survivor_id}"
    else:
        trigger_client_event(response, "list-changed")
    return response


@screen("match.set")
def limits(request: HttpRequest, kind: Kind = "organisation") -> HttpResponse:
    """Shows and sets from which weights on pairs are merged by themselves and asked."""
    if kind not in KINDS:
        raise Http404
    form = ThresholdForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                set_thresholds(actor=request.actor, kind=kind, **form.cleaned_data)
                return redirect("matching_thresholds_of", kind=kind)
            except Denied:
                raise
            except Refused as error:
                form.add_error(None, str(error))
        status = 422
    context = {"form": form, "kinds": KINDS, **thresholds(request.actor, kind), **looked_through(kind)}
    return render(request, "desk/matching/thresholds.html", context, status=status)


@screen("match.set")
@require_GET
def limits_part(request: HttpRequest, kind: str) -> HttpResponse:
    """Shows what would fall into each zone at other thresholds."""
    form = ThresholdForm(request.GET)
    if kind not in KINDS or not form.is_valid():
        return HttpResponse(status=204)
    return render(request, "desk/matching/_zones.html", thresholds(request.actor, kind, **form.cleaned_data))


@screen("match.set")
@require_GET
def run_part(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Shows the last look through all customers, or how far the one is that goes on."""
    if kind not in KINDS:
        raise Http404
    return render(request, "desk/matching/_run.html", looked_through(kind))


@screen("match.set")
@require_POST
def look_through(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Lets all customers be looked through now, unless somebody has asked for it already."""
    if kind not in KINDS:
        raise Http404
    if not looked_through(kind)["goes_on"] and is_installed():
        told_begin()
        look_through_all.enqueue()
    return render(request, "desk/matching/_run.html", looked_through(kind))
