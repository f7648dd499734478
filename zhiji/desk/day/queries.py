"""What waits for one person now. Parts of modules that are off, and of rights that one has not, are left out."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case as Depending
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.models import Progress
from zhiji.kernel.modules.registry import is_on
from zhiji.kernel.notifications.queries import notices_of, sentence_of
from zhiji.kernel.notifications.registry import KINDS
from zhiji.sales.leads.models import Lead
from zhiji.sales.leads.queries import leads_for
from zhiji.service.cases.models import Case
from zhiji.service.cases.queries import cases_for

FEW = 8
# Counting on beyond this would cost more than it tells.
COUNTED = 99
DAYS = 14
CHART_KEPT = 120  # seconds
DONE_SHOWN = timedelta(minutes=10)
UNDO_SHOWN = timedelta(hours=8)


def waiting_for(actor: Actor, now: datetime) -> dict[str, Any]:
    """Gathers what waits for an actor: each part is a list of few and a count, or None where it is not theirs."""
    parts = {
        "mine": _part(my_conversations(actor)) if actor.may("conversation.view") else None,
        "team": _part(nobodys_conversations(actor)) if actor.may("conversation.view") else None,
        "snoozed": _part(back_today(actor, now)) if actor.may("conversation.view") else None,
        "cases": _part(my_cases(actor)) if is_on("service") and actor.may("case.view") else None,
        "leads": _part(unanswered_leads(actor)) if is_on("sales") and actor.may("lead.view") else None,
    }
    notices = [
        {"notice": notice, "text": sentence_of(notice), "icon": _icon(notice.kind)}
        for notice in notices_of(actor).filter(read_at=None).order_by("-id")[:FEW]
    ]
    nothing = not notices and not any(part and part["rows"] for part in parts.values())
    first = nothing and not Customer.objects.exists()
    empty = {"nothing": nothing, "first": first, "may_import": first and actor.may("import.run")}
    return {**parts, "notices": notices, **empty}


def _part(rows: QuerySet[Any]) -> dict[str, Any]:
    found = list(rows[: COUNTED + 1])
    return {"rows": found[:FEW], "count": min(len(found), COUNTED), "more": len(found) > COUNTED}


def _icon(kind: str) -> str:
    known = KINDS.get(kind)
    return known.icon if known else "bell"


def my_conversations(actor: Actor) -> QuerySet[Conversation]:
    """Lists the actor's conversations in which a customer waits, longest first."""
    return (
        _open(actor)
        .filter(owner_id=actor.user_id, waiting_since__isnull=False)
        .order_by("waiting_since", "id")
    )


def nobodys_conversations(actor: Actor) -> QuerySet[Conversation]:
    """Lists the conversations of the actor's teams that nobody has taken yet, longest waiting first."""
    mine = Q(team_id__in=sorted(actor.team_tree)) if actor.team_tree else Q(team=None)
    return _open(actor).filter(mine, owner=None, waiting_since__isnull=False).order_by("waiting_since", "id")


def back_today(actor: Actor, now: datetime) -> QuerySet[Conversation]:
    """Lists the actor's snoozed conversations that come back today."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    end = timezone.make_aware(datetime.combine(tomorrow, time.min))
    snoozed = _conversations(actor).filter(state=Conversation.State.SNOOZED, owner_id=actor.user_id)
    return snoozed.filter(snoozed_until__lt=end).order_by("snoozed_until", "id")


def _conversations(actor: Actor) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(actor).select_related("customer")


def _open(actor: Actor) -> QuerySet[Conversation]:
    return _conversations(actor).filter(state=Conversation.State.OPEN)


def my_cases(actor: Actor) -> QuerySet[Case]:
    """Lists the actor's cases that do not wait for the customer, most urgent and oldest first."""
    urgency = Depending(
        *(When(priority=name, then=Value(rank)) for rank, name in enumerate(("urgent", "high", "normal"))),
        default=Value(3),
        output_field=IntegerField(),
    )
    mine = cases_for(actor).filter(owner_id=actor.user_id, state__in=[Case.State.NEW, Case.State.OPEN])
    return mine.annotate(urgency=urgency).order_by("urgency", "opened_at", "id")


def unanswered_leads(actor: Actor) -> QuerySet[Lead]:
    """Lists the actor's leads that nobody has answered yet, oldest first."""
    mine = leads_for(actor).filter(owner_id=actor.user_id, state__in=[Lead.State.NEW, Lead.State.WORKING])
    return mine.filter(first_answer_at=None).order_by("created_at", "id")


def work_going_on(actor: Actor) -> list[Progress]:
    """Lists the long work that goes on, or ended a moment ago: everybody's and the actor's own."""
    now = timezone.now()
    recent = Q(finished_at=None) | Q(finished_at__gt=now - DONE_SHOWN)
    recent |= ~Q(undo_url="") & Q(finished_at__gt=now - UNDO_SHOWN)
    theirs = Q(user=None) | Q(user_id=actor.user_id)
    return list(Progress.objects.filter(recent, theirs).order_by("-started_at")[:5])


def contacts_by_day(actor: Actor, today: date) -> tuple[list[date], dict[str, dict[date, int]]]:
    """Counts the messages to and from customers in the last two weeks, by channel and day; some minutes old at most."""
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    name = f"day:contacts:{actor.user_id}:{today}:{timezone.get_current_timezone_name()}"
    counts: dict[str, dict[date, int]] = (
        cache.get_or_set(name, lambda: _count(actor, days[0]), CHART_KEPT) or {}
    )
    return days, counts


def _count(actor: Actor, first: date) -> dict[str, dict[date, int]]:
    start = timezone.make_aware(datetime.combine(first, time.min))
    # By way of the conversations' index: a message of these days lies in a conversation that was touched since.
    touched = Conversation.objects.visible_to(actor).filter(
        state__in=Conversation.State.values, last_at__gte=start
    )
    messages = Message.objects.filter(conversation__in=touched, at__gte=start, direction__in=["in", "out"])
    rows = (
        messages.annotate(day=TruncDate("at")).values("channel", "day").annotate(count=Count("pk")).order_by()
    )
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    for row in rows:
        counts[row["channel"]][row["day"]] = row["count"]
    return dict(counts)
