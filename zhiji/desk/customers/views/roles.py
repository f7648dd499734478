from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from zhiji.customers.parties.actions import restore_role, unlink_person
from zhiji.customers.sources.actions import link_person
from zhiji.desk.customers.forms import RoleForm
from zhiji.desk.customers.queries import affiliation_of
from zhiji.desk.customers.views.answers import changed, found, there, undone
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused


@screen("customer.change")
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Notes for which organisation a person works, or who works for an organisation."""
    one = found(request.actor, key)
    form = RoleForm(one, request.POST or None, initial={"is_primary": True})
    if not (request.method == "POST" and form.is_valid()):
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/customers/_role.html", {"customer": one, "form": form}, status=status)
    data = form.cleaned_data
    person, organisation = (key, data["other"]) if one.is_person else (data["other"], key)
    try:
        role = link_person(
            actor=request.actor,
            person_id=person,
            organisation_id=organisation,
            title=data["title"],
            department=data["department"],
            is_primary=data["is_primary"],
        )
    except Denied:
        raise
    except Refused as error:
        form.add_error("other", str(error))
        return render(request, "desk/customers/_role.html", {"customer": one, "form": form}, status=422)
    return trigger_client_event(changed(_("Added."), reverse("end_role", args=[role.pk])), "done")


@screen("customer.change")
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Notes that a person no longer has a role."""
    role = there(affiliation_of(request.actor, key))
    unlink_person(actor=request.actor, affiliation_id=key)
    told = {"person": role.person.name, "organisation": role.organisation.name}
    text = _("%(person)s no longer works for %(organisation)s.") % told
    return changed(text, reverse("restore_role", args=[key]))


@screen("customer.change")
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Gives a person a role back that was just ended."""
    there(affiliation_of(request.actor, key))
    return undone(lambda: restore_role(actor=request.actor, affiliation_id=key))
