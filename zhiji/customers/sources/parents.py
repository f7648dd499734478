"""The organisation that a list names above another one: found by its name, or made, and said by the list's record."""

from collections.abc import Collection, Iterable

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.rules import sort_form
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.customers.sources.rows import digest
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.locks import hold

ACTOR = Actor.machine("import")
# Those that a list made because it names them above others go last when it is taken back, when nobody is below them.
ROW_OF_PARENTS = -1


def enter_parents(at: Import, records: Iterable[SourceRecord]) -> int:
    """Lets organisations stand below those that their list names; returns how many do now.

    One that nobody knows by this name is made; where several bear it, or the two would stand above each other, the
    name stays with the record. Runs in a transaction of the caller's.
    """
    told = [one for one in records if _names_parent(one)]
    if not told:
        return 0
    hold("import block")
    names = {str(one.values["parent"]).strip()[:200] for one in told}
    firms = {name: _found_or_made(at, name) for name in sorted(names)}
    above = _Above()
    changed: list[SourceRecord] = []
    for one in told:
        parent, child = firms[str(one.values["parent"]).strip()[:200]], one.customer_id or 0
        if parent and not above.would_turn(child, parent):
            above.now[child] = parent
            one.values = {**one.values, "parent_id": parent}
            changed.append(one)
    SourceRecord.objects.bulk_update(changed, ["values"])
    below = {one.customer_id for one in changed if one.customer_id}
    refresh_customers(lock_customers(below))
    return len(below)


def _names_parent(record: SourceRecord) -> bool:
    values = record.values
    is_firm = record.customer_id is not None and values.get("kind") == "organisation"
    return is_firm and bool(str(values.get("parent", "")).strip()) and not values.get("parent_id")


def _found_or_made(at: Import, name: str) -> int | None:
    same = Customer.objects.filter(kind=Customer.Kind.ORGANISATION, sort_name=sort_form(name))
    known = list(same.values_list("pk", flat=True)[:2])
    if known:
        return known[0] if len(known) == 1 else None
    assert at.source is not None
    # Like those of its rows, they come with the list, whatever who brings it in may add by hand.
    firm = add_customer(actor=ACTOR, kind=Customer.Kind.ORGANISATION, name=name, source=at.source.key)
    SourceRecord.objects.create(
        source=at.source,
        external_id=f"~^{digest(name)}~{at.pk}",
        customer=firm,
        of_import=at,
        row=ROW_OF_PARENTS,
        outcome="new",
        raw=[],
        values={"kind": "organisation", "name": name},
        at=at.started_at or at.created_at,
    )
    return firm.pk


class _Above:
    """Who stands above whom, with what is about to be entered."""

    def __init__(self) -> None:
        self.now: dict[int, int] = {}

    def would_turn(self, child: int, parent: int) -> bool:
        """Tells whether the child stands above the parent, or is it."""
        at: int | None = parent
        seen: set[int] = set()
        while at is not None and at != child and at not in seen:
            seen.add(at)
            at = self.now.get(at) or self._known(at)
        return at == child

    def _known(self, customer: int) -> int | None:
        return Customer.objects.filter(pk=customer).values_list("parent_id", flat=True).first()


def let_go(customers: Collection[int]) -> None:
    """Parts customers who are about to go from those above them, who may go with them, and from those below them."""
    Customer.objects.filter(pk__in=customers).exclude(parent=None).update(parent=None)
    Customer.objects.filter(parent__in=customers).update(parent=None)
