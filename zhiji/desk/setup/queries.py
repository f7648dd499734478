from typing import Any

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Grant, Role
from zhiji.kernel.access.registry import OBJECTS
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.modules.registry import MODULES, is_on
from zhiji.kernel.users.models import Team


def module_rows() -> list[dict[str, Any]]:
    """Lists the modules and whether they are on."""
    ordered = sorted(MODULES.values(), key=lambda module: (module.order, module.slug))
    return [{"module": module, "is_on": is_on(module.slug)} for module in ordered]


def rights_table(role: Role) -> list[dict[str, Any]]:
    """Lists every right of every kind of record with the scope that a role has."""
    scopes = dict(role.grants.values_list("right", "scope"))
    return [
        {
            "object": item.slug.replace("_", " "),
            "rights": [
                {
                    "right": f"{item.slug}.{verb}",
                    "verb": verb,
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


def audit_page(actor: Actor, *, before: int | None, words: str, limit: int = 100) -> list[AuditEntry]:
    """Lists what was done, newest first; words narrows to an action's name or somebody's name."""
    entries = AuditEntry.objects.order_by("-id")
    if actor.scope("audit.view") != "all":
        entries = entries.filter(user__team_id__in=sorted(actor.team_tree))
    if before:
        entries = entries.filter(pk__lt=before)
    if words:
        entries = entries.filter(action__icontains=words) | entries.filter(actor_name__icontains=words)
    return list(entries[:limit])
