"""Tags and filters that every template has without loading them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader

from zhiji.kernel.modules.registry import is_on as module_is_on
from zhiji.lib.browsers import browser_name
from zhiji.ui import panels as panel_registry
from zhiji.ui import shown
from zhiji.ui.folding import constant
from zhiji.ui.lists.queries import Neighbours, neighbours_of

register = template.Library()

register.filter("initials", shown.initials)
register.filter("tint", shown.tint)
register.filter("number", shown.number)
register.filter("phone", shown.phone)
register.filter("breakable", shown.breakable)


@register.filter
def wordlist(text: str) -> list[str]:
    """Splits a text at its blanks."""
    return text.split()


@cache
def _sprite() -> str:
    """Returns the address of the picture that holds all icons; a build gives it a new name, and a restart follows."""
    return str(DjangoViteAssetLoader.instance().generate_vite_asset_url("icons.svg", "default"))


@register.simple_tag
@constant
def icon(name: str, label: Any = "", css: str = "") -> SafeString:
    """Draws an icon of front/icons.txt; with a label it is read aloud, without one it is decoration."""
    address = f"{_sprite()}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, address
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', css, address
    )


@register.simple_tag
def ago(value: Any, empty: str = "") -> str | SafeString:
    """Shows a time as people say it, the exact one on hover; it is kept true while the page is open."""
    if not value:
        return empty
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        value.isoformat(),
        shown.exact_time(value),
        shown.relative_marks(value),
        shown.relative_time(value),
    )


@register.simple_tag
def money(amount: Any, currency: str = "CNY") -> str:
    """Shows an amount with its currency and the separators of the language."""
    return shown.money(amount, currency)


@register.simple_tag(takes_context=True)
def panels(context: Mapping[str, Any], place: str, obj: Any) -> list[panel_registry.RenderedPanel]:
    """Renders the panels of a place: {% panels "customer.right" customer as right %}."""
    request = context["request"]
    return panel_registry.for_place(request.actor, place, obj, request)


@register.simple_tag
def panel(item: panel_registry.RenderedPanel) -> SafeString:
    """Draws one panel's frame and content."""
    return render_to_string("ui/partials/panel.html", {"panel": item})


@register.simple_tag(takes_context=True)
def neighbours(context: Mapping[str, Any], obj: Any) -> Neighbours | None:
    """Finds the records before and after this one in the list it was opened from."""
    return neighbours_of(context["request"], obj)


@register.inclusion_tag("ui/partials/field.html")
def field(bound_field: Any, help_text: Any = None, autofocus: bool = False) -> dict[str, Any]:
    """Draws a form's field with its label, help and faults."""
    return {
        "field": shown.dressed(bound_field, autofocus),
        "help": bound_field.help_text if help_text is None else help_text,
    }


@register.inclusion_tag("ui/partials/avatar.html")
def avatar(name: Any, size: str = "", is_organisation: bool = False) -> dict[str, Any]:
    """Draws a name's initials; size is s, l or xl."""
    return {"name": str(name or "?"), "size": size, "is_organisation": is_organisation}


@register.inclusion_tag("ui/partials/badge.html")
def badge(text: Any, tone: str = "", icon_name: str = "") -> dict[str, Any]:
    """Draws a short state; tone is "", accent, good, warn, bad or info."""
    return {"text": text, "tone": tone, "icon_name": icon_name}


@register.filter
def browser(user_agent: str) -> str:
    """Names the browser that somebody uses."""
    return browser_name(user_agent)


@register.filter
def is_on(module: str) -> bool:
    """Tells whether a module is switched on: {% if "channel.web"|is_on %}."""
    return module_is_on(module)
