"""Each page says who may open it: @screen(right), @signed_in or @public(why); a page that says nothing stays shut."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Conflict, Denied, Refused
from zhiji.kernel.modules.registry import is_on

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class AccessRule:
    """Who may open a page: kind is screen, signed_in or public; why explains a public one."""

    kind: str
    right: str = ""
    module: str = ""
    why: str = ""


def screen(right: str, module: str = "") -> Callable[[View], View]:
    """Opens a page to signed-in users who have this right, while its module is switched on."""
    return lambda view: _guard(view, AccessRule("screen", right, module))


def signed_in(view: View) -> View:
    """Opens a page to everybody who is signed in."""
    return _guard(view, AccessRule("signed_in"))


def public(why: str, module: str = "") -> Callable[[View], View]:
    """Opens a page to everybody, and says why that is right."""
    return lambda view: _guard(view, AccessRule("public", module=module, why=why))


def _guard(view: View, rule: AccessRule) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if rule.module and not is_on(rule.module):
            return _shut(request, 404)
        if rule.kind != "public":
            if not request.user.is_authenticated:
                return to_sign_in(request)
            request.actor = Actor.of(request.user, origin=request.META.get("REMOTE_ADDR", ""))
            if rule.right and not request.actor.may(rule.right):
                return _shut(request, 403)
        return _answered(request, lambda: view(request, *args, **kwargs))

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def _answered(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Turns a refusal by an action into an answer that a person can read."""
    try:
        return view()
    except ObjectDoesNotExist:
        return _shut(request, 404)
    except Denied as error:
        return _shut(request, 403, str(error))
    except Conflict as error:
        return _shut(request, 409, str(error))
    except Refused as error:
        return _shut(request, 422, str(error))


def _shut(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    template = {404: "404.html", 403: "403.html"}.get(status, "refused.html")
    if request.headers.get("HX-Request"):
        template = "ui/refused_part.html"
    return render(request, template, {"reason": reason, "status": status}, status=status)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Leads to the sign-in page and back afterwards; a part of a page makes the whole page go there."""
    login = resolve_url(settings.LOGIN_URL)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        back = request.headers.get("HX-Current-URL", "/")
        response["HX-Redirect"] = f"{login}?next={quote('/' + back.split('/', 3)[-1])}"
        return response
    return HttpResponseRedirect(f"{login}?next={quote(request.get_full_path())}")
