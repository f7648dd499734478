"""Who may see and do what: role × right × scope, decided from data, without a database."""

from collections.abc import Iterable, Mapping

SCOPES = ("none", "own", "team", "tree", "all")


def widest(scopes: Iterable[str]) -> str:
    """Returns the widest of several scopes; nothing at all is "none"."""
    return max(scopes, key=SCOPES.index, default="none")


def merge_grants(grants: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Joins the grants of several roles: for each right the widest scope any of them gives."""
    merged: dict[str, str] = {}
    for right, scope in grants:
        merged[right] = widest((scope, merged.get(right, "none")))
    return merged


def reaches(
    scope: str,
    *,
    user_id: int | None,
    team_id: int | None,
    team_tree: frozenset[int],
    owner_id: int | None,
    owner_team_id: int | None,
) -> bool:
    """Tells whether a scope covers one record with this owner and team.

    A record that nobody owns and no team holds is everybody's work: it is covered from scope "team" on.
    """
    if scope == "all":
        return True
    if scope == "none":
        return False
    if owner_id is not None and owner_id == user_id:
        return True
    if scope == "own":
        return False
    if owner_id is None and owner_team_id is None:
        return True
    return owner_team_id is not None and (
        owner_team_id == team_id or (scope == "tree" and owner_team_id in team_tree)
    )


def tree_below(team_id: int | None, parents: Mapping[int, int | None]) -> frozenset[int]:
    """Returns a team and all teams below it; parents maps each team to the team above it."""
    if team_id is None:
        return frozenset()
    below, fresh = {team_id}, {team_id}
    while fresh:
        fresh = {team for team, parent in parents.items() if parent in fresh} - below
        below |= fresh
    return frozenset(below)
