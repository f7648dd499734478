from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiji.desk.me.forms import NotificationChoicesForm, ProfileForm
from zhiji.kernel.access.screens import signed_in
from zhiji.kernel.notifications.actions import choose_notifications, read_notifications
from zhiji.kernel.notifications.queries import choices_of, notices_of, sentence_of
from zhiji.kernel.notifications.registry import KINDS
from zhiji.kernel.users.actions import change_profile

SHOWN = 100


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """Shows and changes what a user says about themselves."""
    form = ProfileForm(request.POST or None, instance=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        change_profile(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Saved"))
        return redirect("profile")
    return render(request, "desk/me/profile.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
def notifications(request: HttpRequest) -> HttpResponse:
    """Lists a user's notices, newest first."""
    notices = list(notices_of(request.actor)[:SHOWN])  # type: ignore[attr-defined]
    rows = [
        {"notice": notice, "sentence": sentence_of(notice), "icon": KINDS[notice.kind].icon}
        for notice in notices
        if notice.kind in KINDS
    ]
    return render(request, "desk/me/notifications.html", {"rows": rows})


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks all of a user's notices as read."""
    read_notifications(actor=request.actor)  # type: ignore[attr-defined]
    return redirect("notifications")


@signed_in
def open_notice(request: HttpRequest, key: int) -> HttpResponse:
    """Marks a notice as read and leads to what it is about."""
    notice = notices_of(request.actor).filter(pk=key).first()  # type: ignore[attr-defined]
    if notice is None:
        return redirect("notifications")
    read_notifications(actor=request.actor, ids=[key])  # type: ignore[attr-defined]
    return HttpResponseRedirect(notice.url or "/notifications")


@signed_in
def notification_choices(request: HttpRequest) -> HttpResponse:
    """Shows and changes what a user wants to hear of."""
    form = NotificationChoicesForm(choices_of(request.actor), request.POST or None)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        choose_notifications(actor=request.actor, choices=form.chosen())  # type: ignore[attr-defined]
        messages.success(request, _("Saved"))
        return redirect("notification_choices")
    return render(request, "desk/me/choices.html", {"form": form})
