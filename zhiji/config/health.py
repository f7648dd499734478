"""Pages for machines that watch over Zhiji."""

import json
import logging

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhiji import __version__
from zhiji.kernel.access.screens import public

log = logging.getLogger("zhiji.csp")


@public("load balancers and the supervisor ask whether this process works; it tells nothing of customers")
def healthz(request: HttpRequest) -> JsonResponse:
    """Says that this process answers and that its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True, "version": __version__, "database": connection.vendor})


@csrf_exempt
@public("browsers send reports of refused content without a session")
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Notes what a browser refused to load or run, so that a mistake of ours is seen."""
    try:
        report = json.loads(request.body[:10_000])
    except ValueError:
        report = {"unreadable": True}
    log.warning("CSP report: %s", json.dumps(report)[:2000])
    return HttpResponse(status=204)
