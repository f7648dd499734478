"""Where web forms are set up."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.forms import WebFormForm
from zhiji.channels.web.models import WebForm
from zhiji.channels.web.queries import web_form, web_forms
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Conflict


@screen("setup.view", module="channel.web")
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    """Lists the web forms."""
    return render(request, "channels/web/list.html", {"web_forms": web_forms()})


@screen("setup.change", module="channel.web")
@require_http_methods(["GET", "POST"])
def form_edit(request: HttpRequest, form_id: int | None = None) -> HttpResponse:
    """Adds a web form or changes one, and shows how to put it into a site."""
    try:
        known = web_form(form_id) if form_id else WebForm()
    except WebForm.DoesNotExist as error:
        raise Http404 from error
    if request.method == "GET":
        return _page(request, known, WebFormForm(instance=known, initial={"version": known.version}))
    form = WebFormForm(request.POST, instance=known)
    if not form.is_valid():
        return _page(request, known, form, 422)
    try:
        saved = save_web_form(
            actor=request.actor,  # type: ignore[attr-defined]
            form_id=form_id,
            version=form.cleaned_data["version"],
            values=form.values(),
        )
    except Conflict as error:
        form.data = {**request.POST.dict(), "version": str(web_form(known.pk).version)}
        form.add_error(None, str(error))
        return _page(request, known, form, 409)
    messages.success(request, _("Saved."))
    return redirect("web_form_edit", saved.pk)


def _page(request: HttpRequest, known: WebForm, form: WebFormForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "web_form": known}
    if known.pk:
        address = settings.PUBLIC_URL.rstrip("/") + reverse("web_form_page", args=[web_form(known.pk).slug])
        context["address"] = address
        context["snippet"] = f'<script src="{address}.js"></script>'
        context["frame"] = (
            f'<iframe src="{address}?embed=1" title="{known.name}" width="100%" height="640"></iframe>'
        )
    return render(request, "channels/web/edit.html", context, status=status)
