from django.db.models import Case as When
from django.db.models import CharField, Max, QuerySet, Value
from django.db.models import When as If
from django.http import Http404

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.conversations.queries import messages_of
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.audit.queries import history_of
from zhiji.sales.leads.models import Lead

UNDOABLE = ("move_lead", "assign_lead")


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this lead."""
    return rest.isdecimal() and Lead.objects.visible_to(actor).filter(pk=int(rest)).exists()


def leads_for(actor: Actor) -> QuerySet[Lead]:
    """Lists the leads that the actor may see."""
    return Lead.objects.visible_to(actor).select_related("customer", "owner", "team")


def lead_for(actor: Actor, lead_id: int) -> Lead:
    """Finds one lead that the actor may see; raises Http404 for any other."""
    found: Lead | None = leads_for(actor).select_related("conversation__line").filter(pk=lead_id).first()
    if found is None:
        raise Http404
    return found


def leads_of(actor: Actor, customer: Customer) -> QuerySet[Lead]:
    """Lists a customer's leads, an organisation's people included, open ones first."""
    people = [customer.pk]
    if not customer.is_person:
        roles = Affiliation.objects.filter(organisation=customer, ended_at=None)
        people += roles.values_list("person_id", flat=True)[:500]
    rank = When(If(state=Lead.State.LOST, then=Value("b")), default=Value("a"), output_field=CharField())
    return leads_for(actor).filter(customer_id__in=people).order_by(rank, "-created_at")


def lead_of_conversation(actor: Actor, conversation: Conversation) -> Lead | None:
    """Finds the lead that a conversation is about: the open one, else the newest."""
    rank = When(If(state=Lead.State.LOST, then=Value("b")), default=Value("a"), output_field=CharField())
    return leads_for(actor).filter(conversation=conversation).order_by(rank, "-created_at").first()


def conversation_of(actor: Actor, lead: Lead) -> list[Message]:
    """Lists the messages of a lead's conversation, oldest first; none where the actor may not see it."""
    if lead.conversation is None or not actor.reaches("conversation.view", lead.conversation):
        return []
    return messages_of(lead.conversation)


def answer_of(actor: Actor, lead: Lead, message_id: int) -> Message:
    """Finds a message of a lead's conversation; raises Http404 for any other."""
    for message in conversation_of(actor, lead):
        if message.pk == message_id:
            return message
    raise Http404


def lead_history(lead: Lead) -> list[AuditEntry]:
    """Lists what was done to a lead, newest first."""
    return list(history_of(lead)[:100])


def new_count(actor: Actor) -> int:
    """Counts the leads that nobody has begun to work on and that the actor is to take."""
    return Lead.objects.visible_to(actor).filter(owner_id=actor.user_id, state="new").count()


def last_act() -> int:
    """Returns the mark behind which the next line of history will stand."""
    return AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def own_acts(actor: Actor, after: int, until: int) -> list[AuditEntry]:
    """Lists the actor's own acts on leads that can be taken back, between two marks, newest first."""
    if actor.user_id is None:
        return []
    lines = AuditEntry.objects.filter(
        pk__gt=after, pk__lte=until, user_id=actor.user_id, object_type="sales.lead", action__in=UNDOABLE
    )
    return list(lines.order_by("-pk"))
