from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.belonging import end_belonging, let_belong
from zhiji.customers.identity.pairs.events import PairAnswered
from zhiji.customers.identity.pairs.models import ArrivalMark, MatchPair, MatchThreshold
from zhiji.customers.identity.pairs.rules import ASK_FROM, MERGE_FROM, asks_again
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Conflict, Refused
from zhiji.kernel.events.actions import publish, signal_pages

State = MatchPair.State
QUEUE = "matching"
PORTION = 1000


@dataclass(frozen=True)
class Candidate:
    """Two customers who may be one, or belong together; weight in bits, evidence as a run explains it."""

    left_id: int
    right_id: int
    weight: float
    evidence: Mapping[str, Any] = field(default_factory=dict)
    proposal: str = MatchPair.Proposal.SAME
    above_id: int | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes a pair one: both customers in order, and what is proposed."""
        return (min(self.left_id, self.right_id), max(self.left_id, self.right_id), str(self.proposal))


@action
def propose_pairs(*, actor: Actor, candidates: Iterable[Candidate], run_id: int | None = None) -> int:
    """Puts pairs of customers before people and returns how many are newly asked.

    What was said no to is asked again only where much more speaks for it than then; what waits gets the new evidence.
    """
    by_key = {one.key: one for one in candidates if one.left_id != one.right_id}
    keys, asked = sorted(by_key), 0
    for at in range(0, len(keys), PORTION):
        asked += _propose(run_id, {key: by_key[key] for key in keys[at : at + PORTION]})
    record(actor, "propose_pairs", None, after={"pairs": len(keys), "asked": asked, "run": run_id})
    if asked:
        signal_pages([QUEUE])
    return asked


def _propose(run_id: int | None, wanted: Mapping[tuple[int, int, str], Candidate]) -> int:
    rows = MatchPair.objects.filter(left_id__in=[key[0] for key in wanted]).select_for_update()
    known = {(row.left_id, row.right_id, row.proposal): row for row in rows}
    now, new, changed = timezone.now(), [], []
    for key, one in wanted.items():
        row = known.get(key)
        if row is None:
            new.append(_new_pair(key, one, run_id, now))
        elif row.state in (State.OPEN, State.LATER) or asks_again(row.weight, one.weight):
            row.state = row.state if row.state == State.LATER else State.OPEN
            row.weight, row.evidence, row.run_id = one.weight, dict(one.evidence), run_id
            row.above_id, row.version = one.above_id, row.version + 1
            changed.append(row)
    MatchPair.objects.bulk_create(new)
    fields = ["state", "weight", "evidence", "run_id", "above_id", "version"]
    MatchPair.objects.bulk_update(changed, fields, batch_size=200)
    return len(new)


def _new_pair(key: tuple[int, int, str], one: Candidate, run_id: int | None, now: Any) -> MatchPair:
    return MatchPair(
        left_id=key[0],
        right_id=key[1],
        proposal=one.proposal,
        above_id=one.above_id,
        weight=one.weight,
        evidence=dict(one.evidence),
        run_id=run_id,
        created_at=now,
    )


@action
def answer_pair(
    *,
    actor: Actor,
    pair_id: int,
    answer: str,
    survivor_id: int | None = None,
    version: int | None = None,
    confirmed: bool = False,
) -> MatchPair:
    """Says of two customers yes (they are one, or belong together), no, or later.

    survivor_id names who stays when they are merged. version is that of the pair that was looked at: if the evidence
    changed meanwhile, or somebody else answered, Conflict is raised and nothing happens.
    """
    actor.require("match.review")
    pair = _locked(actor, pair_id)
    if pair.state not in (State.OPEN, State.LATER):
        raise Conflict(_("%(who)s has answered this pair meanwhile.") % {"who": pair.who or _("Somebody")})
    if version is not None and version != pair.version:
        raise Conflict(_("There is new evidence about this pair. Look at it again."))
    if answer not in (State.YES, State.NO, State.LATER):
        raise Refused(_("Answer yes, no or later."))
    if answer == State.YES:
        _say_yes(actor, pair, survivor_id, confirmed)
    pair.state, pair.answered_at = answer, timezone.now()
    pair.user_id, pair.who = actor.user_id, actor.name[:150]
    pair.version += 1
    pair.save()
    after = {"answer": answer, "left": pair.left_id, "right": pair.right_id, "proposal": pair.proposal}
    record(actor, "answer_pair", pair, after=after)
    publish(PairAnswered(pair.pk, answer), actor=actor, topics=_topics(pair))
    return pair


def _say_yes(actor: Actor, pair: MatchPair, survivor_id: int | None, confirmed: bool) -> None:
    if pair.proposal != MatchPair.Proposal.SAME:
        undo = let_belong(actor, pair)
        pair.evidence = {**pair.evidence, "undo": undo}
        return
    survivor = survivor_id if survivor_id in (pair.left_id, pair.right_id) else pair.left_id
    pair.merge = merge_customers(
        actor=actor,
        survivor_id=survivor,
        loser_id=pair.other_than(survivor),
        reason=Merge.Reason.ANSWER,
        evidence=pair.evidence,
        score=pair.weight,
        run_id=pair.run_id,
        confirmed=confirmed,
    )


@action
def take_back_answer(*, actor: Actor, pair_id: int) -> MatchPair:
    """Takes an answer back: what it merged is two again, what it tied is apart, and the pair waits as before."""
    actor.require("match.review")
    pair = MatchPair.objects.select_for_update().get(pk=pair_id)
    if pair.state not in (State.YES, State.NO, State.LATER):
        return pair
    before = pair.state
    if before == State.YES:
        if pair.merge_id:
            unmerge(actor=actor, merge_id=pair.merge_id)
        else:
            end_belonging(actor, pair, pair.evidence.pop("undo", {}))
    pair.state, pair.merge, pair.user_id, pair.who, pair.answered_at = State.OPEN, None, None, "", None
    pair.version += 1
    pair.save()
    record(actor, "take_back_answer", pair, before={"answer": before})
    signal_pages(_topics(pair))
    return pair


@action
def set_thresholds(
    *, actor: Actor, kind: str, merge_from: float, ask_from: float, by_itself: bool | None = None
) -> MatchThreshold:
    """Sets the weights, in bits, from which customers of a kind are surely one, and asked about.

    by_itself says whether what is surely one is merged without asking; None leaves that as it is. Raises Refused where
    the weights are the wrong way round.
    """
    actor.require("match.set")
    if ask_from > merge_from:
        raise Refused(_("People must be asked below the weight from which Zhiji merges by itself."))
    row = _threshold(kind)
    before = _said(row)
    row.is_moved = row.is_moved or (row.merge_from, row.ask_from) != (merge_from, ask_from)
    row.merge_from, row.ask_from = merge_from, ask_from
    row.by_itself = row.by_itself if by_itself is None else by_itself
    row.save()
    record(actor, "set_thresholds", row, before=before, after=_said(row))
    return row


@action
def adopt_thresholds(*, actor: Actor, kind: str, merge_from: float, ask_from: float) -> bool:
    """Takes over the weights that a run proposes, where nobody has set any; tells whether it did."""
    row = _threshold(kind)
    if row.is_moved:
        return False
    before = _said(row)
    row.merge_from, row.ask_from = merge_from, ask_from
    row.save()
    record(actor, "adopt_thresholds", row, before=before, after=_said(row))
    return True


def _threshold(kind: str) -> MatchThreshold:
    known = MatchThreshold.objects.select_for_update().filter(kind=kind).first()
    return known or MatchThreshold(kind=kind, merge_from=MERGE_FROM, ask_from=ASK_FROM)


def _said(row: MatchThreshold) -> dict[str, Any]:
    return {"merge_from": row.merge_from, "ask_from": row.ask_from, "by_itself": row.by_itself}


@action
def move_arrival_mark(*, actor: Actor, **marks: int) -> None:
    """Notes up to which customer new ones were compared: those of lists (`last_id`), those alone (`single_id`)."""
    ArrivalMark.objects.update_or_create(pk=1, defaults=marks)


def _locked(actor: Actor, pair_id: int) -> MatchPair:
    pair = MatchPair.objects.select_for_update(of=("self",)).get(pk=pair_id)
    visible = Customer.objects.visible_to(actor).filter(pk__in=(pair.left_id, pair.right_id)).count()
    if visible < 2 and pair.state in (State.OPEN, State.LATER):
        raise Refused(_("One of these two is no longer there. Somebody has merged or removed them."))
    return pair


def _topics(pair: MatchPair) -> list[str]:
    return [QUEUE, f"customer:{pair.left_id}", f"customer:{pair.right_id}"]
