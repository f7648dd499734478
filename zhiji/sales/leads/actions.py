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
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.inserting import insert
from zhiji.kernel.locks import hold
from zhiji.sales.leads.events import LeadAdded, LeadChanged
from zhiji.sales.leads.models import Lead

UNDOABLE = ("move_lead", "assign_lead")
CHANGEABLE = ("subject", "description", "source")


@action
def add_lead(
    *,
    actor: Actor,
    customer_id: int,
    subject: str,
    description: str = "",
    source: str = "",
    conversation_id: int | None = None,
    owner_id: int | None = None,
    team_id: int | None = None,
    key: str | None = None,
    created_at: datetime | None = None,
) -> Lead:
    """Adds a lead for a customer; it goes to the customer's owner unless somebody else is named.

    key comes from the form: a repeated click makes one lead. A conversation that has an open lead gives that
    one back.
    """
    actor.require("lead.add")
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    if not subject.strip():
        raise Refused(_("A lead needs a subject. Say in a few words what the customer is interested in."))
    if found := known(actor, Lead, conversation_id, key):
        return found
    lead = Lead(
        customer=customer,
        conversation_id=conversation_id,
        subject=subject.strip()[:300],
        description=description,
        source=source,
        owner_id=owner_id or customer.owner_id,
        team_id=team_id or customer.team_id,
        created_at=created_at or timezone.now(),
        key=key,
    )
    insert(lead)
    record(
        actor,
        "add_lead",
        lead,
        after={"subject": lead.subject, "customer": lead.customer_id, "source": lead.source},
    )
    enter(actor, lead, LeadAdded(lead.pk, lead.customer_id, lead.source))
    return lead


@action
def add_lead_for_person(
    *, actor: Actor, name: str, phone: str, mail: str, organisation: str, key: str, **values: Any
) -> Lead:
    """Adds a lead for somebody who is typed in rather than chosen; whoever is known is found again."""
    hold(f"lead {key}")
    if found := known(actor, Lead, None, key):
        return found
    person = know_customer(
        actor=actor, mail=mail, phone=phone, name=name, organisation=organisation, source="desk"
    ).customer
    return add_lead(actor=actor, customer_id=person.pk, key=key, **values)


@action
def change_lead(*, actor: Actor, lead_id: int, version: int | None, values: Mapping[str, Any]) -> Lead:
    """Changes what a lead says; raises Conflict when somebody else changed it after the form was filled."""
    lead = locked(actor, Lead, lead_id, "change")
    before, after = take_values(lead, version, values, CHANGEABLE)
    if after:
        _save(actor, lead, "change_lead", "values", before, after)
        make_findable(actor, lead)
    return lead


@action
def move_lead(
    *, actor: Actor, lead_id: int, state: str, position: float | None = None, reason: str = ""
) -> Lead:
    """Moves a lead to another state, or to another place in its column of the board.

    position is a number between those of its new neighbours; reason says why a lead is given up.
    """
    lead = locked(actor, Lead, lead_id, "change")
    if state not in Lead.State.values:
        raise Refused(_("There is no state “%(state)s”.") % {"state": state})
    if state != Lead.State.LOST and lead.state == Lead.State.LOST and has_open_sister(lead):
        raise Refused(_("This conversation has another open lead. Work on that one."))
    before = {"state": lead.state, "position": lead.position, "reason": lead.lost_reason}
    end_or_open(lead, state, timezone.now())
    lead.position = lead.position if position is None else position
    lead.lost_reason = reason[:200] if state == Lead.State.LOST else ""
    _save(
        actor,
        lead,
        "move_lead",
        "state",
        before,
        {"state": state, "position": lead.position, "reason": reason},
    )
    return lead


@action
def assign_lead(*, actor: Actor, lead_id: int, owner_id: int | None, team_id: int | None = None) -> Lead:
    """Gives a lead to a member of staff or to a team."""
    lead = locked(actor, Lead, lead_id, "assign")
    _give(actor, lead, owner_id, team_id or lead.team_id)
    tell_owner(actor, lead)
    return lead


@action
def undo_lead_acts(*, actor: Actor, after: int, until: int) -> int:
    """Takes back what the actor just did to leads, one or many, and returns to how many.

    after and until enclose the lines of history that the acts wrote; only the actor's own are looked at.
    """
    count = 0
    for line in own_acts(actor, Lead, UNDOABLE, after, until):
        key = line.object_id or 0
        if line.action == "move_lead":
            move_lead(
                actor=actor,
                lead_id=key,
                state=line.before["state"],
                reason=line.before.get("reason", ""),
            )
        elif line.action == "assign_lead":
            lead = locked(actor, Lead, key, "assign")
            _give(actor, lead, line.before["owner_id"], line.before["team_id"])
        count += 1
    record(actor, "undo_lead_acts", None, after={"count": count})
    return count


@action
def note_lead_answered(*, actor: Actor, conversation_id: int, at: datetime) -> int:
    """Notes on a conversation's lead when it was first answered, and that it is in work."""
    leads = Lead.objects.select_for_update(of=("self",)).filter(
        conversation_id=conversation_id, first_answer_at=None
    )
    for lead in leads:
        before = {"state": lead.state}
        lead.first_answer_at = at
        lead.state = Lead.State.WORKING if lead.state == Lead.State.NEW else lead.state
        _save(actor, lead, "note_lead_answered", "state", before, {"state": lead.state})
    return len(leads)


def _give(actor: Actor, lead: Lead, owner_id: int | None, team_id: int | None) -> None:
    before = set_owner(lead, owner_id, team_id)
    _save(actor, lead, "assign_lead", "owner", before, {"owner_id": owner_id, "team_id": team_id})
    make_findable(actor, lead)


def _save(
    actor: Actor, lead: Lead, name: str, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    record(actor, name, lead, before=before, after=after)
    save_change(actor, lead, LeadChanged(lead.pk, lead.customer_id, what))
