"""Old addresses of customers who were merged lead to who holds their things now."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhiji.customers.identity.merging.queries import survivor_of

View = Callable[..., HttpResponse]


def follows_merges(view: View) -> View:
    """Lets a page of one customer be reached by the key of somebody who was merged into them.

    A part of a page that is open meanwhile makes the whole page go there; what was written there is written.
    """

    @wraps(view)
    def following(request: HttpRequest, key: int, **more: Any) -> HttpResponse:
        try:
            return view(request, key=key, **more)
        except Http404:
            now = survivor_of(key) if key < 2**63 else None
            if now is None:
                raise
            if request.method == "POST":
                return view(request, key=now, **more)
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": reverse("customer", args=[now])})
            return redirect("customer", key=now)

    return following
