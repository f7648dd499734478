from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.quality.models import Quality, QualityDay, QualityMark
from zhiji.customers.quality.registry import HEARD, Data
from zhiji.customers.sources.models import Import
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.compiled import Compiled
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.settling import settled

# A score grows older by itself, as values do: so often each is reckoned anew.
AT_LEAST_EVERY = timedelta(days=7)


class Turn(NamedTuple):
    """What happened since quality was last reckoned: by kind of fact its data, and up to where was looked.

    is_more: facts are left for the next turn.
    """

    facts: dict[str, list[Data]]
    newcomers: list[int]
    last_event: int
    last_customer: int
    is_news: bool
    is_more: bool


def quality_for(actor: Actor) -> QuerySet[Quality]:
    """Lists the scores of the customers whom the actor may see."""
    return Quality.objects.visible_to(actor)


_of: Compiled[Quality] = Compiled(lambda key: Quality.objects.filter(pk=key), int)


def quality_of(customer: Customer) -> Quality | None:
    """Returns a customer's score; None as long as it was not reckoned."""
    return _of.first(customer.pk)


def due(after: int, now: datetime, limit: int) -> list[int]:
    """Lists the next customers, by key, whose score is missing, a week old, or older than a change to their record."""
    rows = Customer.objects.filter(pk__gt=after).filter(
        Q(quality_of__at__isnull=True)
        | Q(quality_of__at__lt=now - AT_LEAST_EVERY)
        | Q(quality_of__at__lt=F("updated_at"))
        | Q(quality_of__put_off_until__lte=now)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def count_customers() -> int:
    """Counts all customers, for the progress of long work."""
    return Customer.objects.count()


def turn_after(now: datetime, events: int, newcomers: int) -> Turn:
    """Reads what happened since the last turn: facts that quality hears of, and customers who have no score yet."""
    mark = QualityMark.objects.first() or QualityMark()
    rows = EventRecord.objects.filter(pk__gt=mark.last_event).order_by("pk")
    seen = settled(rows.values_list("pk", "name", "data", "at")[:events], now)
    facts: dict[str, list[Data]] = {}
    for _pk, name, data, _at in seen:
        if name in HEARD:
            facts.setdefault(name, []).append(data)
    came = _newcomers(mark.last_customer, newcomers, now)
    return Turn(
        facts=facts,
        newcomers=[key for key, quality, _at in came if quality is None],
        last_event=seen[-1][0] if seen else mark.last_event,
        last_customer=came[-1][0] if came else mark.last_customer,
        is_news=bool(seen or came),
        is_more=len(seen) == events,
    )


def _newcomers(after: int, limit: int, now: datetime) -> list[tuple[int, int | None, datetime]]:
    """Lists customers who came since; while a list comes in they wait, so that it is not held up."""
    rows = Customer.objects.filter(pk__gt=after).order_by("pk")
    found = settled(rows.values_list("pk", "quality", "created_at")[:limit], now)
    is_importing = found and Import.objects.filter(state=Import.State.RUNNING).exists()
    return [] if is_importing else found


def concerned(turn: Turn) -> list[int]:
    """Lists whom the facts of a turn are about, the organisations of persons included."""
    ids = {
        key for name, several in turn.facts.items() for data in several for key in HEARD[name].customers(data)
    }
    roles = Affiliation.objects.filter(person__in=ids)
    return sorted(ids | set(roles.values_list("organisation", flat=True)) | set(turn.newcomers))


def days_of(of: str, keys: Sequence[str], since: date) -> list[QualityDay]:
    """Lists the daily means of one kind since a day, oldest first."""
    return list(QualityDay.objects.filter(of=of, key__in=keys, day__gte=since).order_by("day"))


def latest_days(of: str, on_or_before: date) -> dict[str, QualityDay]:
    """Returns by key the newest daily mean of each source or team on or before a day, of the last two weeks."""
    rows = QualityDay.objects.filter(of=of, day__lte=on_or_before, day__gt=on_or_before - timedelta(days=14))
    return {row.key: row for row in rows.order_by("day")}
