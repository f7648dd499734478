"""What cases show on the pages of customers and conversations."""

from typing import Any

from zhiji.channels.conversations.models import Conversation
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.service.cases.queries import case_of_conversation, cases_of

SHOWN = 6


def customer_cases(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Lists a customer's newest cases, open ones first."""
    found = cases_of(actor, customer, SHOWN + 1)
    return {
        "cases": found[:SHOWN],
        "more": len(found) > SHOWN,
        "customer": customer,
        "may_add": actor.may("case.add"),
    }


def conversation_case(actor: Actor, conversation: Conversation) -> dict[str, Any] | None:
    """Shows a conversation's case, or offers to open one."""
    case = case_of_conversation(actor, conversation)
    may_add = actor.may("case.add") and (case is None or case.state == case.State.CLOSED)
    if case is None and not may_add:
        return None
    return {"case": case, "conversation": conversation, "may_add": may_add}
