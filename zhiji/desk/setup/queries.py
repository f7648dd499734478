from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst

from zhiji.desk.setup.words import KINDS, VERBS, act_words, acts_called, record_words
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Grant, Role
from zhiji.kernel.access.registry import OBJECTS
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.modules.registry import MODULES, is_on
from zhiji.kernel.users.models import Team


@dataclass(frozen=True)
class ShownAct:
    """One act as the page tells it: the line of history, what was done, and to which record."""

    entry: AuditEntry
    did: str
    record: str


def module_rows() -> list[dict[str, Any]]:
    """Lists the modules and whether they are on."""
    ordered = sorted(MODULES.values(), key=lambda module: (module.order, module.slug))
    return [{"module": module, "is_on": is_on(module.slug)} for module in ordered]


def rights_table(role: Role) -> list[dict[str, Any]]:
    """Lists every right of every kind of record with the scope that a role has."""
    scopes = dict(role.grants.values_list("right", "scope"))
    return [
        {
            "object": KINDS.get(item.slug, item.slug.replace("_", " ")),
            "rights": [
                {
                    "right": f"{item.slug}.{verb}",
                    "verb": capfirst(VERBS.get(verb, verb)),
                    "scope": scopes.get(f"{item.slug}.{verb}", "none"),
                }
                for verb in item.verbs
            ],
        }
        for item in sorted(OBJECTS.values(), key=lambda item: item.slug)
    ]


def scope_choices() -> list[tuple[str, Any]]:
    """Lists the scopes from narrow to wide."""
    return list(Grant.Scope.choices)


def team_tree() -> list[tuple[int, Team]]:
    """Lists the teams as a tree: depth and team."""
    below: dict[int | None, list[Team]] = {}
    for team in Team.objects.order_by("name"):
        below.setdefault(team.parent_id, []).append(team)

    def walk(parent: int | None, depth: int) -> list[tuple[int, Team]]:
        return [row for team in below.get(parent, []) for row in [(depth, team), *walk(team.pk, depth + 1)]]

    return walk(None, 0)


def audit_page(actor: Actor, *, before: int | None, words: str, limit: int = 100) -> list[ShownAct]:
    """Lists what was done, newest first; words narrows to what an act is called or to somebody's name."""
    entries = AuditEntry.objects.order_by("-id")
    if actor.scope("audit.view") != "all":
        entries = entries.filter(user__team_id__in=sorted(actor.team_tree))
    if before:
        entries = entries.filter(pk__lt=before)
    if words:
        entries = entries.filter(Q(action__in=acts_called(words)) | Q(actor_name__icontains=words))
    return [ShownAct(entry, act_words(entry.action), record_words(entry)) for entry in entries[:limit]]
