from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from zhiji.customers.parties.events import CustomerChanged
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.quality.gathering import Scored, among, scored
from zhiji.customers.quality.means import means_of_day
from zhiji.customers.quality.models import Quality, QualityDay, QualityMark
from zhiji.customers.quality.registry import Reached
from zhiji.customers.sources.actions import reweigh_customers
from zhiji.customers.sources.telling import locked
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import publish, signal_pages

LATER = timedelta(days=30)
# What works is noted again only after so long: a customer who writes daily need not be written down daily.
NOTED_AGAIN = timedelta(days=30)
ANSWERED = "answered"
KEPT = (
    "score", "completeness", "validity", "freshness", "agreement", "uniqueness",
    "question", "why", "worth", "put_off", "put_off_until", "at",
)  # fmt: skip


@action
def reckon_quality(*, actor: Actor, ids: Iterable[int]) -> list[Scored]:
    """Scores what we know of some customers, and chooses for each the question worth asking."""
    now = timezone.now()
    found = scored(ids, now)
    keep_quality(actor=actor, found=found, now=now)
    return found


@action
def keep_quality(*, actor: Actor, found: Sequence[Scored], now: datetime) -> list[int]:
    """Keeps scores that `scored` reckoned just now, and returns of whom there is something new to see.

    Who is gone meanwhile is left out.
    """
    there = _there([one.customer_id for one in found])
    kept = [one for one in found if one.customer_id in there]
    rows = [_row(one, now) for one in kept]
    Quality.objects.bulk_create(rows, update_conflicts=True, unique_fields=["customer"], update_fields=KEPT)
    changed = [one.customer_id for one in kept if one.before != one.score.score]
    if changed:
        score = Quality.objects.filter(pk=OuterRef("pk")).values("score")
        Customer.objects.filter(pk__in=changed).update(quality=Subquery(score))
    return [one.customer_id for one, row in zip(kept, rows, strict=True) if _is_news(one, row)]


def _is_news(one: Scored, row: Quality) -> bool:
    asked = f"{row.question}:{row.why}" if row.question else ""
    return one.before != row.score or one.asked != asked


def _there(ids: Sequence[int]) -> set[int]:
    return set(Customer.objects.filter(**among("pk", ids)).values_list("pk", flat=True)) if ids else set()


def _row(one: Scored, now: datetime) -> Quality:
    asked, parts = one.score.question, one.score.parts
    row = Quality(customer_id=one.customer_id, score=one.score.score, at=now)
    for name, share in parts.items():
        setattr(row, name, round(100 * share))
    still = bool(one.put_off_until and one.put_off_until > now)
    row.put_off, row.put_off_until = (one.put_off, one.put_off_until) if still else ("", None)
    if asked and not (still and one.put_off == f"{asked.field}:{asked.why}"):
        row.question, row.why, row.worth = asked.field, asked.why, asked.worth
    return row


@action
def ask_later(*, actor: Actor, customer_id: int) -> Quality:
    """Hides the question worth asking a customer for thirty days; a new reason to ask shows it before."""
    locked(actor, customer_id)
    row: Quality = Quality.objects.select_for_update().get(pk=customer_id)
    if row.question:
        row.put_off, row.put_off_until = f"{row.question}:{row.why}", timezone.now() + LATER
        row.question, row.why, row.worth = "", "", 0
        row.save(update_fields=["put_off", "put_off_until", "question", "why", "worth"])
        record(actor, "ask_later", row.customer, after={"question": row.put_off})
        signal_pages([f"customer:{customer_id}", "list:questions"])
    return row


@action
def ask_after_all(*, actor: Actor, customer_id: int) -> Quality:
    """Shows a question again that was put off."""
    customer = locked(actor, customer_id)
    Quality.objects.filter(pk=customer_id).update(put_off="", put_off_until=None)
    reckon_quality(actor=actor, ids=[customer_id])
    record(actor, "ask_after_all", customer)
    signal_pages([f"customer:{customer_id}", "list:questions"])
    return Quality.objects.get(pk=customer_id)


@action
def mark_point(*, actor: Actor, point_id: int, state: str, reason: str = "") -> ContactPoint:
    """Notes of one customer's contact point that it works, does not work, or (state unknown) that nobody knows.

    reason says how it showed, such as "wrong_number". Which of several points is preferred is weighed anew.
    """
    point = ContactPoint.objects.select_for_update().get(pk=point_id)
    customer = locked(actor, point.customer_id)
    before = {"state": point.state, "reason": point.state_reason}
    known = state != ContactPoint.State.UNKNOWN
    point.state, point.state_reason = state, reason[:200]
    point.state_at = timezone.now() if known else None
    point.save(update_fields=["state", "state_at", "state_reason"])
    reweigh_customers(actor=actor, ids=[customer.pk])
    record(actor, "mark_point", point, before=before, after={"state": state, "reason": reason})
    topics = [f"customer:{customer.pk}", "list:customers"]
    publish(CustomerChanged(customer.pk, ["contact_points"]), actor=actor, topics=topics)
    reckon_quality(actor=actor, ids=[customer.pk])
    return point


@action
def note_reached(*, actor: Actor, reached: Iterable[Reached]) -> int:
    """Notes of contact points from which customers reached us that they work, and returns how many were news."""
    wanted, now = set(reached), timezone.now()
    if not wanted:
        return 0
    points = ContactPoint.objects.current().filter(
        customer__in={one.customer_id for one in wanted}, value__in={one.value for one in wanted}
    )
    stale = points.filter(~Q(state=ContactPoint.State.WORKS) | Q(state_at__lt=now - NOTED_AGAIN))
    rows = stale.values_list("pk", "customer_id", "kind", "value")
    ids = [pk for pk, customer, kind, value in rows if Reached(customer, kind, value) in wanted]
    works = ContactPoint.State.WORKS
    count = ContactPoint.objects.filter(pk__in=ids).update(state=works, state_at=now, state_reason=ANSWERED)
    if count:
        record(actor, "note_reached", None, after={"points": count})
    return count


@action
def move_quality_mark(*, actor: Actor, last_event: int, last_customer: int) -> None:
    """Notes up to which fact and which customer changes were followed."""
    values = {"last_event": last_event, "last_customer": last_customer}
    QualityMark.objects.update_or_create(pk=1, defaults=values)


@action
def note_quality_day(*, actor: Actor, day: date) -> int:
    """Notes the mean quality of all customers, of each source's and of each team's, for the chart over time."""
    rows = [QualityDay(day=day, **mean) for mean in means_of_day()]
    QualityDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["of", "key", "day"],
        update_fields=["customers", "score", "parts"],
    )
    record(actor, "note_quality_day", None, after={"day": day.isoformat(), "rows": len(rows)})
    return len(rows)
