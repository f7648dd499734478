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
from zhiji.service.cases.models import Case

UNDOABLE = ("set_case_state", "assign_case")


def may_hear_of(actor: Actor, rest: str) -> bool:
    """Tells whether an actor may be told that something happened with this case."""
    return rest.isdecimal() and Case.objects.visible_to(actor).filter(pk=int(rest)).exists()


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Lists the cases that the actor may see."""
    return Case.objects.visible_to(actor).select_related("customer", "owner", "team")


def case_for(actor: Actor, case_id: int) -> Case:
    """Finds one case that the actor may see; raises Http404 for any other."""
    found: Case | None = cases_for(actor).select_related("conversation__line").filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def cases_of(actor: Actor, customer: Customer) -> QuerySet[Case]:
    """Lists a customer's cases, an organisation's people included, open ones first."""
    people = [customer.pk]
    if not customer.is_person:
        roles = Affiliation.objects.filter(organisation=customer, ended_at=None)
        people += roles.values_list("person_id", flat=True)[:500]
    rank = When(If(state=Case.State.CLOSED, then=Value("b")), default=Value("a"), output_field=CharField())
    return cases_for(actor).filter(customer_id__in=people).order_by(rank, "-opened_at")


def case_of_conversation(actor: Actor, conversation: Conversation) -> Case | None:
    """Finds the case that a conversation is about: the open one, else the newest."""
    rank = When(If(state=Case.State.CLOSED, then=Value("b")), default=Value("a"), output_field=CharField())
    return cases_for(actor).filter(conversation=conversation).order_by(rank, "-opened_at").first()


def conversation_of(actor: Actor, case: Case) -> list[Message]:
    """Lists the messages of a case's conversation, oldest first; none where the actor may not see it."""
    if case.conversation is None or not actor.reaches("conversation.view", case.conversation):
        return []
    return messages_of(case.conversation)


def answer_of(actor: Actor, case: Case, message_id: int) -> Message:
    """Finds a message of a case's conversation; raises Http404 for any other."""
    for message in conversation_of(actor, case):
        if message.pk == message_id:
            return message
    raise Http404


def case_history(case: Case) -> list[AuditEntry]:
    """Lists what was done to a case, newest first."""
    return list(history_of(case)[:100])


def unanswered_count(actor: Actor) -> int:
    """Counts the actor's own open cases that are not waiting for the customer."""
    return Case.objects.visible_to(actor).filter(owner_id=actor.user_id, state__in=["new", "open"]).count()


def last_act() -> int:
    """Returns the mark behind which the next line of history will stand."""
    return AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def own_acts(actor: Actor, after: int, until: int) -> list[AuditEntry]:
    """Lists the actor's own acts on cases that can be taken back, between two marks, newest first."""
    if actor.user_id is None:
        return []
    lines = AuditEntry.objects.filter(
        pk__gt=after, pk__lte=until, user_id=actor.user_id, object_type="service.case", action__in=UNDOABLE
    )
    return list(lines.order_by("-pk"))
