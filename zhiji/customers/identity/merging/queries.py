from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef

from zhiji.customers.identity.merging.models import DroppedRow, Merge
from zhiji.customers.identity.merging.references import chunks
from zhiji.customers.identity.merging.rules import Proof, Standing, choose_survivor, clashing_proofs
from zhiji.customers.parties.models import Customer, Identifier
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.access.actor import Actor

ENTRIES_COUNTED = 100
HEAVY = ("snapshot", "moved", "marks", "repointed", "changed", "kept")


def resolve(customer_id: int) -> tuple[int | None, list[Merge]]:
    """Follows a customer who was merged to the one who holds their things now, with the merges on the way.

    Returns None as the customer when there is no such one at all.
    """
    if Customer.objects.filter(pk=customer_id).exists():
        return customer_id, []
    passed = merges_above(customer_id)
    return (passed[-1].survivor_id, passed) if passed else (None, [])


def merges_above(customer_id: int) -> list[Merge]:
    """Lists the merges by which a customer went into others, nearest first."""
    found: list[Merge] = []
    while above := Merge.objects.holding().filter(loser_id=customer_id).first():
        found.append(above)
        customer_id = above.into_id
    return found


def survivor_of(customer_id: int) -> int | None:
    """Returns who holds the things of a customer that was merged, or None if it was not."""
    held = Merge.objects.holding().filter(loser_id=customer_id)
    return held.values_list("survivor_id", flat=True).first()


def merges_of(customer: Customer) -> list[Merge]:
    """Lists the merges that made a customer what it is, newest first, undone ones too."""
    return list(customer.merges.defer(*HEAVY).order_by("-id")[:50])


def merged_into() -> Exists:
    """Gives a query of customers whether others were ever merged into them, without another question."""
    return Exists(Merge.objects.filter(survivor_id=OuterRef("pk")))


def may_undo(actor: Actor, customer: Customer) -> bool:
    """Tells whether an actor may merge this customer, and so undo it."""
    return actor.reaches("customer.merge", customer)


def clashes_of(left: int, right: int) -> list[tuple[Proof, Proof]]:
    """Lists the verified numbers by which two customers are proven to be two."""
    proofs: dict[int, list[Proof]] = {left: [], right: []}
    rows = Identifier.objects.filter(customer_id__in=(left, right)).exclude(verified_at=None)
    for row in rows:
        proofs[row.customer_id].append(Proof(row.scheme, row.value, is_verified=True))
    return clashing_proofs(proofs[left], proofs[right])


def survivor_between(left: int, right: int) -> int:
    """Chooses which of two customers stays when they are merged."""
    one, other = (_standing(customer) for customer in Customer.objects.filter(pk__in=(left, right)))
    return choose_survivor(one, other)


def _standing(customer: Customer) -> Standing:
    entries = TimelineEntry.objects.filter(customer=customer)[:ENTRIES_COUNTED]
    verified = Identifier.objects.filter(customer=customer).exclude(verified_at=None)
    return Standing(
        customer.pk,
        verified.count(),
        entries.count(),
        customer.owner_id is not None or customer.team_id is not None,
        customer.created_at,
    )


def ancestors(customer_id: int | None) -> list[int]:
    """Lists the organisations that stand above a customer, nearest first."""
    found: list[int] = []
    while customer_id is not None:
        parent = Customer.objects.filter(pk=customer_id).values_list("parent_id", flat=True).first()
        if parent is None or parent in found:
            break
        found.append(parent)
        customer_id = parent
    return found


def siblings_of(nodes: Iterable[int], chain: Iterable[int]) -> list[Merge]:
    """Lists the merges that brought others into the customers of a chain, apart from the chain itself."""
    held = Merge.objects.holding().filter(into_id__in=list(nodes))
    return list(held.exclude(pk__in=list(chain)))


def survivors_of(keys: Iterable[int]) -> dict[int, int]:
    """Returns who holds the things of customers that were merged: {key then: key now}."""
    held = Merge.objects.holding().filter(loser_id__in=list(keys))
    return dict(held.values_list("loser_id", "survivor_id"))


def waiting_rows(keys_by_kind: Mapping[str, Iterable[int]], column: str = "key") -> list[DroppedRow]:
    """Lists the rows of merges that hold which wait for their twin to leave, by their own keys or their twins'."""
    found: list[DroppedRow] = []
    held = DroppedRow.objects.filter(merge__undone_at=None).select_related("merge")
    for kind, keys in keys_by_kind.items():
        for part in chunks(keys):
            found += held.filter(kind=kind, **{f"{column}__in": part})
    return found
