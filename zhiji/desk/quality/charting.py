"""The picture of quality over time: the score and its five parts, one line each."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.quality.models import QualityDay
from zhiji.desk.quality.words import PARTS
from zhiji.ui.shown import short_date


def quality_chart(days: Sequence[QualityDay]) -> dict[str, Any]:
    """Makes the chart's options, and the same as a table for those who do not see it."""
    labels = [_shown(one.day) for one in days]
    score: dict[str, Any] = {
        "name": _("Quality"),
        "data": [one.score for one in days],
        "lineStyle": {"width": 3},
    }
    parts: list[dict[str, Any]] = [
        {"name": str(label), "data": [one.parts.get(name) for one in days]} for name, label in PARTS.items()
    ]
    lines: list[dict[str, Any]] = [
        {"type": "line", "smooth": True, "showSymbol": len(days) < 15, "symbolSize": 5, **line}
        for line in (score, *parts)
    ]
    options = {
        "xAxis": {"type": "category", "data": labels, "boundaryGap": False},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "legend": {"top": 0, "left": 0, "type": "scroll"},
        "grid": {"left": 8, "right": 16, "top": 48, "bottom": 8, "containLabel": True},
        "series": lines,
    }
    rows = [(label, [line["data"][at] for line in lines]) for at, label in enumerate(labels)]
    return {"options": options, "heads": [line["name"] for line in lines], "rows": rows}


def _shown(day: date) -> str:
    return short_date(timezone.make_aware(datetime.combine(day, time(12))))
