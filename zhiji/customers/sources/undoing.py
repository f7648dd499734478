"""Takes back what an import brought, some rows at a time from the last to the first, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DO_NOTHING, ManyToOneRel, Q, QuerySet

from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.sources import values as told
from zhiji.customers.sources.lists import go_through_again
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.sources.notes import noted_by
from zhiji.customers.sources.parents import ROW_OF_PARENTS, let_go
from zhiji.customers.sources.refreshing import lock_customers, refresh_customers
from zhiji.kernel.fields.keeping import forget_own
from zhiji.kernel.search.models import SearchEntry

State = SourceRecord.State
# What is made from a customer by itself, or came with the list: none of these is a reason to keep the customer.
_COMES_WITH_IT = {
    "customers.contactpoint", "customers.affiliation", "customers.identifier", "customers.sourcerecord",
    "customers.permission", "customers.quality", "customers.matchkey",
}  # fmt: skip


def made_from_customers(label: str) -> None:
    """Enters a model (app.model) whose rows are worked out from customers: they go with one whom an import made."""
    _COMES_WITH_IT.add(label)


@dataclass
class TakenBack:
    """What was taken back: customers that are gone, that were changed, and that stay because of other things."""

    gone: list[int] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)


def take_back_rows(at: Import, first: int, end: int) -> TakenBack:
    """Takes back the rows from first up to, not with, end.

    A customer whom the import made goes, unless other sources speak of them or something has come to hang on them
    since; who hangs on stays as they are. All others are what the remaining records make of them.
    """
    return _take_back(at, list(_standing(at).filter(row__gte=first, row__lt=end).order_by("-row", "-id")))


def take_back_parents(at: Import, below: int, most: int) -> tuple[TakenBack, int]:
    """Takes back some organisations that a list only named above others, as take_back_rows does, last made first.

    below is up to which record it had come, 0 at the beginning. Returns also up to which it came now, 0 at the end.
    """
    made = _standing(at).filter(row=ROW_OF_PARENTS).order_by("-id")
    records = list((made.filter(pk__lt=below) if below else made)[:most])
    return _take_back(at, records), records[-1].pk if len(records) == most else 0


def _standing(at: Import) -> QuerySet[SourceRecord]:
    rows = SourceRecord.objects.filter(of_import=at).exclude(state__in=[State.WRONG, State.UNDONE])
    return rows.select_related("previous").defer("raw", "previous__raw")


def _take_back(at: Import, records: Sequence[SourceRecord]) -> TakenBack:
    customers = {one.pk: one for one in lock_customers({r.customer_id for r in records if r.customer_id})}
    made = {r.customer_id for r in records if _is_first(r) and r.customer_id} | _made_by_undone(customers)
    mine = {record.pk for record in records}
    alone = made - _spoken_of(made, mine)
    kept = _with_employers(alone, _hung_on(alone, _said_by(at, alone))) if alone else set()
    gone = sorted(alone - kept)
    dropped = _take_back_records([r for r in records if r.customer_id not in kept])
    changed = {pk for pk in dropped if pk in customers and pk not in gone}
    remove_customers(gone)
    _bring_back(at, records)
    refresh_customers([customers[pk] for pk in sorted(changed)], {pk: dropped[pk] for pk in changed})
    return TakenBack(gone, changed, kept)


def _said_by(at: Import, customers: Collection[int]) -> dict[str, Q]:
    """Returns by model what hangs on customers only because this list says so: notes, and who stands below them."""
    below = dict(
        Customer.objects.filter(parent__in=customers).exclude(pk__in=customers).values_list("pk", "parent_id")
    )
    said = SourceRecord.objects.filter(customer__in=below, state=State.CURRENT, values__has_key="parent_id")
    tellers: dict[int, set[int | None]] = defaultdict(set)
    for child, parent, told_by in said.values_list("customer_id", "values__parent_id", "of_import"):
        if parent == below[child or 0]:
            tellers[child or 0].add(told_by)
    only_here = [child for child, told_by in tellers.items() if told_by == {at.pk}]
    return {"customers.timelineentry": noted_by(at), "customers.customer": Q(pk__in=only_here)}


def is_left_over(customer_id: int, but: Mapping[str, Q]) -> bool:
    """Tells whether a list made a customer and was taken back since, and nothing else speaks of them or hangs on them.

    but names rows that are no reason to keep them, by model (app.model). It is so where somebody else spoke of them
    when the list was taken back, and no longer does.
    """
    one = {customer_id}
    if not _made_by_undone(one) or _spoken_of(one, ()):
        return False
    return not _with_employers(one, _hung_on(one, but))


def remove_customers(keys: Collection[int]) -> None:
    """Removes customers with all that came with them; rows of lists that spoke of them stay as nobody's."""
    let_go(keys)
    go_through_again(keys)
    SourceRecord.objects.filter(customer__in=keys).update(customer=None)
    SearchEntry.objects.filter(kind="customer", object_id__in=keys)._raw_delete("default")
    forget_own("customer", keys)
    Customer.objects.filter(pk__in=keys).delete()


def _is_first(record: SourceRecord) -> bool:
    return record.outcome == "new" and record.previous_id is None


def _made_by_undone(customers: Collection[int]) -> set[int]:
    """Returns whom lists made that were taken back before, when others still spoke of them."""
    # It asks for the customers alone: a database must not come to go through all rows that were taken back so far.
    told = SourceRecord.objects.filter(customer__in=customers).only(
        "customer", "state", "outcome", "previous"
    )
    return {
        one.customer_id for one in told if one.customer_id and one.state == State.UNDONE and _is_first(one)
    }


def _spoken_of(customers: Collection[int], mine: Collection[int]) -> set[int]:
    """Returns of whom other records than these speak too."""
    current = SourceRecord.objects.filter(customer__in=customers, state=State.CURRENT).exclude(pk__in=mine)
    return set(current.values_list("customer_id", flat=True))


def _hung_on(customers: Collection[int], but: Mapping[str, Q]) -> set[int]:
    """Returns on whom something hangs that does not come with a list: a case, a message, another list's person."""
    found: set[int] = set()
    for relation in Customer._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is DO_NOTHING:
            continue
        model, name = relation.related_model, relation.field.name
        if model._meta.label_lower in _COMES_WITH_IT:
            continue
        rows = model._base_manager.filter(**{f"{name}__in": customers})
        if model is Customer:
            rows = rows.exclude(pk__in=customers)
        if more := but.get(model._meta.label_lower):
            rows = rows.exclude(more)
        found.update(rows.values_list(f"{name}_id", flat=True))
    return found | _said_more(customers)


def _with_employers(customers: Collection[int], kept: set[int]) -> set[int]:
    """Adds the organisations for which somebody works who stays."""
    going = set(customers) - kept
    people = Affiliation.objects.filter(organisation__in=going).exclude(person__in=going)
    return kept | set(people.values_list("organisation_id", flat=True))


def _said_more(customers: Collection[int]) -> set[int]:
    """Returns who said something on their permission other than by a list."""
    permission = next(r.related_model for r in Customer._meta.related_objects if r.name == "permissions")
    said = permission._base_manager.filter(Q(customer__in=customers) & ~Q(by="import"))
    return set(said.values_list("customer_id", flat=True))


def _take_back_records(records: Iterable[SourceRecord]) -> dict[int, Mapping[str, Any]]:
    """Ends records, puts those before them in force again, and returns by customer what no longer counts."""
    dropped: dict[int, dict[str, Any]] = defaultdict(dict)
    ended, restored = [], []
    for record in records:
        if record.state == State.CURRENT:
            if record.customer_id:
                _join(dropped[record.customer_id], record.values)
            if record.previous and record.previous.state == State.REPLACED:
                restored.append(record.previous.pk)
        else:  # A newer delivery stands in its place: that one now follows the one before.
            SourceRecord.objects.filter(previous=record).update(previous=record.previous_id)
        ended.append(record.pk)
    SourceRecord.objects.filter(pk__in=ended).update(state=State.UNDONE)
    SourceRecord.objects.filter(pk__in=restored).update(state=State.CURRENT)
    return dict(dropped)


def _bring_back(at: Import, records: Iterable[SourceRecord]) -> None:
    """Brings back what went because these records no longer said what those before them had said."""
    since = at.started_at or at.created_at
    for record in records:
        before = record.previous
        if before is None or record.customer_id is None or before.state != State.REPLACED:
            continue
        for key in told.points(before.values).keys() - told.points(record.values).keys():
            gone = ContactPoint.objects.filter(customer=record.customer_id, removed_at__gte=since)
            gone.filter(**key._asdict()).update(removed_at=None)
        for organisation in told.roles(before.values).keys() - told.roles(record.values).keys():
            roles = Affiliation.objects.filter(person=record.customer_id, organisation=organisation)
            roles.filter(ended_at__gte=since).update(ended_at=None)


def _join(dropped: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        dropped[name] = [*dropped.get(name, ()), *value] if isinstance(value, list) else value
