"""Candidate pairs when one of the two is merged into somebody, and when that is undone."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.models import MatchPair

SETTLED = (MatchPair.State.YES, MatchPair.State.GONE)


def follow_pairs(survivor_id: int, loser_id: int) -> dict[str, Any]:
    """Lets what is asked of the loser be asked of the survivor, and a "no" to the loser stay a no to the survivor.

    Returns what return_pairs needs: the state each of the loser's pairs had, and the pairs made for the survivor.
    """
    before: dict[str, str] = {}
    made: list[int] = []
    rows = MatchPair.objects.filter(Q(left_id=loser_id) | Q(right_id=loser_id)).exclude(state__in=SETTLED)
    for row in rows:
        other = row.other_than(loser_id)
        if other != survivor_id and (new := _for_survivor(row, survivor_id, other, loser_id)):
            made.append(new)
        if row.state != MatchPair.State.NO:
            before[str(row.pk)] = row.state
    MatchPair.objects.filter(pk__in=map(int, before)).update(state=MatchPair.State.GONE)
    return {"before": before, "made": made}


def _for_survivor(row: MatchPair, survivor_id: int, other: int, loser_id: int) -> int | None:
    left, right = sorted((survivor_id, other))
    values = {
        "above_id": survivor_id if row.above_id == loser_id else row.above_id,
        "weight": row.weight,
        "evidence": row.evidence,
        "run_id": row.run_id,
        "state": row.state,
        "user_id": row.user_id,
        "who": row.who,
        "created_at": row.created_at,
        "answered_at": row.answered_at,
    }
    new, is_new = MatchPair.objects.get_or_create(
        left_id=left, right_id=right, proposal=row.proposal, defaults=values
    )
    return new.pk if is_new else None


def return_pairs(survivor_id: int, loser_id: int, kept: dict[str, Any]) -> None:
    """Lets the loser's pairs be asked again as they were, and takes back those made for the survivor, if unanswered.

    That the two were told apart again is a no: no machine merges them a second time.
    """
    made = MatchPair.objects.filter(pk__in=kept["made"])
    made.filter(state__in=(MatchPair.State.OPEN, MatchPair.State.LATER)).delete()
    for key, state in kept["before"].items():
        MatchPair.objects.filter(pk=int(key), state=MatchPair.State.GONE).update(state=state)
    left, right = sorted((survivor_id, loser_id))
    merge = Merge.objects.filter(loser_id=loser_id).order_by("-id").first()
    MatchPair.objects.filter(merge=merge, merge__isnull=False).update(state=MatchPair.State.NO, merge=None)
    why = {"evidence": merge.evidence, "weight": merge.score or 0.0} if merge else {"weight": 0.0}
    said = {"state": MatchPair.State.NO, "answered_at": timezone.now(), "merge": None}
    MatchPair.objects.update_or_create(
        left_id=left,
        right_id=right,
        proposal=MatchPair.Proposal.SAME,
        defaults=said,
        create_defaults={**said, **why, "created_at": timezone.now()},
    )
