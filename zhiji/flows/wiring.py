"""The table event → handlers. While the module that a handler stands with is off, it is passed over."""

from collections.abc import Callable

from zhiji.channels.conversations.events import ContactRecorded, MessageFailed, MessageSent
from zhiji.customers.sources.events import SurvivorshipChanged
from zhiji.flows.answer_noted import note_answer_on_case, note_answer_on_lead
from zhiji.flows.consent_noted import note_consent_of_contact
from zhiji.flows.contact_to_case import open_case_for_contact
from zhiji.flows.contact_to_lead import add_lead_for_contact
from zhiji.flows.contact_told import tell_author_of_failure, tell_owner_of_contact
from zhiji.flows.survivorship_changed import weigh_customers_again
from zhiji.kernel.events.base import Event

WIRING: dict[type[Event], list[tuple[str, Callable[..., None]]]] = {
    ContactRecorded: [
        ("service", open_case_for_contact),
        ("sales", add_lead_for_contact),
        ("channel.web", note_consent_of_contact),
        ("", tell_owner_of_contact),
    ],
    MessageSent: [("service", note_answer_on_case), ("sales", note_answer_on_lead)],
    MessageFailed: [("", tell_author_of_failure)],
    SurvivorshipChanged: [("", weigh_customers_again)],
}
