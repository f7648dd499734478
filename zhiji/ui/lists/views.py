"""One page for all lists. A domain's view carries the access rule and calls list_page with its ListSpec."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.lists.actions import delete_view, note_export, rename_view, save_view, update_view
from zhiji.ui.lists.exporting import export_lines
from zhiji.ui.lists.own import spec_for
from zhiji.ui.lists.queries import chosen_ids, state_from
from zhiji.ui.lists.screen import columns_menu, list_screen
from zhiji.ui.lists.spec import BulkAction, ListSpec, Outcome
from zhiji.ui.lists.state import ListState
from zhiji.ui.toasts import toast


def list_page(request: HttpRequest, spec: ListSpec) -> HttpResponse:
    """Answers all that a list asks of its own address: the page, a part of it, a preview, an act on rows."""
    spec = spec_for(_actor(request), spec)
    state = state_from(request, spec)
    if request.method == "POST":
        return _post(request, spec, state)
    if "preview" in request.GET:
        return _preview(request, spec, state)
    if "bulk" in request.GET:
        return _bulk_form(request, spec, state)
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    if request.GET.get("as") == "csv":
        return _export(request, spec, state)
    if request.GET.get("menu") == "columns":
        return render(request, "ui/lists/_columns.html", columns_menu(spec, state))
    template = "ui/lists/_list.html" if part else "ui/list.html"
    return render(request, template, list_screen(request, spec, state))


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _export(request: HttpRequest, spec: ListSpec, state: ListState) -> StreamingHttpResponse:
    """Gives the list as a file; who took it with which filters is noted first."""
    note_export(
        actor=_actor(request), list_slug=spec.slug, filters=state.filters, columns=list(state.columns)
    )
    lines = export_lines(spec, _actor(request), state)
    response = StreamingHttpResponse(
        (line.encode("utf-8") for line in lines), content_type="text/csv; charset=utf-8"
    )
    name = f"{spec.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _preview(request: HttpRequest, spec: ListSpec, state: ListState) -> HttpResponse:
    key = request.GET["preview"]
    obj = get_object_or_404(spec.queryset(_actor(request)), pk=int(key) if key.isdecimal() else None)
    extra = spec.preview_context(_actor(request), obj) if spec.preview_context else {}
    url = f"{spec.row_url(obj)}?{state.record_query()}"
    context = {"spec": spec, "object": obj, "url": url, "title": spec.title(obj), **extra}
    return render(request, "ui/lists/_preview.html", context)


def _post(request: HttpRequest, spec: ListSpec, state: ListState) -> HttpResponse:
    if "move" in request.POST:
        return _move(request, spec)
    if "bulk" in request.POST:
        return _bulk(request, spec, state)
    return _view_change(request, spec, state)


def _move(request: HttpRequest, spec: ListSpec) -> HttpResponse:
    board, actor, key = spec.board, _actor(request), request.POST["move"]
    if board is None or board.move is None or (board.right and not actor.may(board.right)):
        raise Denied
    if not spec.queryset(actor).filter(pk=int(key) if key.isdecimal() else None).exists():
        raise Denied
    if request.POST.get("to") not in {column.key for column in board.columns(actor)}:
        raise Refused(_("This column does not exist any more."))
    outcome = board.move(actor, int(key), request.POST["to"])
    return _told(HttpResponse(status=204), outcome) if outcome else HttpResponse(status=204)


def _act(request: HttpRequest, spec: ListSpec, slug: str) -> BulkAction:
    act = next((act for act in spec.bulk_for(_actor(request)) if act.slug == slug), None)
    if act is None:
        raise Denied
    return act


def _bulk_form(request: HttpRequest, spec: ListSpec, state: ListState, form: Any = None) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    act = _act(request, spec, source["bulk"])
    ids, whole = source.getlist("ids"), "all" in source
    context = {
        "spec": spec,
        "act": act,
        "form": form or (act.form() if act.form else None),
        "ids": ids,
        "whole": whole,
        "count": len(chosen_ids(spec, _actor(request), state, ids, whole)),
        "action_url": f"{reverse(spec.url_name)}?{state.query()}",
    }
    return render(request, "ui/lists/_bulk_form.html", context, status=422 if form else 200)


def _bulk(request: HttpRequest, spec: ListSpec, state: ListState) -> HttpResponse:
    actor, act = _actor(request), _act(request, spec, request.POST["bulk"])
    form = act.form(request.POST) if act.form else None
    if form is not None and not form.is_valid():
        return _bulk_form(request, spec, state, form)
    ids = chosen_ids(spec, actor, state, request.POST.getlist("ids"), "all" in request.POST)
    if not ids:
        raise Refused(_("Choose at least one row."))
    outcome = act.run(actor, ids, form.cleaned_data if form else {})
    if not isinstance(outcome, Outcome):
        outcome = Outcome(ngettext("%(count)s changed", "%(count)s changed", outcome) % {"count": outcome})
    response = trigger_client_event(HttpResponse(status=204), "done")
    trigger_client_event(response, "list-changed")
    return _told(response, outcome)


def _told(response: HttpResponse, outcome: Outcome) -> HttpResponse:
    return toast(response, outcome.text, outcome.undo_url, outcome.level)


def _view_change(request: HttpRequest, spec: ListSpec, state: ListState) -> HttpResponse:
    """Saves, renames, updates or deletes a saved view, and leads to it."""
    actor, post, url = _actor(request), request.POST, reverse(spec.url_name)
    what = post.get("view_act", "")
    held: dict[str, Any] = {
        "filters": state.filters,
        "sort": state.sort,
        "columns": state.columns,
        "layout": state.layout,
    }
    if what == "save":
        audience = post.get("audience", "me")
        view = save_view(
            actor=actor, list_slug=spec.slug, name=post.get("name", ""), audience=audience, **held
        )
        return HttpResponseClientRedirect(f"{url}?view={view.pk}")
    if state.saved is None:
        raise Refused(_("This view does not exist any more."))
    if what == "rename":
        rename_view(actor=actor, view_id=state.saved.pk, name=post.get("name", ""))
    elif what == "update":
        update_view(actor=actor, view_id=state.saved.pk, **held)
    elif what == "delete":
        delete_view(actor=actor, view_id=state.saved.pk)
        return HttpResponseClientRedirect(url)
    return HttpResponseClientRedirect(f"{url}?view={state.saved.pk}")
