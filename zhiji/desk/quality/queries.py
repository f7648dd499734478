from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.parties.queries import once, points_of, roles_of
from zhiji.customers.quality.gathering import gains_of
from zhiji.customers.quality.models import Quality, QualityDay
from zhiji.customers.quality.queries import days_of, latest_days, quality_for, quality_of
from zhiji.customers.quality.rules import PARTS as SHARES
from zhiji.customers.sources.builtin import first_values, shown_source
from zhiji.customers.sources.queries import source_names
from zhiji.desk.customers.queries import golden_of, identifiers_of, rights_on
from zhiji.desk.customers.told import ShownClaim, shown_choice
from zhiji.desk.quality.asked import Asked, asked_of
from zhiji.desk.quality.words import PARTS, WHY, label_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.queries import hidden_names, without_hidden
from zhiji.kernel.users.queries import all_teams

DAYS = 30
CHART_DAYS = 180
SHOWN_GAINS = 4


def questions_for(actor: Actor) -> QuerySet[Quality]:
    """Lists the customers of whom something is worth asking, with all that puts the question into words."""
    roles = Affiliation.objects.filter(ended_at=None).order_by("-is_primary", "id")
    return bare_questions(actor).prefetch_related(
        Prefetch("customer__contact_points", ContactPoint.objects.current().order_by("id"), to_attr="reach"),
        Prefetch("customer__affiliations", roles.select_related("organisation"), to_attr="works_for"),
        Prefetch("customer__people", roles.select_related("person"), to_attr="staff"),
        Prefetch("customer__identifiers", to_attr="numbers"),
    )


def bare_questions(actor: Actor) -> QuerySet[Quality]:
    """Lists the same without what lists show."""
    rows = quality_for(actor).exclude(question="").select_related("customer", "customer__owner")
    hidden = [name for name in hidden_names(actor, "customer") if name.startswith("own:")]
    return rows.exclude(question__in=hidden) if hidden else rows


def line_of(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gathers what the record's page says of quality: score, parts, and the question, if the actor may ask it.

    As long as there is no score, the place is kept in which it will appear.
    """
    row = quality_of(customer)
    if row is None:
        return {"quality": None, "customer": customer}
    parts = [(PARTS[name], share) for name, share in row.parts.items()]
    shown: dict[str, Any] = {
        "quality": row,
        "parts": parts,
        "asked": None,
        "customer": customer,
        **rights_on(actor, customer),
    }
    if row.question and shown["may_change"] and without_hidden(actor, "customer", {row.question: row.why}):
        shown["asked"] = asked_on(row, customer)
    return shown


def raising(actor: Actor, customer: Customer) -> list[dict[str, Any]]:
    """Tells what would raise a customer's score most: the field, what is wrong with it, and the points."""
    found = without_hidden(
        actor, "customer", {one.field: one for one in gains_of(customer.pk, timezone.now())}
    )
    return [
        {"label": label_of(name), "why": WHY[one.why] if name != "duplicate" else "", "points": one.points}
        for name, one in list(found.items())[:SHOWN_GAINS]
    ]


def asked_on(row: Quality, customer: Customer) -> Asked:
    """Puts the question of one customer into words, with what sources say where they disagree."""
    points, roles = once(customer, "points", points_of), once(customer, "roles", roles_of)
    numbers = once(customer, "identifiers", identifiers_of)
    told, claims = _claims(row, customer) if row.why == "disputed" else ("", ())
    return asked_of(row, customer, points, roles, numbers, claims, told)


def _claims(row: Quality, customer: Customer) -> tuple[str, tuple[ShownClaim, ...]]:
    golden = golden_of(customer)
    names = [row.question] if row.question != "tax_number" else []
    names += [
        name for name in golden.conflicts if row.question == "tax_number" and name.startswith("identifier:")
    ]
    choice = golden.choices().get(names[0]) if names else None
    if choice is None:
        return "", ()
    shown = shown_choice(names[0], choice, source_names())
    return names[0], tuple(claim for claim in (shown.chosen, *shown.rivals) if claim)


def names_of_sources(today: date) -> dict[str, str]:
    """Names the sources by key, those too that are only written on customers so far."""
    measured = latest_days(QualityDay.Of.SOURCE, today)
    return {key: shown_source(key, first_values(key, key)["name"]) for key in measured} | source_names()


def overview(today: date) -> dict[str, Any]:
    """Gathers quality over time, and sources and teams with score, change in thirty days, and number."""
    teams = {str(team.pk): team.name for team in all_teams()}
    before = today - timedelta(days=DAYS)
    tables = {
        str(of): _rows(names, latest_days(of, today), latest_days(of, before))
        for of, names in ((QualityDay.Of.SOURCE, names_of_sources(today)), (QualityDay.Of.TEAM, teams))
    }
    days = days_of(QualityDay.Of.ALL, [""], today - timedelta(days=CHART_DAYS))
    return {
        "days": days,
        "now": days[-1] if days else None,
        "parts": lacking(days[-1].parts) if days else [],
        "sources": tables["source"],
        "teams": tables["team"],
    }


def lacking(parts: Mapping[str, float]) -> list[dict[str, Any]]:
    """Lists the parts of a mean score (0–100 each) with the points that each costs, the dearest first."""
    rows = [
        {
            "name": name,
            "label": PARTS[name],
            "share": parts[name],
            "lost": round(SHARES[name] * (100 - parts[name]), 1),
        }
        for name in SHARES
        if parts.get(name) is not None
    ]
    return sorted(rows, key=lambda row: -row["lost"])


def _rows(
    names: dict[str, str], now: dict[str, QualityDay], before: dict[str, QualityDay]
) -> list[dict[str, Any]]:
    rows = [
        {
            "key": key,
            "name": names[key],
            "day": day,
            "change": round(day.score - before[key].score, 1) if key in before else None,
        }
        for key, day in now.items()
        if key in names
    ]
    return sorted(rows, key=lambda row: (row["day"].score, row["name"]))
