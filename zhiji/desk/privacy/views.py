from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from zhiji.customers.privacy.actions import add_privacy_request, rest_on_request, settle_privacy_request
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import request_for
from zhiji.desk.customers.views.answers import MOST, found
from zhiji.desk.privacy.actions import begin_request
from zhiji.desk.privacy.forms import AnswerForm, RequestForm
from zhiji.desk.privacy.listing import SPEC
from zhiji.desk.privacy.queries import page_of
from zhiji.kernel.access.screens import screen
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.files.queries import read_file
from zhiji.ui.lists.views import list_page


@screen("privacy.view")
def requests(request: HttpRequest) -> HttpResponse:
    """Lists what people ask about their own data, what is due first."""
    return list_page(request, SPEC)


@screen("privacy.request")
def new(request: HttpRequest, key: int) -> HttpResponse:
    """Notes in a dialog what a person asks about their own data."""
    one = found(request.actor, key)
    law = "gdpr" if one.language == "en" else "pipl"
    form = RequestForm(request.POST or None, initial={"kind": "export", "law": law})
    if request.method == "POST" and form.is_valid():
        try:
            asked = add_privacy_request(actor=request.actor, customer_id=key, **form.values())
        except Denied:
            raise
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseClientRedirect(asked.get_absolute_url())
    status = 422 if form.errors else 200
    return render(request, "desk/privacy/new.html", {"customer": one, "form": form}, status=status)


@screen("privacy.view")
@require_GET
def one(request: HttpRequest, key: int) -> HttpResponse:
    """Shows one request: what is held, what would be kept, how far it is, what was done."""
    context = {**page_of(request.actor, _found(request, key)), "answer": AnswerForm()}
    return render(request, "desk/privacy/request.html", context)


@screen("privacy.request")
@require_POST
def begin(request: HttpRequest, key: int) -> HttpResponse:
    """Begins the copy, the erasure or the restriction that a request asks for."""
    asked = _found(request, key)
    if asked.kind == PrivacyRequest.Kind.RESTRICT:
        rest_on_request(actor=request.actor, request_id=key)
    else:
        begin_request(actor=request.actor, request_id=key)
    return redirect("privacy_request", key)


@screen("privacy.request")
@require_POST
def settle(request: HttpRequest, key: int) -> HttpResponse:
    """Ends a request as done or refused."""
    _found(request, key)
    state = PrivacyRequest.State.REFUSED if "refuse" in request.POST else PrivacyRequest.State.DONE
    settle_privacy_request(
        actor=request.actor, request_id=key, state=state, answer=request.POST.get("answer", "")
    )
    messages.success(request, _("Saved"))
    return redirect("privacy_request", key)


@screen("privacy.request")
@require_GET
def copy(request: HttpRequest, key: int) -> HttpResponse:
    """Hands out the copy that was made."""
    asked = _found(request, key)
    if asked.file is None:
        raise Http404
    return FileResponse(BytesIO(read_file(asked.file)), as_attachment=True, filename=f"{asked.number}.zip")


def _found(request: HttpRequest, key: int) -> PrivacyRequest:
    if key >= MOST:
        raise Http404
    return request_for(request.actor, key)
