"""Who looks at a conversation just now. This is no act worth a line of history: it is forgotten after a moment."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from zhiji.channels.conversations.models import Conversation, Presence
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.actions import signal_pages

# A page says every 15 seconds that it is still open; one that fell silent is forgotten after this time.
PRESENT = timedelta(seconds=40)


@transaction.atomic
def be_present(*, actor: Actor, conversation_id: int, is_writing: bool, is_leaving: bool = False) -> None:
    """Notes that the actor looks at a conversation, so that two colleagues do not answer it both."""
    conversation = Conversation.objects.visible_to(actor).get(pk=conversation_id)
    mine = Presence.objects.filter(conversation=conversation, user_id=actor.user_id)
    now = timezone.now()
    before = mine.first()
    was_here = before is not None and before.seen_at > now - PRESENT
    if is_leaving:
        mine.delete()
    else:
        Presence.objects.update_or_create(
            conversation=conversation,
            user_id=actor.user_id,
            defaults={"seen_at": now, "is_writing": is_writing},
        )
    moved = was_here == is_leaving
    if moved or (not is_leaving and before and before.is_writing != is_writing):
        signal_pages([f"conversation:{conversation_id}", *(["inbox"] if moved else [])])


def present_in(conversation_ids: list[int], actor: Actor, now: datetime) -> dict[int, list[Presence]]:
    """Lists for each conversation the others who look at it just now."""
    others = Presence.objects.filter(conversation_id__in=conversation_ids, seen_at__gt=now - PRESENT)
    found: dict[int, list[Presence]] = {}
    for one in others.exclude(user_id=actor.user_id).select_related("user").order_by("id"):
        found.setdefault(one.conversation_id, []).append(one)
    return found
