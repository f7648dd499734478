from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.sources.actions import change_customer
from zhiji.desk.customers.views.answers import changed, found
from zhiji.desk.fields.forms import FieldForm
from zhiji.desk.fields.values import OwnValuesForm
from zhiji.desk.fields.words import shown_kinds
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.actions import (
    change_field,
    define_field,
    order_fields,
    restore_field,
    retire_field,
)
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import fields_for, placed_fields, values_of
from zhiji.kernel.fields.registry import record_kinds
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.queries import read_file
from zhiji.ui.toasts import toast

LARGEST_FILE = 20_000_000


def _record(request: HttpRequest) -> str:
    kinds = record_kinds()
    record = request.GET.get("record") or next(iter(kinds))
    if record not in kinds:
        raise Http404
    return record


@screen("setup.view")
@require_GET
def own_fields(request: HttpRequest) -> HttpResponse:
    """Lists the fields of one's own of a kind of record, those out of use at the end."""
    record = _record(request)
    known = OwnField.objects.filter(record=record).prefetch_related("teams").order_by("position", "id")
    context = {
        "record": record,
        "kinds": record_kinds().items(),
        "fields": [field for field in known if field.retired_at is None],
        "retired": [field for field in known if field.retired_at],
        "may_change": request.actor.may("setup.change"),
    }
    return render(request, "desk/fields/fields.html", context)


@screen("setup.change")
def new_field(request: HttpRequest) -> HttpResponse:
    """Defines a field: first its kind, then what may stand in it."""
    record, kind = _record(request), request.GET.get("kind", "")
    if kind not in OwnField.Kind.values:
        context = {"record": record, "kinds": shown_kinds()}
        return render(request, "desk/fields/kinds.html", context)
    form = FieldForm(kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        label = values.pop("label_en")
        saved = _save(
            form,
            lambda: define_field(
                actor=request.actor, record_kind=record, kind=kind, label_en=label, **values
            ),
        )
        if saved:
            messages.success(request, _("%(field)s is there now.") % {"field": saved})
            return redirect(f"{reverse('own_fields')}?record={record}")
    title = _("New field: %(kind)s") % {"kind": OwnField.Kind(kind).label}
    context = {"form": form, "title": title, "record": record}
    return render(request, "desk/fields/field.html", context, status=422 if form.errors else 200)


@screen("setup.change")
def edit_field(request: HttpRequest, key: int) -> HttpResponse:
    """Changes what a field is called, what may stand in it, and who sees it."""
    field = get_object_or_404(OwnField, pk=key)
    form = FieldForm(field.kind, request.POST or None, instance=field)
    if request.method == "POST" and form.is_valid():
        saved = _save(form, lambda: change_field(actor=request.actor, field_id=key, values=form.values()))
        if saved:
            messages.success(request, _("Saved"))
            return redirect(f"{reverse('own_fields')}?record={field.record}")
    context = {"form": form, "title": field.label, "record": field.record, "field": field}
    return render(request, "desk/fields/field.html", context, status=422 if form.errors else 200)


def _save(form: FieldForm, act: Any) -> OwnField | None:
    try:
        return act()  # type: ignore[no-any-return]
    except Denied:
        raise
    except Refused as error:
        form.add_error(None, str(error))
    return None


@screen("setup.change")
@require_POST
def retire(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a field out of use; its values stay."""
    field = retire_field(actor=request.actor, field_id=key)
    response = trigger_client_event(HttpResponse(status=204), "fields-changed")
    text = _("%(field)s is out of use. Its values stay.") % {"field": field.label}
    return toast(response, text, reverse("restore_own_field", args=[key]))


@screen("setup.change")
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Brings a retired field back into use."""
    field = restore_field(actor=request.actor, field_id=key)
    response = trigger_client_event(HttpResponse(status=204), "fields-changed")
    return toast(response, _("%(field)s is in use again.") % {"field": field.label})


@screen("setup.change")
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Moves a field one place up or down."""
    record, step = _record(request), -1 if "up" in request.POST else 1
    moved = request.POST.get("up") or request.POST.get("down") or ""
    ids = [field.pk for field in OwnField.objects.of(record)]
    if moved.isdecimal() and int(moved) in ids:
        at = ids.index(int(moved))
        ids.insert(max(at + step, 0), ids.pop(at))
        order_fields(actor=request.actor, record_kind=record, ids=ids)
    return redirect(f"{reverse('own_fields')}?record={record}")


@screen("customer.change")
def customer_values(request: HttpRequest, key: int) -> HttpResponse:
    """Fills in the fields of one's own of a customer, in a dialog."""
    one = found(request.actor, key)
    placed = placed_fields(request.actor, "customer")
    held = values_of("customer", [key]).get(key, {})
    form = OwnValuesForm(placed, held, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.typed(), **_stored(request, form)}
        try:
            change_customer(actor=request.actor, customer_id=key, version=None, values=values)
        except Denied:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return trigger_client_event(changed(_("Saved.")), "done")
    context = {"customer": one, "form": form}
    return render(request, "desk/fields/values.html", context, status=422 if form.errors else 200)


@screen("customer.view")
@require_GET
def customer_file(request: HttpRequest, key: int, field: int) -> HttpResponse:
    """Gives the file that stands in a field of one's own."""
    one = found(request.actor, key)
    shown = next(
        (f for f in fields_for(request.actor, "customer") if f.pk == field and f.kind == "file"), None
    )
    value = values_of("customer", [one.pk]).get(one.pk, {}).get(shown.key) if shown else None
    stored = StoredFile.objects.filter(pk=value["file"]).first() if value else None
    if stored is None:
        raise Http404
    response = HttpResponse(read_file(stored), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, value["name"])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _stored(request: HttpRequest, form: OwnValuesForm) -> dict[str, Any]:
    found_files = {}
    for name, file in form.uploads().items():
        if file.size > LARGEST_FILE:
            raise Refused(_("%(name)s is larger than 20 MB.") % {"name": file.name})
        stored = store_file(actor=request.actor, content=file.read())
        found_files[name] = {"file": stored.pk, "name": file.name}
    return found_files
