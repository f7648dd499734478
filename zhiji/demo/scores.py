"""How good the demo's records are today, and how they came to be so over the last three months."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from zhiji.customers.quality.actions import reckon_quality
from zhiji.customers.quality.means import means_of_day
from zhiji.customers.quality.models import QualityDay
from zhiji.demo.ledger import Mark
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.locks import hold

DAYS = 90
# The company began to clear up its records three months ago; so many points better it has become since.
_GAIN = 9.0
# What was worked on first and most; doubles were merged in one week.
_SHARES = {"completeness": 1.2, "validity": 0.8, "freshness": 1.7, "agreement": 0.4, "uniqueness": 0.5}
_MERGED_AGO, _MERGED = 33, 6.0
_ACT = "tell_demo_quality"
_PORTION = 500


def score_customers(actor: Actor, ids: Iterable[int]) -> None:
    """Reckon the quality of some customers; all others follow by the nightly job."""
    keys = list(ids)
    for at in range(0, len(keys), _PORTION):
        reckon_quality(actor=actor, ids=keys[at : at + _PORTION])


def tell_quality(actor: Actor, mark: Mark) -> None:
    """Write the means of the last 90 days, once for each size to which the company was filled."""
    with transaction.atomic():
        hold("demo company")
        told = AuditEntry.objects.filter(object_type="", object_id=None, action=_ACT).order_by("-id").first()
        if told is not None and told.after["customers"] == mark.customers:
            return
        today = timezone.localdate()
        QualityDay.objects.filter(day__lte=today).delete()
        means = means_of_day()
        rng = random.Random(mark.seed)
        days = [
            _day(mean, today - timedelta(days=ago), ago, rng) for mean in means for ago in range(DAYS, -1, -1)
        ]
        QualityDay.objects.bulk_create(days, batch_size=_PORTION)
        record(actor, _ACT, None, after={"customers": mark.customers})


def _day(mean: dict[str, Any], day: date, ago: int, rng: random.Random) -> QualityDay:
    """A day's mean: lower the longer ago, and a little up and down."""
    pace = 0.6 + crc32(f"{mean['of']}{mean['key']}".encode()) % 90 / 100  # some departments got on faster
    behind = _GAIN * pace * (ago / DAYS) ** 1.3
    lower = {name: share * behind + (rng.random() - 0.5) * 0.7 * (ago > 0) for name, share in _SHARES.items()}
    lower["uniqueness"] += _MERGED if ago > _MERGED_AGO else 0.0
    parts = {
        name: round(min(100.0, max(0.0, value - lower.get(name, behind))), 1)
        for name, value in mean["parts"].items()
    }
    return QualityDay(
        of=mean["of"],
        key=mean["key"],
        day=day,
        customers=max(1, round(mean["customers"] * (1 - 0.06 * ago / DAYS))),
        score=round(max(0.0, mean["score"] - behind), 1),
        parts=parts,
    )
