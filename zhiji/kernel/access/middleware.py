from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

# Pages of a library that guards them itself: sign-in and its relations.
GUARDED_BY_LIBRARY = "accounts/"


def access_rule_of(view: Any) -> Any:
    """Returns the rule that a page carries, or None."""
    return getattr(view, "access_rule", None)


def guards_itself(route: str) -> bool:
    """Tells whether an address belongs to a library that checks who opens it."""
    return route.startswith(GUARDED_BY_LIBRARY)


class AccessMiddleware:
    """Refuses a page without an access rule, so that a forgotten one is shut and not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        route = request.resolver_match.route if request.resolver_match else ""
        if access_rule_of(view) or guards_itself(route):
            return None
        return HttpResponseForbidden("This page has no access rule.")
