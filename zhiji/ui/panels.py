"""Panels: what higher floors show on a record's page without that page knowing of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.registry import is_on
from zhiji.ui.arrangement.queries import order_of


@dataclass(frozen=True)
class Panel:
    """One panel; place names page and column such as "customer.right", context gives the template its values.

    context may return None: the panel then has nothing to say about this record and is left out.
    """

    slug: str
    place: str
    label: Any
    template: str
    context: Callable[[Actor, Any], dict[str, Any] | None]
    right: str | None = None
    module: str = ""
    order: int = 100


@dataclass(frozen=True)
class RenderedPanel:
    """A panel with its finished HTML."""

    slug: str
    label: str
    html: SafeString


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Adds a panel; a second one of the same slug replaces the first."""
    _panels[panel.slug] = panel


def known_at(actor: Actor, place: str) -> list[Panel]:
    """Lists the panels of a place that the actor may see, in the order of the actor's team."""
    mine = [
        panel
        for panel in _panels.values()
        if panel.place == place and is_on(panel.module) and (panel.right is None or actor.may(panel.right))
    ]
    return sort_panels(mine, order_of(actor.team_id, place))


def sort_panels(panels: Iterable[Panel], order: list[str]) -> list[Panel]:
    """Puts panels in a team's order; those that the team has not placed follow in their own order."""
    rank = {slug: index for index, slug in enumerate(order)}
    return sorted(panels, key=lambda panel: (rank.get(panel.slug, len(rank)), panel.order, panel.slug))


def for_place(actor: Actor, place: str, obj: Any, request: HttpRequest | None = None) -> list[RenderedPanel]:
    """Renders the panels of a place for one record."""
    rendered = []
    for panel in known_at(actor, place):
        context = panel.context(actor, obj)
        if context is not None:
            values = {"panel": panel, "object": obj, "actor": actor, **context}
            html = render_to_string(panel.template, values, request=request)
            rendered.append(RenderedPanel(panel.slug, str(panel.label), html))
    return rendered
