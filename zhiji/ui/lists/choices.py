from typing import Any

from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.queries import active_users, all_teams
from zhiji.ui.lists.spec import Filter, ListSpec
from zhiji.ui.lists.state import RANGE_MARK, ListState


def choices_for(item: Filter, actor: Actor) -> list[tuple[str, Any]]:
    """Lists what a filter offers: its own choices, or people, teams, yes and no."""
    if item.choices:
        return [(str(value), label) for value, label in item.choices(actor)]
    if item.kind == "bool":
        return [("yes", _("Yes")), ("no", _("No"))]
    if item.kind == "user":
        people = [(str(user.pk), str(user)) for user in active_users()]
        return [("me", _("Me")), ("none", _("Nobody")), *people]
    if item.kind == "team":
        return [
            ("mine", _("My team")),
            ("none", _("No team")),
            *((str(team.pk), str(team)) for team in all_teams()),
        ]
    return []


def filter_fields(spec: ListSpec, actor: Actor, state: ListState) -> list[dict[str, Any]]:
    """Lists the filters of a list with their choices and the value that each has now."""
    fields = []
    for item in spec.filters:
        text = state.filters.get(item.key, "")
        start, _mark, end = text.partition(RANGE_MARK)
        choices = choices_for(item, actor)
        shown = dict(choices).get(text, _range_text(start, end) if item.kind.endswith("_range") else text)
        without = state.query(drop=(item.key,), edit="1")
        fields.append(
            {"filter": item, "value": text, "start": start, "end": end, "choices": choices}
            | {"shown": shown if text else "", "without": without}
        )
    return fields


def _range_text(start: str, end: str) -> str:
    if start and end:
        return f"{start} – {end}"
    return _("from %(day)s") % {"day": start} if start else _("until %(day)s") % {"day": end}
