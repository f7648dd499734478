from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhiji.customers.quality.gathering import stale_after
from zhiji.customers.quality.rules import STALE_AFTER
from zhiji.customers.sources import queries
from zhiji.customers.sources.actions import reset_survivorship, save_source, save_survivorship
from zhiji.customers.sources.builtin import shown_source
from zhiji.desk.customers.queries import rights_on
from zhiji.desk.customers.told import conflicts_told, field_label
from zhiji.desk.customers.views.answers import found
from zhiji.desk.sources.forms import SourceForm, SurvivorshipForm
from zhiji.desk.sources.listing import spec_of
from zhiji.desk.sources.words import CRITERION, all_names
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.lists.views import list_page


@screen("customer.view")
def conflicts(request: HttpRequest) -> HttpResponse:
    """Lists the customers of whom sources disagree."""
    return list_page(request, spec_of(request.actor))


@screen("customer.view")
@require_GET
def customer_conflicts(request: HttpRequest, key: int) -> HttpResponse:
    """Shows again in what sources disagree about one customer."""
    one = found(request.actor, key)
    told = conflicts_told(queries.conflicts_of([one])[one.pk], request.actor)
    context = {"customer": one, "told_of": told, **rights_on(request.actor, one)}
    return render(request, "desk/sources/_conflicts.html", context)


@screen("source.view")
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Lists the sources of values, who answers for them, and how much they are believed."""
    rows = [
        {"source": source, "name": shown_source(source.key, source.name)}
        for source in queries.all_sources(request.actor)
    ]
    context = {"rows": rows, "may_change": request.actor.may("source.change")}
    return render(request, "desk/sources/sources.html", context)


@screen("source.view")
@require_GET
def counts(request: HttpRequest, key: int) -> HttpResponse:
    """Counts the records of one source; asked for apart, as it takes a moment for a list of a million."""
    source = get_object_or_404(queries.all_sources(request.actor), pk=key)
    count = queries.count_records([source])[source.pk]
    return render(request, "desk/sources/_count.html", {"count": count, "most": queries.MOST_COUNTED})


@screen("source.change")
def edit_source(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Adds or changes a source."""
    source = get_object_or_404(queries.all_sources(request.actor), pk=key) if key else None
    form = SourceForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        try:
            save_source(actor=request.actor, source_id=key, values=form.values())
        except Denied:
            raise
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved"))
            return redirect("sources")
    title = shown_source(source.key, source.name) if source else _("New source")
    deliveries = queries.last_deliveries(source) if source else []
    context = {"form": form, "title": title, "deliveries": deliveries, "source": source}
    return render(request, "desk/sources/source.html", context, status=422 if form.errors else 200)


@screen("source.view")
@require_GET
def survivorship(request: HttpRequest) -> HttpResponse:
    """Shows for each field by what it is decided whose value counts."""
    stale = stale_after()
    rows = [_shown(row, stale) for row in queries.survivorship_table(all_names(request.actor))]
    context = {"rows": rows, "may_change": request.actor.may("source.change")}
    return render(request, "desk/sources/survivorship.html", context)


@screen("source.change")
def edit_survivorship(request: HttpRequest, field: str) -> HttpResponse:
    """Changes by what it is decided whose value of a field counts."""
    if field not in all_names(request.actor):
        raise Http404
    (row,) = queries.survivorship_table([field])
    days = row["rule"].stale_after if row["rule"] else None
    form = SurvivorshipForm.start(row["order"], days)
    if request.method == "POST":
        form = SurvivorshipForm(request.POST)
    if request.method == "POST" and form.is_valid():
        save_survivorship(
            actor=request.actor,
            field=field,
            order=form.order(),
            stale_after=form.cleaned_data["stale_after"],
        )
        messages.success(request, _("Saved. What sources say is weighed again."))
        return redirect("survivorship")
    form.fields["stale_after"].widget.attrs["placeholder"] = STALE_AFTER.get(field) or _("never stale")
    context = {"form": form, "title": field_label(field), "field": field, "is_own": row["is_own"]}
    return render(request, "desk/sources/rule.html", context, status=422 if form.errors else 200)


@screen("source.change")
@require_POST
def reset(request: HttpRequest, field: str) -> HttpResponse:
    """Lets a field be decided as Zhiji brings it again."""
    if field not in all_names(request.actor):
        raise Http404
    reset_survivorship(actor=request.actor, field=field)
    messages.success(request, _("As Zhiji brings it again."))
    return redirect("survivorship")


def _shown(row: dict[str, Any], stale: Mapping[str, int]) -> dict[str, Any]:
    order = [str(CRITERION[name]) for name in row["order"]]
    return {**row, "label": field_label(row["field"]), "order": order, "stale_after": stale.get(row["field"])}
