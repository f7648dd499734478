"""What every page's frame needs; read only when a template asks for it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiji.kernel.access.actor import Actor
from zhiji.ui import nav, palette

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "zhiji_theme"


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Gives templates the actor, the entries of the navigation and the colours that the person chose."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "actor": SimpleLazyObject(lambda: actor_of(request)),
        "nav_links": SimpleLazyObject(lambda: nav_links(request)),
        "new_commands": SimpleLazyObject(lambda: new_commands(request)),
        "theme": theme if theme in THEMES else "auto",
    }


def actor_of(request: HttpRequest) -> Actor | None:
    """Returns who looks at the page; sign-in's own pages know only the user."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    if actor is None and user is not None and user.is_authenticated:
        actor = Actor.of(user)
        request.actor = actor  # type: ignore[attr-defined]
    return actor


def nav_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Lists the entries of the navigation with the one that the page belongs to marked."""
    actor = actor_of(request)
    if actor is None:
        return []
    links = [{"item": item, "url": item.url, "current": False} for item in nav.items_for(actor)]
    fitting = [link for link in links if _leads_to(str(link["url"]), request.path)]
    if fitting:
        max(fitting, key=lambda link: len(str(link["url"])))["current"] = True
    return links


def new_commands(request: HttpRequest) -> list[palette.Command]:
    """Lists what the person may make new."""
    actor = actor_of(request)
    return palette.making_new(actor) if actor else []


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
