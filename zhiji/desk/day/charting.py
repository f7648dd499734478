"""The picture of my day: how many contacts there were, by day and channel."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.ui.shown import short_date


def contacts_chart(days: Sequence[date], counts: Mapping[str, Mapping[date, int]]) -> dict[str, Any]:
    """Makes the chart's options, and the same as words and a table for those who do not see it."""
    names = {"mail": _("Mail"), "web": _("Web"), "phone": _("Phone"), "fax": _("Fax")}
    labels = [short_date(timezone.make_aware(datetime.combine(day, time(12)))) for day in days]
    series = [
        {
            "name": names.get(channel, channel),
            "type": "bar",
            "stack": "contacts",
            "barMaxWidth": 22,
            "data": [by_day.get(day, 0) for day in days],
        }
        for channel, by_day in sorted(counts.items())
    ]
    totals = [sum(by_day.get(day, 0) for by_day in counts.values()) for day in days]
    options = {
        "xAxis": {"type": "category", "data": labels},
        "yAxis": {"type": "value", "minInterval": 1},
        "legend": {"top": 0, "right": 0},
        "series": series,
    }
    rows = list(zip(labels, totals, strict=True))
    return {"options": options, "rows": rows, "total": sum(totals)}
