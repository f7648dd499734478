from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiji.channels.lines.actions import save_line
from zhiji.channels.lines.models import Line
from zhiji.desk.setup import queries
from zhiji.desk.setup.forms import LineForm, RoleForm, TeamForm, UserForm
from zhiji.kernel.access.actions import add_role, set_grants
from zhiji.kernel.access.models import Role
from zhiji.kernel.access.screens import screen
from zhiji.kernel.modules.actions import switch_module
from zhiji.kernel.users.actions import add_team, add_user, change_user, rename_team
from zhiji.kernel.users.models import Team, User


@screen("setup.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the modules and what else can be set up."""
    return render(request, "desk/setup/overview.html", {"modules": queries.module_rows()})


@screen("setup.change")
@require_POST
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Switches a module on or off."""
    switch_module(actor=_actor(request), slug=slug, on=request.POST.get("on") == "1")
    return redirect("setup")


@screen("setup.view")
def staff(request: HttpRequest) -> HttpResponse:
    """Lists staff and teams."""
    people = User.objects.select_related("team").prefetch_related("roles").order_by("-is_active", "name")
    return render(request, "desk/setup/staff.html", {"people": people, "teams": queries.team_tree()})


@screen("setup.change")
def edit_user(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Adds or changes a member of staff."""
    user = get_object_or_404(User, pk=key) if key else None
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {
            "name": data["name"],
            "title": data["title"],
            "team_id": data["team"].pk if data["team"] else None,
            "roles": [role.slug for role in data["roles"]],
        }
        if user:
            change_user(actor=_actor(request), user_id=user.pk, is_active=data["is_active"], **values)
        else:
            add_user(actor=_actor(request), email=data["email"], **values)
            messages.info(request, _("Tell them to set a password through “Forgotten password”."))
        return redirect("setup_staff")
    title = str(user) if user else _("New member of staff")
    return _form(request, form, title, "setup_staff")


@screen("setup.change")
def edit_team(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Adds or changes a team."""
    team = get_object_or_404(Team, pk=key) if key else None
    form = TeamForm(request.POST or None, instance=team)
    if request.method == "POST" and form.is_valid():
        name, parent = form.cleaned_data["name"], form.cleaned_data["parent"]
        parent_id = parent.pk if parent else None
        if team:
            rename_team(actor=_actor(request), team_id=team.pk, name=name, parent_id=parent_id)
        else:
            add_team(actor=_actor(request), name=name, parent_id=parent_id)
        return redirect("setup_staff")
    return _form(request, form, str(team) if team else _("New team"), "setup_staff")


@screen("setup.view")
def roles(request: HttpRequest) -> HttpResponse:
    """Lists the roles."""
    return render(request, "desk/setup/roles.html", {"roles": Role.objects.order_by("name")})


@screen("setup.change")
def new_role(request: HttpRequest) -> HttpResponse:
    """Adds a role."""
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = add_role(actor=_actor(request), name=form.cleaned_data["name"], slug=form.cleaned_data["slug"])
        return redirect("setup_role", role.pk)
    return _form(request, form, _("New role"), "setup_roles")


@screen("setup.view")
def role(request: HttpRequest, key: int) -> HttpResponse:
    """Shows and changes what a role may do, and how far it reaches."""
    found = get_object_or_404(Role, pk=key)
    if request.method == "POST":
        scopes = {name: value for name, value in request.POST.items() if "." in name}
        set_grants(actor=_actor(request), role_id=key, scopes=scopes)  # type: ignore[arg-type]
        messages.success(request, _("Saved"))
        return redirect("setup_role", key)
    context = {"role": found, "table": queries.rights_table(found), "scopes": queries.scope_choices()}
    return render(request, "desk/setup/role.html", context)


@screen("setup.view")
def lines(request: HttpRequest) -> HttpResponse:
    """Lists the lines under which customers reach us, and how they are."""
    return render(
        request, "desk/setup/lines.html", {"lines": Line.objects.select_related("team").order_by("name")}
    )


@screen("setup.change")
def edit_line(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Adds or changes a mail line."""
    line = get_object_or_404(Line, pk=key, channel="mail") if key else None
    form = LineForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        save_line(actor=_actor(request), line_id=line.pk if line else None, values=form.values())
        messages.success(request, _("Saved"))
        return redirect("setup_lines")
    return _form(request, form, str(line) if line else _("New mail line"), "setup_lines")


@screen("audit.view")
def audit(request: HttpRequest) -> HttpResponse:
    """Lists who did what, newest first."""
    before, words = request.GET.get("before", ""), request.GET.get("q", "")
    entries = queries.audit_page(
        _actor(request), before=int(before) if before.isdecimal() else None, words=words.strip()[:60]
    )
    context = {
        "entries": entries,
        "words": words,
        "next": entries[-1].entry.pk if len(entries) == 100 else None,
    }
    return render(request, "desk/setup/audit.html", context)


def _form(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "desk/setup/form.html", context, status=422 if form.errors else 200)


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]
