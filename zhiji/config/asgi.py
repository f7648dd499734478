"""The web process's application: pages run in a pool of threads that keep their database connections;
the stream of live events runs in the event loop beside them, so that open pages hold no thread."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiji.config.settings")
wsgi = get_wsgi_application()

from zhiji.config.processes import settle_memory  # noqa: E402
from zhiji.config.settings import ENV  # noqa: E402
from zhiji.kernel.live.asgi import live  # noqa: E402

settle_memory()
_pages: Any = WSGIMiddleware(wsgi, workers=ENV.web_threads)


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[..., Awaitable[None]],
) -> None:
    """Gives /live to the stream and everything else to the pages."""
    if scope["type"] == "http" and scope["path"] == "/live":
        await live(scope, receive, send)
    else:
        await _pages(scope, receive, send)
