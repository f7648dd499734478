from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.identity.merging.events import CustomersMerged, CustomersUnmerged
from zhiji.customers.identity.merging.finding import find_by_old_number, forget_old_number
from zhiji.customers.identity.merging.leftover import let_go_left_over
from zhiji.customers.identity.merging.models import DroppedRow, Merge
from zhiji.customers.identity.merging.moving import Moving
from zhiji.customers.identity.merging.parting import Parting
from zhiji.customers.identity.merging.queries import ancestors, clashes_of, merges_above, survivor_of
from zhiji.customers.identity.merging.references import greatest_keys, keys_by_label
from zhiji.customers.identity.merging.registry import RECKONERS, SPECIALS
from zhiji.customers.identity.merging.rows import written
from zhiji.customers.identity.merging.rules import filled, parent_after
from zhiji.customers.identity.merging.specials import stale_events
from zhiji.customers.identity.merging.undoing import Undoing
from zhiji.customers.identity.merging.weighing import RECORDS, weigh_anew, write_records
from zhiji.customers.parties.indexing import index_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.queries import last_contact_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import publish
from zhiji.kernel.locks import hold
from zhiji.kernel.numbering.rules import human_number
from zhiji.kernel.search.actions import unindex_object


class NeedsConfirmation(Refused):
    """Something proves that two customers are two; a person may merge them all the same, and must say so."""


@action
def merge_customers(
    *,
    actor: Actor,
    survivor_id: int,
    loser_id: int,
    reason: str = Merge.Reason.PERSON,
    evidence: Mapping[str, Any] | None = None,
    score: float | None = None,
    run_id: int | None = None,
    confirmed: bool = False,
) -> Merge:
    """Makes two customers one: everything of the loser becomes the survivor's, and the loser's number leads there.

    A customer who was merged already stands for who holds their things now; merging the same two again returns the
    merge that holds. Nothing is lost: unmerge brings the loser back at any later time. Raises Refused for a person and
    an organisation, and NeedsConfirmation where verified numbers prove that they are two: a machine is always refused
    then, a person unless confirmed.
    """
    hold("merging customers")
    survivor_id = survivor_of(survivor_id) or survivor_id
    if (held := Merge.objects.holding().filter(loser_id=loser_id).first()) is not None:
        if held.survivor_id == survivor_id:
            return held
        loser_id = held.survivor_id
    survivor, loser = _both(actor, survivor_id, loser_id)
    _check(actor, survivor, loser, confirmed)
    why = {"reason": reason, "evidence": dict(evidence or {}), "score": score, "run_id": run_id}
    return _merge(actor, survivor, loser, why)


@action
def unmerge(*, actor: Actor, merge_id: int) -> Merge:
    """Undoes a merge at any later time: the loser is there again under the same number, with all that is theirs.

    What came in between goes to the side it belongs to, by the address or number it came through, the source record it
    updates, or what it hangs on; what shows no side stays with the survivor. A second time nothing happens. Whom only
    a list made that was taken back meanwhile goes then.
    """
    hold("merging customers")
    merge = Merge.objects.select_for_update().get(pk=merge_id)
    holder = _locked(actor, merge.survivor_id)
    if merge.undone_at is not None:
        return merge
    parting = Parting(merge, merges_above(merge.into_id))
    parting.settle()
    merge.undone_at, merge.undone_by = timezone.now(), actor.name[:150]
    merge.save(update_fields=["undone_at", "undone_by"])
    loser = Undoing(parting).run()
    for slug, special in SPECIALS.items():
        if slug in merge.kept:
            special.unmerge(merge.survivor_id, loser.pk, merge.kept[slug])
    weigh_anew(holder.pk, no_longer_said=parting.going.get(RECORDS, ()))
    weigh_anew(loser.pk)
    _date_contacts(merge, parting, holder.pk, loser.pk)
    gone = let_go_left_over(holder.pk, loser.pk)
    _reckon([key for key in (holder.pk, loser.pk) if key != gone])
    _tell_unmerged(actor, merge, holder, loser, gone)
    merge.refresh_from_db(fields=["survivor"])
    return merge


@action
def follow_merges(*, actor: Actor) -> int:
    """Lets facts that failed while their customer was merged speak of the survivor; their next try finds them."""
    stale = stale_events()
    for row, survivor_id in stale:
        row.data = {**row.data, "customer_id": survivor_id}
        row.save(update_fields=["data"])
    if stale:
        record(actor, "follow_merges", None, after={"events": [row.pk for row, _now in stale]})
    return len(stale)


def _merge(actor: Actor, survivor: Customer, loser: Customer, why: Mapping[str, Any]) -> Merge:
    write_records(survivor, loser)
    merge = Merge(
        survivor=survivor,
        into_id=survivor.pk,
        loser_id=loser.pk,
        loser_name=loser.name,
        snapshot=written(loser),
        user_id=actor.user_id,
        who=actor.name[:150],
        at=timezone.now(),
        **why,
    )
    parent_id = _parent_of_both(survivor, loser)
    dropped = _move_all(merge, survivor, loser)
    _take_over(merge, survivor, parent_id)
    Customer._base_manager.filter(pk=loser.pk)._raw_delete(Customer._base_manager.db)
    merge.save()
    for row in dropped:
        row.merge = merge
    DroppedRow.objects.bulk_create(dropped)
    _weigh_survivor(merge, survivor.pk)
    _reckon([survivor.pk])
    _tell_merged(actor, merge, survivor, loser)
    return merge


def _both(actor: Actor, survivor_id: int, loser_id: int) -> tuple[Customer, Customer]:
    """Locks both customers, in the order of their keys, so that two merges never wait for each other."""
    if survivor_id == loser_id:
        raise Refused(_("These two are one customer already. There is nothing to merge."))
    rows = Customer.objects.visible_to(actor).select_for_update(of=("self",))
    found = {one.pk: one for one in rows.filter(pk__in=(survivor_id, loser_id)).order_by("pk")}
    for key in (survivor_id, loser_id):
        if key not in found:
            number = human_number(Customer.prefix, key)
            raise Refused(_("There is no customer %(number)s. Look for them again.") % {"number": number})
        actor.require("customer.merge", found[key])
    return found[survivor_id], found[loser_id]


def _locked(actor: Actor, key: int) -> Customer:
    one: Customer = Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=key)
    actor.require("customer.merge", one)
    return one


def _check(actor: Actor, survivor: Customer, loser: Customer, confirmed: bool) -> None:
    if survivor.kind != loser.kind:
        raise Refused(
            _(
                "A person and an organisation are never one customer. Note that the person works there instead."
            )
        )
    clashing = clashes_of(survivor.pk, loser.pk)
    if clashing and (actor.kind == "machine" or not confirmed):
        ours, theirs = clashing[0]
        raise NeedsConfirmation(
            _(
                "Verified numbers differ: %(one)s for %(survivor)s, %(other)s for %(loser)s. "
                "Merge them only if you are sure that one of the numbers is wrong."
            )
            % {"one": ours.value, "survivor": survivor, "other": theirs.value, "loser": loser}
        )


def _move_all(merge: Merge, survivor: Customer, loser: Customer) -> list[DroppedRow]:
    marks = greatest_keys(survivor.pk)
    merge.kept = {slug: one.merge(survivor.pk, loser.pk) for slug, one in SPECIALS.items()}
    held = keys_by_label(loser.pk)
    moving = Moving(survivor.pk, loser.pk)
    moving.run(held)
    for label, keys in held.items():
        marks[label] = max(marks.get(label, 0), *keys)
    # The survivor itself never hangs below the loser's successor, which is itself.
    branches = moving.moved.get("customers.customer.parent", [])
    merge.moved = moving.moved | {
        "customers.customer.parent": [key for key in branches if key != survivor.pk]
    }
    merge.marks, merge.repointed = marks, moving.repointed
    return moving.dropped


def _parent_of_both(survivor: Customer, loser: Customer) -> int | None:
    return parent_after(
        survivor.pk,
        survivor.parent_id,
        loser.pk,
        loser.parent_id,
        ancestors(survivor.pk),
        ancestors(loser.pk),
    )


def _take_over(merge: Merge, survivor: Customer, parent_id: int | None) -> None:
    """Fills what the survivor lacks with what the loser had, and keeps what that changed."""
    before = written(survivor)
    changed = filled(before, merge.snapshot)
    if parent_id != survivor.parent_id:
        changed["parent_id"] = [survivor.parent_id, parent_id]
    merge.changed = changed
    merge.kept["last_contact_at"] = before["last_contact_at"]
    fields = {one.attname: one for one in Customer._meta.concrete_fields}
    for name, (_before, after) in changed.items():
        setattr(survivor, name, fields[name].to_python(after))
    survivor.version += 1
    survivor.save(update_fields=[*(fields[name].name for name in changed), "version", "updated_at"])


def _weigh_survivor(merge: Merge, survivor_id: int) -> None:
    """Works out the survivor's golden record from both sides' sources, and keeps what that changed."""
    before = written(Customer.objects.get(pk=survivor_id))
    weigh_anew(survivor_id)
    after = written(Customer.objects.get(pk=survivor_id))
    for name, value in after.items():
        if value != before[name] and name not in ("version", "updated_at"):
            first = merge.changed.get(name, [before[name]])[0]
            merge.changed[name] = [first, value]
    merge.save(update_fields=["changed"])


def _reckon(keys: list[int]) -> None:
    for reckon in RECKONERS.values():
        reckon(keys)


def _date_contacts(merge: Merge, parting: Parting, holder_id: int, loser_id: int) -> None:
    """Works out anew when either side was last in contact, for talks in between went to their sides."""
    said = {holder_id: merge.kept.get("last_contact_at"), loser_id: merge.snapshot["last_contact_at"]}
    field = Customer._meta.get_field("last_contact_at")
    for key, text in said.items():
        if key == holder_id and parting.chain:
            continue
        seen = [at for at in (field.to_python(text), last_contact_of(key)) if at]
        Customer.objects.filter(pk=key).update(last_contact_at=max(seen, default=None))


def _tell_merged(actor: Actor, merge: Merge, survivor: Customer, loser: Customer) -> None:
    unindex_object(actor=actor, kind="customer", object_id=loser.pk)
    fresh = Customer.objects.get(pk=survivor.pk)
    index_customer(actor, fresh)
    find_by_old_number(actor, merge, fresh)
    data = {"merge": merge.pk, "number": loser.number, "name": loser.name}
    _note(actor, fresh, "merged", merge, data)
    after = {"loser": loser.pk, "merge": merge.pk, "reason": merge.reason, "score": merge.score}
    record(actor, "merge_customers", survivor, before={"loser": loser.name}, after=after)
    event = CustomersMerged(merge.pk, survivor.pk, loser.pk)
    publish(event, actor=actor, topics=_topics(survivor.pk, loser.pk))


def _tell_unmerged(actor: Actor, merge: Merge, holder: Customer, loser: Customer, gone: int | None) -> None:
    forget_old_number(actor, loser)
    there = Customer.objects.in_bulk([holder.pk, loser.pk])
    for one, other in ((holder, loser), (loser, holder)):
        if one.pk != gone:
            index_customer(actor, there[one.pk])
            told = {"merge": merge.pk, "number": other.number, "name": there.get(other.pk, other).name}
            _note(actor, there[one.pk], "unmerged", merge, told)
    after = {"loser": loser.pk, "merge": merge.pk, **({"gone": gone} if gone else {})}
    record(actor, "unmerge", holder, after=after)
    event = CustomersUnmerged(merge.pk, holder.pk, loser.pk)
    publish(event, actor=actor, topics=_topics(holder.pk, loser.pk))


def _note(actor: Actor, customer: Customer, kind: str, merge: Merge, data: dict[str, Any]) -> None:
    key = f"{kind}:{merge.pk}:{customer.pk}"
    title = f"{data['number']} {data['name']}"
    add_entry(actor=actor, customer=customer, kind=kind, at=timezone.now(), key=key, title=title, data=data)


def _topics(*keys: int) -> list[str]:
    return ["list:customers", *(f"customer:{key}" for key in keys)]
