from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.channels.matters.handling import (
    end_or_open,
    enter,
    has_open_sister,
    known,
    locked,
    make_findable,
    save_change,
    set_owner,
    take_values,
    tell_owner,
)
from zhiji.channels.matters.queries import own_acts
from zhiji.customers.identity.actions import know_customer
from zhiji.customers.parties.queries import customer_seen
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.inserting import insert
from zhiji.kernel.locks import hold
from zhiji.service.cases.events import CaseChanged, CaseOpened
from zhiji.service.cases.models import Case

UNDOABLE = ("set_case_state", "assign_case")
CHANGEABLE = ("subject", "description", "priority", "kind")


@action
def open_case(
    *,
    actor: Actor,
    customer_id: int,
    subject: str,
    description: str = "",
    kind: str = Case.Kind.QUESTION,
    priority: str = Case.Priority.NORMAL,
    conversation_id: int | None = None,
    owner_id: int | None = None,
    team_id: int | None = None,
    opened_at: datetime | None = None,
    key: str | None = None,
) -> Case:
    """Opens a case for a customer; a conversation that already has an open case gives that one back.

    key comes from the form or the event that asks for it: asked twice, it opens one case.
    """
    actor.require("case.add")
    customer = customer_seen(actor, customer_id)
    if not subject.strip():
        raise Refused(_("A case needs a subject. Say in a few words what it is about."))
    if found := known(actor, Case, conversation_id, key):
        return found
    case = Case(
        customer=customer,
        conversation_id=conversation_id,
        subject=subject.strip()[:300],
        description=description,
        kind=kind,
        priority=priority,
        owner_id=owner_id,
        team_id=team_id,
        opened_at=opened_at or timezone.now(),
        key=key,
    )
    insert(case)
    after = {"subject": case.subject, "customer": case.customer_id, "kind": case.kind}
    record(actor, "open_case", case, after=after)
    enter(actor, case, CaseOpened(case.pk, case.customer_id))
    return case


@action
def open_case_for_person(
    *, actor: Actor, name: str, phone: str, mail: str, organisation: str, key: str, **values: Any
) -> Case:
    """Opens a case for somebody who is typed in rather than chosen; whoever is known is found again."""
    hold(f"case {key}")
    if found := known(actor, Case, None, key):
        return found
    person = know_customer(
        actor=actor, mail=mail, phone=phone, name=name, organisation=organisation, source="desk"
    ).customer
    return open_case(actor=actor, customer_id=person.pk, key=key, **values)


@action
def change_case(*, actor: Actor, case_id: int, version: int | None, values: Mapping[str, Any]) -> Case:
    """Changes what a case says; raises Conflict when somebody else changed it after the form was filled."""
    case = locked(actor, Case, case_id, "change")
    before, after = take_values(case, version, values, CHANGEABLE)
    if after:
        _save(actor, case, "change_case", "values", before, after)
        make_findable(actor, case)
    return case


@action
def set_case_state(*, actor: Actor, case_id: int, state: str) -> Case:
    """Moves a case on: new, in work, waiting for the customer, closed, or open again."""
    case = locked(actor, Case, case_id, "change")
    if state not in Case.State.values:
        raise Refused(_("There is no state “%(state)s”.") % {"state": state})
    if state == case.state:
        return case
    before = {"state": case.state}
    if state != Case.State.CLOSED and case.state == Case.State.CLOSED and has_open_sister(case):
        raise Refused(_("This conversation has another open case. Work on that one."))
    end_or_open(case, state, timezone.now())
    _save(actor, case, "set_case_state", "state", before, {"state": state})
    return case


@action
def assign_case(*, actor: Actor, case_id: int, owner_id: int | None, team_id: int | None = None) -> Case:
    """Gives a case to a member of staff or to a team."""
    case = locked(actor, Case, case_id, "assign")
    _give(actor, case, owner_id, team_id or case.team_id)
    tell_owner(actor, case)
    return case


@action
def undo_case_acts(*, actor: Actor, after: int, until: int) -> int:
    """Takes back what the actor just did to cases, one or many, and returns to how many.

    after and until enclose the lines of history that the acts wrote; only the actor's own are looked at.
    """
    count = 0
    for line in own_acts(actor, Case, UNDOABLE, after, until):
        key = line.object_id or 0
        if line.action == "set_case_state":
            set_case_state(actor=actor, case_id=key, state=line.before["state"])
        elif line.action == "assign_case":
            case = locked(actor, Case, key, "assign")
            _give(actor, case, line.before["owner_id"], line.before["team_id"])
        count += 1
    record(actor, "undo_case_acts", None, after={"count": count})
    return count


@action
def note_case_answered(*, actor: Actor, conversation_id: int, at: datetime) -> int:
    """Notes on a conversation's case when it was first answered, and that it now waits for the customer.

    A customer who has written again since then is not waited for.
    """
    cases = Case.objects.select_for_update(of=("self",)).open().filter(conversation_id=conversation_id)
    for case in cases.select_related("conversation"):
        before = {"state": case.state}
        case.first_answer_at = case.first_answer_at or at
        since = case.conversation.waiting_since if case.conversation else None
        if since is None or since <= at:
            case.state = Case.State.WAITING
        _save(actor, case, "note_case_answered", "state", before, {"state": case.state})
    return len(cases)


@action
def note_customer_returned(*, actor: Actor, conversation_id: int) -> int:
    """Puts a conversation's case back into work because the customer wrote again."""
    cases = Case.objects.select_for_update(of=("self",)).filter(
        conversation_id=conversation_id, state=Case.State.WAITING
    )
    for case in cases:
        case.state = Case.State.OPEN
        _save(actor, case, "note_customer_returned", "state", {"state": "waiting"}, {"state": "open"})
    return len(cases)


def _give(actor: Actor, case: Case, owner_id: int | None, team_id: int | None) -> None:
    before = set_owner(case, owner_id, team_id)
    _save(actor, case, "assign_case", "owner", before, {"owner_id": owner_id, "team_id": team_id})
    make_findable(actor, case)


def _save(
    actor: Actor, case: Case, name: str, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    record(actor, name, case, before=before, after=after)
    save_change(actor, case, CaseChanged(case.pk, case.customer_id, what))
