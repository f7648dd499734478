"""The list of customers by who speaks of them: a department's list, a system, a channel, our own people."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.builtin import BUILT_IN, shown_source, source_key
from zhiji.customers.sources.models import Source, SourceRecord
from zhiji.customers.sources.queries import source_names
from zhiji.kernel.access.actor import Actor

MANY = 100_000
FEW = 20_000
# Ways on which customers come one by one: most of these have no record, but the way's name in their own column.
WAYS = tuple(key for key, one in BUILT_IN.items() if one.kind in ("people", "channel"))
_CALLED = {key: sorted({key, *(old for old in ("desk", "") if source_key(old) == key)}) for key in BUILT_IN}


def source_choices(actor: Actor) -> list[tuple[str, str]]:
    """Lists by key the sources that a list of customers can be narrowed to, by name."""
    ways = {key: shown_source(key, BUILT_IN[key].name) for key in WAYS}
    return sorted({**ways, **source_names()}.items(), key=lambda one: one[1].casefold())


def said_by(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Keeps the customers of whom a source, named by its key, says something now.

    Those of whom few speak are looked up and sorted; where many do, the list asks of each row in its own order:
    a database left to itself would sort half a million to show fifty.
    """
    source = Source.objects.filter(key=key).values_list("pk", flat=True).first() or 0
    current = SourceRecord.objects.filter(state=SourceRecord.State.CURRENT)
    told = current.filter(source_id=source)
    named = Q(source__in=_CALLED[key]) if key in _CALLED else Q()
    if named and (few := _few(named, told)) is not None:
        return rows.filter(pk__in=few)
    if not named and told[: MANY + 1].count() <= MANY:
        return rows.filter(pk__in=told.values("customer_id"))
    # The sum keeps the index of the source out of the question asked of each row, which is about one customer; that
    # it asks for one record keeps a database from gathering all of them first.
    theirs = current.filter(customer=OuterRef("pk")).alias(of=F("source_id") + 0).filter(of=source)
    marked: QuerySet[Any] = rows.alias(said=Subquery(theirs.values("pk")[:1]))
    return marked.filter(named | Q(said__isnull=False))


def _few(named: Q, told: QuerySet[SourceRecord]) -> set[int] | None:
    """Names whoever came on a way, which has no index, with those of whom it speaks; None where they are many."""
    few = set(Customer.objects.filter(named).values_list("pk", flat=True)[: FEW + 1])
    few.update(pk for pk in told.values_list("customer_id", flat=True)[: FEW + 1] if pk)
    return few if len(few) <= FEW else None
