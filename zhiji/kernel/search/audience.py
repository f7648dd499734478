"""Who may see what, as tokens of the question: a row that one may not see is never even brought.

The same rule as reaches() in kernel.access.rules, on tokens that audience_tokens() wrote.
"""

from collections.abc import Iterable, Sequence

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.registry import is_on
from zhiji.kernel.search.registry import KINDS, SearchKind


def kinds_for(actor: Actor, wanted: Iterable[str] | None) -> list[SearchKind]:
    """Returns the kinds that the actor may see some of, in modules that are on; wanted limits them."""
    slugs = KINDS.keys() if wanted is None else [slug for slug in wanted if slug in KINDS]
    kinds = [KINDS[slug] for slug in slugs]
    return [kind for kind in kinds if actor.scope(kind.right) != "none" and is_on(kind.module)]


def audience(actor: Actor, kinds: Sequence[SearchKind]) -> tuple[str, ...] | None:
    """Returns the tokens of which a row must have one for the actor to see it; () means that none is seen.

    None when the actor sees everything there is: a token that every row has only costs time.
    """
    if len(kinds) == len(KINDS) and all(actor.scope(kind.right) == "all" for kind in kinds):
        return None
    return tuple(token for kind in kinds for token in _tokens(actor, kind))


def _tokens(actor: Actor, kind: SearchKind) -> list[str]:
    scope, slug = actor.scope(kind.right), f"!{kind.slug}"
    if scope == "all":
        return [slug]
    found = [f"{slug}/o{actor.user_id}"] if actor.user_id is not None else []
    if scope == "own":
        return found
    teams = {actor.team_id} if scope == "team" else {actor.team_id, *actor.team_tree}
    found += [f"{slug}/t{team}" for team in sorted(team for team in teams if team is not None)]
    return [*found, f"{slug}/free"]
