"""Everybody, once: keys written anew, all matched, sure groups merged or asked about, questions put before people."""

from collections.abc import Callable, Sequence

from zhiji.customers.identity.arrival import ACTOR
from zhiji.customers.identity.deciding import ask_about, ask_about_groups, merge_groups
from zhiji.customers.identity.matching.keeping import Explain, keep_all_keys, match_base
from zhiji.customers.identity.matching.models import MatchRun
from zhiji.customers.identity.matching.records import Kind
from zhiji.customers.identity.matching.running import Found
from zhiji.customers.identity.matching.runs import kept_run
from zhiji.customers.identity.matching.telling import STEPS, teller, told_done, told_stopped
from zhiji.customers.identity.matching.thresholds import Thresholds
from zhiji.customers.identity.pairs.actions import adopt_thresholds
from zhiji.customers.identity.pairs.queries import zones_of


def look_through(kinds: Sequence[Kind]) -> dict[Kind, dict[str, int]]:
    """Looks at all customers of these kinds, shows how far it is, and returns the counts of each kind."""
    total, counts = len(kinds) * len(STEPS), {}
    try:
        for place, kind in enumerate(kinds):
            counts[kind] = match_everybody(kind, teller(kind, place * len(STEPS), total))
    except BaseException as error:
        told_stopped(str(error) or type(error).__name__)
        raise
    told_done(total)
    return counts


def match_everybody(kind: Kind, tell: Callable[[str], None] = lambda step: None) -> dict[str, int]:
    """Looks at all customers of a kind and does what may be done by itself; returns the counts.

    What is sure is merged only where somebody has switched that on for this kind; else it is asked first. tell is
    called with the name of each step that begins. Belongs into a process of its own (`zhiji match`): it takes minutes
    and gigabytes.
    """
    with kept_run(kind) as run:
        tell("keys")
        keys = keep_all_keys(kind)
        tell("matching")
        zones = zones_of(kind)
        moved = Thresholds(zones.merge_from, zones.ask_from) if zones.is_moved else None
        found, explain = match_base(run, moved)
        tell("deciding")
        run.counts = {**run.counts, **_decide(run, found, explain), "keys": keys}
        run.save(update_fields=["counts"])
    return dict(run.counts)


def _decide(run: MatchRun, found: Found, explain: Explain) -> dict[str, int]:
    """Merges or asks about what a run found, and returns how many."""
    kind = run.kind
    adopt_thresholds(actor=ACTOR, kind=kind, merge_from=run.automatic or 0.0, ask_from=run.ask or 0.0)
    if zones_of(kind).by_itself:
        told = merge_groups(kind, found.groups, run_id=run.pk, explain=explain)
    else:
        told = {"sure": ask_about_groups(kind, found.groups, run_id=run.pk, explain=explain)}
    asked = ask_about(kind, found.questions, run_id=run.pk, explain=explain)
    return {**told, "questions_asked": asked}
