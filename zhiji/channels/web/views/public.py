"""What the public sees: the form, alone or inside another site, and what belongs to it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from zhiji.channels.web.actions import TooMany, receive_submission
from zhiji.channels.web.forms import TRAP, SentForm
from zhiji.channels.web.models import WebForm
from zhiji.channels.web.queries import web_form_in_use
from zhiji.channels.web.rules import pace_of
from zhiji.channels.web.tokens import make_token, read_token
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.screens import public
from zhiji.kernel.durable import durable

LANGUAGES = {"zh": "zh-hans", "en": "en"}
LARGEST = 200_000


# No cookie says who sends it, and in another site's frame none would come: the signed token stands in.
@public("customers write to us by it", module="channel.web")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def form_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows a web form and takes what people write into it."""
    web_form = web_form_in_use(slug)
    language = LANGUAGES.get(request.GET.get("lang", "")) or translation.get_language() or "en"
    with translation.override(language):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif _wants_json(request):
            response = _json(request, web_form)
        else:
            response = _page(request, web_form)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return _opened_to_sites(request, web_form, response)


@public("other sites load it to show a form", module="channel.web")
@require_GET
def embed_script(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives the script that puts a form into another site's page."""
    web_form_in_use(slug)
    response = _script("embed.js")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@public("belongs to the public form", module="channel.web")
@require_GET
def frame_script(request: HttpRequest) -> HttpResponse:
    """Gives the script that tells the page around a form how tall it is."""
    return _script("frame.js")


@public("belongs to the public form", module="channel.web")
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Gives what a form inside another site looks like beside our common style."""
    return _script("form.css", "text/css")


def _script(name: str, kind: str = "text/javascript") -> HttpResponse:
    response = HttpResponse(_script_text(name), content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def _script_text(name: str) -> str:
    return (Path(__file__).parents[1] / "scripts" / name).read_text(encoding="utf-8")


def _page(request: HttpRequest, web_form: WebForm) -> HttpResponse:
    if request.method != "POST":
        if "sent" in request.GET:
            return render(request, "channels/web/thanks.html", _frame(request, web_form))
        initial = {"page": request.GET.get("page", "")}
        token = make_token(web_form.slug, timezone.now())
        return _form(request, web_form, SentForm(web_form), token, initial=initial)
    form = SentForm(web_form, request.POST)
    token, fault, status = _take(request, web_form, form, request.POST.get("token", ""))
    if status == 200:
        query = request.GET.copy()
        query["sent"] = "1"
        return redirect(f"{request.path}?{query.urlencode()}")
    return _form(request, web_form, form, token, fault, status, {"page": request.POST.get("page", "")})


def _take(request: HttpRequest, web_form: WebForm, form: SentForm, text: str) -> tuple[str, str, int]:
    """Keeps a filled form and returns (token for the next try, fault in words, HTTP status)."""
    now = timezone.now()
    token = read_token(web_form.slug, text)
    verdict = pace_of(token.opened_at, now).verdict if token else "stale"
    if token is None or verdict == "stale":
        form.is_valid()
        fault = _("This page was open for long. What you wrote is still here: please send it once more.")
        return make_token(web_form.slug, now), fault, 409
    if not form.is_valid():
        return text, "", 422
    if verdict == "hasty":
        return text, _("That was very quick. Please look over what you wrote, and send it once more."), 429
    try:
        with durable():
            receive_submission(
                actor=Actor.machine("web"),
                form=web_form,
                token=token.name,
                sent=form.submission(translation.get_language() or ""),
                address=request.META.get("REMOTE_ADDR", ""),
                now=now,
            )
    except TooMany as error:
        return text, str(error), 429
    return "", "", 200


def _form(
    request: HttpRequest,
    web_form: WebForm,
    form: SentForm,
    token: str,
    fault: str = "",
    status: int = 200,
    initial: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"form": form, "token": token, "fault": fault, "trap": TRAP, **(initial or {})}
    return render(request, "channels/web/form.html", {**_frame(request, web_form), **context}, status=status)


def _frame(request: HttpRequest, web_form: WebForm) -> dict[str, Any]:
    theme = request.GET.get("theme", "")
    query = request.GET.copy()
    other = "en" if (translation.get_language() or "").startswith("zh") else "zh"
    for key, value in (("lang", other), ("sent", "")):
        query[key] = value
    query.pop("sent")
    embedded = "embed" in request.GET
    return {
        "web_form": web_form,
        "title": web_form.words("title"),
        "intro": web_form.words("intro"),
        "thanks": web_form.words("thanks"),
        "embedded": embedded,
        # Inside another site a form is light unless that site says otherwise: it can't see around itself.
        "look": theme if theme in {"light", "dark", "auto"} else "light" if embedded else "auto",
        "other_language": f"{request.path}?{query.urlencode()}",
    }


def _wants_json(request: HttpRequest) -> bool:
    sent = request.content_type == "application/json"
    return sent or (
        request.method != "POST" and request.headers.get("Accept", "").startswith("application/json")
    )


def _json(request: HttpRequest, web_form: WebForm) -> HttpResponse:
    """Serves front ends of other makers: the form's description with a token, and the same way in."""
    if request.method != "POST":
        return JsonResponse(_description(web_form))
    if len(request.body) > LARGEST:
        return JsonResponse({"ok": False, "fault": _("This is too long.")}, status=413)
    try:
        sent = json.loads(request.body)
        values = {str(key): value for key, value in sent["values"].items() if value not in (None, False)}
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse(
            {"ok": False, "fault": _("This is not JSON with “token” and “values”.")}, status=400
        )
    form = SentForm(web_form, {**values, "page": sent.get("page", "")})
    token, fault, status = _take(request, web_form, form, str(sent.get("token", "")))
    if status == 200:
        return JsonResponse({"ok": True, "thanks": web_form.words("thanks")})
    errors = {name: list(faults) for name, faults in form.errors.items()}
    return JsonResponse({"ok": False, "fault": fault, "errors": errors, "token": token}, status=status)


def _description(web_form: WebForm) -> dict[str, Any]:
    form = SentForm(web_form)
    fields = [
        {
            "name": name,
            "label": str(field.label),
            "required": field.required,
            "choices": [value for value, _label in getattr(field, "choices", []) if value],
        }
        for name, field in form.fields.items()
    ]
    return {
        "title": web_form.words("title"),
        "intro": web_form.words("intro"),
        "fields": fields,
        "token": make_token(web_form.slug, timezone.now()),
    }


def _opened_to_sites(request: HttpRequest, web_form: WebForm, response: HttpResponse) -> HttpResponse:
    """Lets the sites that the form names show it and call it, and no others."""
    if web_form.origins:
        response._csp_replace = {"frame-ancestors": web_form.origins}  # type: ignore[attr-defined]
        response.xframe_options_exempt = True
    origin = request.headers.get("Origin", "")
    patch_vary_headers(response, ["Origin", "Accept"])
    if origin in web_form.origins:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "GET, POST"
        response["Access-Control-Allow-Headers"] = "Content-Type"
        response["Access-Control-Max-Age"] = "600"
    return response
