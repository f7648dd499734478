"""What leads show on the pages of customers and conversations."""

from typing import Any

from zhiji.channels.conversations.models import Conversation
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.sales.leads.queries import lead_of_conversation, leads_of

SHOWN = 6


def customer_leads(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Lists a customer's newest leads, open ones first."""
    found = leads_of(actor, customer, SHOWN + 1)
    return {
        "leads": found[:SHOWN],
        "more": len(found) > SHOWN,
        "customer": customer,
        "may_add": actor.may("lead.add"),
    }


def conversation_lead(actor: Actor, conversation: Conversation) -> dict[str, Any] | None:
    """Shows a conversation's lead, or offers to add one."""
    lead = lead_of_conversation(actor, conversation)
    may_add = actor.may("lead.add") and (lead is None or lead.state == lead.State.LOST)
    if lead is None and not may_add:
        return None
    return {"lead": lead, "conversation": conversation, "may_add": may_add}
