from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.models import Permission, Restriction, Suppression, Touch
from zhiji.customers.permission.queries import LINE, statements_of, when_may_go
from zhiji.customers.permission.registry import ANSWERS, CHANNEL_LABELS, PURPOSES
from zhiji.customers.permission.rules import Question, Statement, import_verdict, lines_for_merge
from zhiji.customers.permission.suppressing import digests_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.locks import hold


@action
def note_permission(
    *,
    actor: Actor,
    customer_id: int,
    channel: str,
    purpose: str,
    state: str,
    how: str = "",
    by: str = Permission.By.STAFF,
    at: datetime | None = None,
    words: str = "",
    valid_until: datetime | None = None,
    proof: tuple[str, bytes] | None = None,
) -> Permission | None:
    """Notes what a customer allowed or refused, and how they said so; channel or purpose "" means all of them.

    proof is (name, content) of a file. What a list says (by="import") is noted only where it does not turn an
    opt-out on again and is not known already; None is returned otherwise. Raises Refused for what makes no sense.
    """
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    actor.require("permission.note", customer)
    said_at = _checked(channel, purpose, state, by, at, valid_until)
    if by == Permission.By.IMPORT and not _may_import(customer_id, channel, purpose, state):
        return None
    said = Permission.objects.create(
        customer=customer,
        channel=channel,
        purpose=purpose,
        state=state,
        how=how[:200],
        by=by,
        at=said_at,
        words=words,
        valid_until=valid_until,
        proof=store_file(actor=actor, content=proof[1]) if proof else None,
        proof_name=proof[0][:200] if proof else "",
        noted_by_id=actor.user_id,
        noted_by_name=actor.name[:150],
    )
    after = {"channel": channel, "purpose": purpose, "state": state, "by": str(by), "how": how[:200]}
    record(actor, "note_permission", said, after=after)
    signal_pages([f"customer:{customer_id}"])
    return said


def _checked(
    channel: str, purpose: str, state: str, by: str, at: datetime | None, valid_until: datetime | None
) -> datetime:
    """Returns when it was said; raises Refused for what nobody can have said."""
    now = timezone.now()
    if channel and channel not in CHANNEL_LABELS:
        raise Refused(_("There is no channel “%(channel)s”.") % {"channel": channel})
    if purpose and purpose not in PURPOSES:
        raise Refused(_("There is no purpose “%(purpose)s”.") % {"purpose": purpose})
    if state not in Permission.State.values or by not in Permission.By.values:
        raise Refused(_("Say what the customer decided, and how they said so."))
    if at and at > now:
        raise Refused(_("This lies in the future. Give the day on which the customer said it."))
    if state == Permission.State.GRANTED and not purpose:
        raise Refused(_("An agreement names its purpose; only a refusal may speak of everything."))
    if valid_until and valid_until <= (at or now):
        raise Refused(_("It would have ended before it was said. Choose a later day."))
    return at or now


def _may_import(customer_id: int, channel: str, purpose: str, state: str) -> bool:
    question = Question(channel, purpose, timezone.now())
    return import_verdict(state, question, statements_of(customer_id)) == "note"


class Said(NamedTuple):
    """What one row of a list says: granted or refused ("" where it says nothing)."""

    customer_id: int
    channel: str
    purpose: str
    state: str


@action
def note_imported_permissions(
    *, actor: Actor, said: Sequence[Said], how: str, at: datetime | None = None
) -> dict[str, int]:
    """Notes what a list says of many customers, under the same rule as note_permission; how names the list.

    Returns how many were noted ("note"), known ("same"), left refused ("keeps_refusal"), or said nothing. Reads
    once and writes once, however many they are.
    """
    actor.require("permission.note")
    now = timezone.now()
    ledgers: dict[int, list[Statement]] = {one.customer_id: [] for one in said}
    lines = Permission.objects.filter(customer_id__in=list(ledgers)).order_by()
    for customer_id, *line in lines.values_list("customer_id", *LINE):
        ledgers[customer_id].append(Statement(*line))
    counts = dict.fromkeys(("note", "same", "keeps_refusal", "says_nothing"), 0)
    fresh = []
    for one in said:
        ledger = ledgers[one.customer_id]
        verdict = import_verdict(one.state, Question(one.channel, one.purpose, now), ledger)
        counts[verdict] += 1
        if verdict == "note":
            ledger.append(Statement(one.channel, one.purpose, one.state, at or now, Permission.By.IMPORT))
            fresh.append(_imported(actor, one, how, at or now))
    Permission.objects.bulk_create(fresh, batch_size=2000)
    record(actor, "note_imported_permissions", None, after={**counts, "how": how[:200]})
    return counts


def _imported(actor: Actor, one: Said, how: str, at: datetime) -> Permission:
    return Permission(
        customer_id=one.customer_id,
        channel=one.channel,
        purpose=one.purpose,
        state=one.state,
        by=Permission.By.IMPORT,
        how=how[:200],
        at=at,
        noted_by_id=actor.user_id,
        noted_by_name=actor.name[:150],
    )


@action
def permissions_after_merge(*, actor: Actor, survivor_id: int, loser_id: int) -> list[int]:
    """Notes for the surviving record what its joined ledger needs to be nowhere looser than either was.

    To be called within the merge, before or after the rows move. Returns the keys of the lines noted, so that an
    unmerge can take them back with permissions_after_unmerge.
    """
    now = timezone.now()
    added = lines_for_merge(
        statements_of(survivor_id), statements_of(loser_id), list(PURPOSES), (ANSWERS,), now
    )
    rows = [
        Permission.objects.create(
            customer_id=survivor_id,
            channel=line.channel,
            purpose=line.purpose,
            state=line.state,
            at=line.at,
            by=Permission.By.MERGE,
            noted_by_id=actor.user_id,
            noted_by_name=actor.name[:150],
        )
        for line in added
    ]
    if rows:
        record(actor, "permissions_after_merge", rows[0], after={"lines": len(rows)})
    return [row.pk for row in rows]


@action
def permissions_after_unmerge(*, actor: Actor, keys: Iterable[int]) -> int:
    """Takes back the lines that a merge noted, and only those; returns how many there were."""
    gone = Permission.objects.filter(pk__in=list(keys), by=Permission.By.MERGE).delete()[0]
    record(actor, "permissions_after_unmerge", None, before={"lines": gone})
    return gone


@action
def restrict_customer(*, actor: Actor, customer_id: int, reason: str) -> Restriction:
    """Lets a customer's data rest: they may be seen, and nothing but answers to their questions goes out."""
    actor.require("privacy.request")
    customer = Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=customer_id)
    resting = Restriction.objects.filter(customer=customer, lifted_at=None).first()
    if resting:
        return resting
    resting = Restriction.objects.create(customer=customer, reason=reason[:200])
    record(actor, "restrict_customer", customer, after={"reason": reason[:200]})
    signal_pages([f"customer:{customer_id}"])
    return resting


@action
def lift_restriction(*, actor: Actor, customer_id: int) -> int:
    """Ends the rest of a customer's data and returns how many restrictions there were."""
    actor.require("privacy.request")
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    resting = Restriction.objects.filter(customer=customer, lifted_at=None)
    count = resting.update(lifted_at=timezone.now())
    record(actor, "lift_restriction", customer, after={"lifted": count})
    signal_pages([f"customer:{customer_id}"])
    return count


@action
def suppress(*, actor: Actor, points: Iterable[tuple[str, str]]) -> int:
    """Enters addresses and numbers of somebody who is erased into the list of hashes; returns how many hashes."""
    digests = digests_of(points)
    Suppression.objects.bulk_create((Suppression(digest=one) for one in digests), ignore_conflicts=True)
    record(actor, "suppress", None, after={"hashes": len(digests)})
    return len(digests)


@action
def claim_touch(
    *, actor: Actor, customer_id: int, channel: str, purpose: str, key: str, now: datetime
) -> tuple[datetime, str]:
    """Counts a message towards the caps if it may go now; key names it, so that a second try counts once.

    Returns (when it may go, why not before); the reason is "" where it may go, and only then it was counted. Two
    messages to one customer at the same moment are counted one after the other.
    """
    hold(f"touch {customer_id}")
    allowed = when_may_go(customer_id, channel, purpose, now, key=key)
    if not allowed.reason:
        values = {"customer_id": customer_id, "channel": channel, "purpose": purpose, "at": now}
        Touch.objects.update_or_create(key=key, defaults=values)
        record(actor, "claim_touch", None, after={"channel": channel, "purpose": purpose, "key": key})
    return allowed.at, allowed.reason


@action
def release_touch(*, actor: Actor, key: str) -> None:
    """Takes a message out of the count that never arrived."""
    count = Touch.objects.filter(key=key).delete()[0]
    record(actor, "release_touch", None, after={"key": key, "count": count})
