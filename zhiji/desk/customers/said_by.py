"""The list of customers by who speaks of them: a department's list, a system, a channel, our own people."""

from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When

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
    by_column = _by_column(key)
    if told[: MANY + 1].count() <= MANY:
        return rows.filter(by_column | Q(pk__in=told.values("customer_id")))
    # The sum keeps the index of the source out of the question asked of each row, which is about one customer.
    theirs = current.filter(customer=OuterRef("pk")).alias(of=F("source_id") + 0).filter(of=source)
    says = Case(When(Exists(theirs), then=1), default=0, output_field=IntegerField())
    marked: QuerySet[Any] = rows.alias(said=says)
    return marked.filter(by_column | Q(said=1))


def _by_column(key: str) -> Q:
    """Whoever came on a way; its name in their column has no index, so few are looked for once and then named."""
    if key not in _CALLED:
        return Q()
    named = Q(source__in=_CALLED[key])
    few = list(Customer.objects.filter(named).values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=few) if len(few) <= FEW else named
