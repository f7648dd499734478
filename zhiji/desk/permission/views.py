from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.actions import lift_restriction, note_permission
from zhiji.customers.permission.setting.actions import (
    add_holiday,
    fill_holidays,
    remove_holiday,
    set_contact_rule,
    set_quiet_time,
)
from zhiji.customers.sources.actions import change_customer
from zhiji.desk.customers.views.answers import changed, found, there
from zhiji.desk.permission import queries
from zhiji.desk.permission.countries import country_name
from zhiji.desk.permission.forms import HolidayForm, NoteForm, QuietForm, RuleForm, ZoneForm
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.files.queries import read_file


@screen("permission.note")
def note(request: HttpRequest, key: int) -> HttpResponse:
    """Notes what a customer allowed or refused, in a dialog."""
    one = found(request.actor, key)
    if request.method != "POST":
        return _dialog(
            request, one, NoteForm(initial={"state": "granted", "purpose": "marketing", "by": "call"})
        )
    form = NoteForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            note_permission(actor=request.actor, customer_id=key, **form.values())
        except Denied:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return trigger_client_event(changed(_("Noted.")), "done")
    return _dialog(request, one, form, status=422)


def _dialog(request: HttpRequest, one: Customer, form: NoteForm, status: int = 200) -> HttpResponse:
    return render(request, "desk/permission/note.html", {"customer": one, "form": form}, status=status)


@screen("permission.view")
@require_GET
def ledger(request: HttpRequest, key: int) -> HttpResponse:
    """Shows all that a customer ever said about being written to."""
    one = found(request.actor, key)
    context = {
        "customer": one,
        "rows": queries.ledger_rows(one),
        "summary": queries.permission_panel(request.actor, one),
        "zone": ZoneForm(initial={"time_zone": one.time_zone}),
        "may_note": request.actor.may("permission.note"),
        "may_change": request.actor.reaches("customer.change", one),
        "may_lift": request.actor.may("privacy.request"),
    }
    return render(request, "desk/permission/ledger.html", context)


@screen("permission.view")
@require_GET
def proof(request: HttpRequest, key: int, line: int) -> HttpResponse:
    """Hands out the proof of one line of the ledger."""
    said = there(queries.proof_of(found(request.actor, key), line))
    return FileResponse(
        BytesIO(read_file(said.proof)), as_attachment=True, filename=said.proof_name or "proof"
    )


@screen("customer.change")
@require_POST
def zone(request: HttpRequest, key: int) -> HttpResponse:
    """Notes in which time zone a customer lives."""
    form = ZoneForm(request.POST)
    if form.is_valid():
        change_customer(actor=request.actor, customer_id=key, version=None, values=form.cleaned_data)
        messages.success(request, _("Saved"))
    return redirect("customer_permissions", key)


@screen("privacy.request")
@require_POST
def lift(request: HttpRequest, key: int) -> HttpResponse:
    """Lets a customer's data be used again."""
    found(request.actor, key)
    lift_restriction(actor=request.actor, customer_id=key)
    messages.success(request, _("The data may be used again."))
    return redirect("customer_permissions", key)


@screen("setup.view")
def rules(request: HttpRequest) -> HttpResponse:
    """Shows and sets how often and at what hours customers are written to."""
    return _rules(request)


def _rules(request: HttpRequest, **forms: Any) -> HttpResponse:
    quiet = queries.quiet_time()
    names = ("begin", "end", "weekdays", "keeps_holidays", "country")
    context = {
        "rules": queries.contact_rules(),
        "quiet": QuietForm(initial={name: getattr(quiet, name) for name in names}, kept=quiet.country),
        "holiday": HolidayForm(),
        "holidays": queries.holidays_ahead(),
        "country": country_name(quiet.country),
        "may_change": request.actor.may("setup.change"),
        **forms,
    }
    return render(request, "desk/permission/rules.html", context, status=422 if forms else 200)


@screen("setup.change")
@require_POST
def save_rules(request: HttpRequest) -> HttpResponse:
    """Sets all caps at once."""
    rows = queries.contact_rules()
    forms = [RuleForm(request.POST, prefix=row["slug"] or "all") for row in rows]
    if not all(form.is_valid() for form in forms):
        raise Refused(_("A number of messages lies between 1 and 999; leave the field empty for no limit."))
    for row, form in zip(rows, forms, strict=True):
        set_contact_rule(actor=request.actor, purpose=row["slug"], **form.cleaned_data)
    return _saved(request)


@screen("setup.change")
@require_POST
def save_quiet(request: HttpRequest) -> HttpResponse:
    """Sets the quiet hours."""
    form = QuietForm(request.POST, kept=queries.quiet_time().country)
    if not form.is_valid():
        return _rules(request, quiet=form)
    set_quiet_time(actor=request.actor, **form.values())
    return _saved(request)


@screen("setup.change")
@require_POST
def save_holiday(request: HttpRequest) -> HttpResponse:
    """Adds a holiday."""
    form = HolidayForm(request.POST)
    if not form.is_valid():
        return _rules(request, holiday=form)
    add_holiday(actor=request.actor, **form.cleaned_data)
    return _saved(request)


@screen("setup.change")
@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """Enters the public holidays of this year and the next."""
    count = fill_holidays(actor=request.actor, country=queries.quiet_time().country)
    return _saved(
        request, ngettext("%(count)s day entered", "%(count)s days entered", count) % {"count": count}
    )


@screen("setup.change")
@require_POST
def drop_holiday(request: HttpRequest, key: int) -> HttpResponse:
    """Takes a holiday away."""
    remove_holiday(actor=request.actor, holiday_id=key)
    return _saved(request)


def _saved(request: HttpRequest, text: str = "") -> HttpResponse:
    messages.success(request, text or _("Saved"))
    return redirect("contact_rules")
