"""Everybody, once: keys written anew, all matched, groups merged, questions put before people."""

from zhiji.customers.identity.deciding import ask_about, merge_groups
from zhiji.customers.identity.matching.keeping import keep_all_keys, match_base
from zhiji.customers.identity.matching.records import Kind


def match_everybody(kind: Kind) -> dict[str, int]:
    """Looks at all customers of a kind and does what may be done by itself; returns the counts.

    Belongs into a process of its own (`zhiji match`): it takes minutes and gigabytes.
    """
    keys = keep_all_keys(kind)
    run, found, explain = match_base(kind)
    told = merge_groups(kind, found.groups, run_id=run.pk, explain=explain)
    asked = ask_about(kind, found.questions, run_id=run.pk, explain=explain)
    run.counts = {**run.counts, **told, "keys": keys, "questions_asked": asked}
    run.save(update_fields=["counts"])
    return dict(run.counts)
