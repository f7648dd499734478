from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhiji.customers.identity.matching.extra import INSTALL, is_installed
from zhiji.customers.identity.matching.queries import newest_run, stopped_run
from zhiji.customers.identity.matching.records import Kind
from zhiji.customers.identity.matching.telling import progress_now
from zhiji.customers.identity.merging.queries import may_undo, merges_of
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import (
    COUNTED,
    Zones,
    answered_bands,
    count_waiting,
    counts,
    least_sure,
    pairs_with,
    queue,
    zone_counts,
    zones_of,
)
from zhiji.customers.identity.pairs.rules import Band, advise, probability, zone
from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import once
from zhiji.desk.matching.comparing import Comparison, compare, percent
from zhiji.kernel.access.actor import Actor
from zhiji.ui.shown import number

LISTED = 60
SAME = MatchPair.Proposal.SAME
GOAL = 0.995


@dataclass(frozen=True)
class Listed:
    """A pair as the list beside shows it."""

    pair: MatchPair
    percent: str
    is_sure: bool = False


def listed(actor: Actor) -> list[Listed]:
    """Lists the first pairs that wait, and which of them are sure."""
    zones = {kind: zones_of(kind) for kind in ("person", "organisation")}
    return [
        Listed(
            pair,
            percent(probability(pair.weight)),
            _verdict(pair, zones[pair.left.kind]) == "merge",
        )
        for pair in queue(actor)[:LISTED]
    ]


def _verdict(pair: MatchPair, zones: Zones) -> str:
    return zone(pair.weight, zones.merge_from, zones.ask_from, str(pair.evidence.get("forbidden", "")))


def beside(actor: Actor) -> dict[str, Any]:
    """Returns what stands beside a pair: the first pairs that wait, and how many there are."""
    found = {
        name: f"{number(COUNTED)}+" if many >= COUNTED else number(many)
        for name, many in counts(actor).items()
    }
    return {"listed": listed(actor), "counts": found}


def first_pair(actor: Actor) -> MatchPair | None:
    """Returns the pair that is asked first."""
    return queue(actor).first()


def pair_after(actor: Actor, *keys: int) -> MatchPair | None:
    """Returns the next pair in the queue after the last of these that is none of them; the first one at its end."""
    waiting = list(queue(actor)[: LISTED * 2])
    places = [place for place, pair in enumerate(waiting) if pair.pk in keys]
    start = places[-1] + 1 if places else 0
    rest = [*waiting[start:], *waiting[:start]]
    return next((pair for pair in rest if pair.pk not in keys), None)


def shown(pair: MatchPair | None) -> Comparison | None:
    """Puts a pair side by side, if there is one."""
    return compare(pair) if pair else None


def waiting_count(actor: Actor) -> int:
    """Counts for the navigation what waits."""
    return count_waiting(actor)


def may_be_same(actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Tells the record page with whom a customer may be one."""
    return _found(customer, [pair for pair in _pairs(actor, customer) if pair.proposal == SAME])


def may_belong(actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Tells the record page to whom a customer may belong: a branch, a department, a household, an assistant."""
    return _found(customer, [pair for pair in _pairs(actor, customer) if pair.proposal != SAME])


def _pairs(actor: Actor, customer: Customer) -> list[MatchPair]:
    if not getattr(customer, "has_pairs", True):
        return []
    return once(customer, "pairs", lambda one: list(pairs_with(actor, one.pk)))


def _found(customer: Customer, pairs: list[MatchPair]) -> dict[str, Any] | None:
    found = [
        {
            "pair": pair,
            "other": pair.right if pair.left_id == customer.pk else pair.left,
            "percent": percent(probability(pair.weight)),
        }
        for pair in pairs
    ]
    return {"found": found} if found else None


def merged_here(actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Tells the record page who was merged into a customer."""
    merges = merges_of(customer) if getattr(customer, "has_merges", True) else []
    return {"merges": merges, "may_undo": may_undo(actor, customer)} if merges else None


def thresholds(
    actor: Actor,
    kind: str,
    merge_from: float | None = None,
    ask_from: float | None = None,
    by_itself: bool | None = None,
) -> dict[str, Any]:
    """Tells what people's answers say about the thresholds of a kind, and what waits in each zone."""
    zones = zones_of(kind)
    merge_from = zones.merge_from if merge_from is None else merge_from
    ask_from = zones.ask_from if ask_from is None else ask_from
    by_itself = zones.by_itself if by_itself is None else by_itself
    found = answered_bands(kind)
    advised = advise(found, GOAL)
    return {
        "kind": kind,
        "merge_from": merge_from,
        "ask_from": ask_from,
        "by_itself": by_itself,
        "least_sure": least_sure(actor, kind, merge_from),
        "merge_percent": percent(probability(merge_from)),
        "ask_percent": percent(probability(ask_from)),
        "zones": zone_counts(kind, merge_from, ask_from),
        "bands": [_band(band, merge_from, ask_from, by_itself) for band in found],
        "answers": sum(band.answers for band in found),
        "advised": advised,
        "chart": _chart(found, merge_from, ask_from),
    }


def looked_through(kind: Kind) -> dict[str, Any]:
    """Tells when all customers were last looked through, what was found, and how far the work is that goes on."""
    progress = progress_now()
    return {
        "kind": kind,
        "run": newest_run(kind),
        "stopped": stopped_run(kind),
        "progress": progress,
        "goes_on": progress is not None and progress.finished_at is None,
        "is_installed": is_installed(),
        "install": INSTALL,
    }


def _band(band: Band, merge_from: float, ask_from: float, by_itself: bool) -> dict[str, Any]:
    precision = band.precision
    sure = _("merged by itself") if by_itself else _("asked first")
    held = sure if band.low >= merge_from else _("asked")
    return {
        "span": f"{band.low:.0f} … {band.high:.0f}",
        "from": percent(probability(band.low)),
        "yes": band.yes,
        "no": band.no,
        "precision": f"{precision * 100:.1f} %" if precision is not None else "—",
        "zone": held if band.low >= ask_from else _("left apart"),
    }


def _chart(found: list[Band], merge_from: float, ask_from: float) -> dict[str, Any]:
    labels = [f"{band.low:.0f}" for band in found]
    return {
        "xAxis": {
            "type": "category",
            "data": labels,
            "name": _("weight, bits"),
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": [
            {"type": "value", "minInterval": 1},
            {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}},
        ],
        "legend": {"top": 0, "right": 0},
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 28, "containLabel": True},
        "series": [
            {
                "name": _("yes"),
                "type": "bar",
                "stack": "answers",
                "tone": "good",
                "data": [band.yes for band in found],
            },
            {
                "name": _("no"),
                "type": "bar",
                "stack": "answers",
                "tone": "bad",
                "data": [band.no for band in found],
            },
            {
                "name": _("share of yes"),
                "type": "line",
                "tone": "text-3",
                "yAxisIndex": 1,
                "data": [round((band.precision or 0) * 100, 1) for band in found],
            },
        ],
    }
