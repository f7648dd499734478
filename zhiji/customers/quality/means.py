"""The mean quality of all customers, of each source's and of each team's, counted by the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Aggregate, Avg, Count, Exists, OuterRef, QuerySet

from zhiji.customers.quality.models import Quality, QualityDay
from zhiji.customers.quality.rules import PARTS, joined_means
from zhiji.customers.sources.builtin import source_key
from zhiji.customers.sources.models import Source, SourceRecord

MEANS: dict[str, Aggregate] = {
    "customers": Count("pk"),
    **{f"mean_{name}": Avg(name) for name in ("score", *PARTS)},
}

Mean = dict[str, Any]


def means_of_day() -> list[Mean]:
    """Lists the means as they are now: of (all, source, team), key, number of customers, score, parts in percent."""
    rows = Quality.objects.order_by()
    found = [_shown(QualityDay.Of.ALL, "", [rows.aggregate(**MEANS)])]
    teams = rows.exclude(customer__team=None).values("customer__team").annotate(**MEANS)
    found += [_shown(QualityDay.Of.TEAM, str(row["customer__team"]), [row]) for row in teams]
    found += [_shown(QualityDay.Of.SOURCE, key, several) for key, several in _by_source(rows).items()]
    return [one for one in found if one["customers"]]


def _by_source(rows: QuerySet[Quality]) -> dict[str, list[Mapping[str, Any]]]:
    """Counts by source: those of whom records speak, and those who are known from their first source alone."""
    keys = dict(Source.objects.values_list("pk", "key"))
    current = SourceRecord.objects.filter(state=SourceRecord.State.CURRENT)
    told = current.exclude(customer=None).order_by().values("source")
    means: dict[str, Aggregate] = {"customers": Count("customer", distinct=True)}
    means |= {f"mean_{name}": Avg(f"customer__quality_of__{name}") for name in ("score", *PARTS)}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in told.annotate(**means):
        found.setdefault(keys[row["source"]], []).append(row)
    alone = rows.exclude(Exists(current.filter(customer=OuterRef("pk"))))
    for one in alone.values("customer__source").annotate(**MEANS):
        found.setdefault(source_key(one["customer__source"]), []).append(one)
    return found


def _shown(of: str, key: str, rows: Iterable[Mapping[str, Any]]) -> Mean:
    names = ("score", *PARTS)
    known = [row for row in rows if row["mean_score"] is not None]
    groups = [(row["customers"], {name: float(row[f"mean_{name}"]) for name in names}) for row in known]
    count, means = joined_means(groups)
    parts = {name: round(means[name], 1) for name in PARTS} if means else {}
    return {
        "of": of,
        "key": key,
        "customers": count,
        "score": round(means.get("score", 0), 1),
        "parts": parts,
    }
