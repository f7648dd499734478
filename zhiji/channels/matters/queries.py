from collections.abc import Collection
from functools import lru_cache
from typing import TypeVar

from django.db.models import Case as When
from django.db.models import CharField, Max, QuerySet, Value
from django.db.models import When as If
from django.http import Http404

from zhiji.channels.conversations.models import Message
from zhiji.channels.conversations.queries import messages_of
from zhiji.channels.matters.models import Matter
from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import keys_around
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.compiled import Compiled, filled_up
from zhiji.kernel.inserting import write_gathered

M = TypeVar("M", bound=Matter)


def visible(actor: Actor, model: type[M]) -> QuerySet[M]:
    """Lists the matters of a kind that the actor may see, with who has them."""
    found: QuerySet[M] = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
    return found.select_related("customer", "owner", "team")


def may_hear_of(actor: Actor, model: type[Matter], rest: str) -> bool:
    """Tells whether an actor may be told that something happened with one; rest is its key."""
    return rest.isdecimal() and visible(actor, model).filter(pk=int(rest)).exists()


def find(actor: Actor, model: type[M], key: int) -> M:
    """Finds one that the actor may see; raises Http404 for any other."""
    found = visible(actor, model).select_related("conversation__line").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def of_customer(actor: Actor, model: type[M], customer: Customer, limit: int) -> list[M]:
    """Lists some of a customer's matters, an organisation's people included, those that are not over first."""
    return _around(model, limit).all(*filled_up(keys_around(customer)), actor=actor)


@lru_cache
def _around(model: type[M], limit: int) -> Compiled[M]:
    def compose(actor: Actor, *keys: int) -> QuerySet[M]:
        return _alive_first(model, visible(actor, model).filter(customer_id__in=keys))[:limit]

    return Compiled(compose, int, right=f"{model.access_object}.view")


def of_conversation(actor: Actor, model: type[M], conversation_id: int) -> M | None:
    """Finds what a conversation is about: the one that is not over, else the newest; None where there is none."""
    return _alive_first(model, visible(actor, model).filter(conversation_id=conversation_id)).first()


def _alive_first(model: type[M], found: QuerySet[M]) -> QuerySet[M]:
    rank = When(If(state=model.ended, then=Value("b")), default=Value("a"), output_field=CharField())
    return found.order_by(rank, f"-{model.began}")


def conversation_of(actor: Actor, matter: Matter) -> list[Message]:
    """Lists the messages of its conversation, oldest first; none where the actor may not see it."""
    if matter.conversation is None or not actor.reaches("conversation.view", matter.conversation):
        return []
    return messages_of(matter.conversation)


def answer_of(actor: Actor, matter: Matter, message_id: int) -> Message:
    """Finds a message of its conversation; raises Http404 for any other."""
    for message in conversation_of(actor, matter):
        if message.pk == message_id:
            return message
    raise Http404


def history(matter: Matter) -> list[AuditEntry]:
    """Lists what was done to it, newest first."""
    return list(history_of(matter)[:100])


def last_act() -> int:
    """Returns the mark behind which the next line of history will stand."""
    write_gathered()
    return AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def own_acts(
    actor: Actor, model: type[Matter], acts: Collection[str], after: int, until: int
) -> list[AuditEntry]:
    """Lists the actor's own acts of these names on matters of a kind, between two marks, newest first."""
    if actor.user_id is None:
        return []
    kind = model._meta.label_lower
    lines = AuditEntry.objects.filter(pk__gt=after, pk__lte=until, user_id=actor.user_id)
    return list(lines.filter(object_type=kind, action__in=acts).order_by("-pk"))
