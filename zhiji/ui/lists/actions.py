from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Denied, Refused
from zhiji.ui.lists.models import SavedView
from zhiji.ui.lists.queries import may_change_view


@action
def save_view(
    *,
    actor: Actor,
    list_slug: str,
    name: str,
    audience: str = "me",
    filters: Mapping[str, str] | None = None,
    sort: str = "",
    columns: Sequence[str] = (),
    layout: str = "table",
) -> SavedView:
    """Keeps a list's filter, order and columns under a name.

    audience is me, team or everyone. Raises Refused without a name, and Denied where the actor may not speak
    for everyone.
    """
    name = name.strip()[:60]
    if not name:
        raise Refused(_("Give the view a name."))
    last = SavedView.objects.of_list(list_slug).aggregate(last=Max("position"))["last"]
    view = SavedView(
        list_slug=list_slug,
        name=name,
        filters=dict(filters or {}),
        sort=sort,
        columns=list(columns),
        layout=layout,
        position=(last or 0) + 1,
        **_audience(actor, audience),
    )
    view.save()
    record(actor, "save_view", view, after={"name": name, "list": list_slug, "audience": audience})
    return view


@action
def rename_view(*, actor: Actor, view_id: int, name: str) -> SavedView:
    """Gives a saved view another name."""
    view = _own_view(actor, view_id)
    before, view.name = view.name, name.strip()[:60] or view.name
    view.save(update_fields=["name"])
    record(actor, "rename_view", view, before={"name": before}, after={"name": view.name})
    return view


@action
def update_view(
    *, actor: Actor, view_id: int, filters: Mapping[str, str], sort: str, columns: Sequence[str], layout: str
) -> SavedView:
    """Lets a saved view keep the filter, order and columns that the list has now."""
    view = _own_view(actor, view_id)
    before = {"filters": view.filters, "sort": view.sort, "columns": view.columns, "layout": view.layout}
    after: dict[str, Any] = {
        "filters": dict(filters),
        "sort": sort,
        "columns": list(columns),
        "layout": layout,
    }
    for field, value in after.items():
        setattr(view, field, value)
    view.save(update_fields=list(after))
    record(actor, "update_view", view, before=before, after=after)
    return view


@action
def delete_view(*, actor: Actor, view_id: int) -> None:
    """Removes a saved view; the list itself stays as it is."""
    view = _own_view(actor, view_id)
    record(
        actor,
        "delete_view",
        view,
        before={"name": view.name, "list": view.list_slug, "filters": view.filters},
    )
    view.delete()


def _audience(actor: Actor, audience: str) -> dict[str, Any]:
    if audience == "everyone":
        if not actor.may("setup.change"):
            raise Denied
        return {"everyone": True}
    if audience == "team" and actor.team_id:
        return {"team_id": actor.team_id}
    return {"user_id": actor.user_id}


def _own_view(actor: Actor, view_id: int) -> SavedView:
    view = SavedView.objects.seen_by(actor).filter(pk=view_id).first()
    if view is None or not may_change_view(actor, view):
        raise Denied
    return view


@action
def note_export(*, actor: Actor, list_slug: str, filters: Mapping[str, str], columns: Sequence[str]) -> None:
    """Notes that somebody took a list away as a file, with which filters and columns."""
    actor.require("list.export")
    record(
        actor,
        "note_export",
        None,
        after={"list": list_slug, "filters": dict(filters), "columns": list(columns)},
    )
