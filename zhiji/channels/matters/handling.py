"""What the acts on every matter are made of. These run inside an action, in its transaction, and are no acts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from zhiji.channels.conversations.models import Conversation
from zhiji.channels.matters.models import Matter
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.queries import topics_of
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import changes
from zhiji.kernel.compiled import Compiled
from zhiji.kernel.errors import Conflict, Refused
from zhiji.kernel.events.actions import publish
from zhiji.kernel.events.base import Event
from zhiji.kernel.notifications.actions import notify
from zhiji.kernel.search.actions import index_object

M = TypeVar("M", bound=Matter)


def locked(actor: Actor, model: type[M], key: int, verb: str) -> M:
    """Takes one matter in hand until the act is done; raises Denied where the actor's right does not reach it."""
    visible = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
    matter: M = visible.select_for_update(of=("self",)).get(pk=key)
    actor.require(f"{model.access_object}.{verb}", matter)
    return matter


_conversation: Compiled[Conversation] = Compiled(
    lambda key: Conversation.objects.filter(pk=key).select_for_update(of=("self",)), int
)


def known(actor: Actor, model: type[M], conversation_id: int | None, key: str | None) -> M | None:
    """Finds what was begun already: by the key of its form, or by a conversation that has one which is not over."""
    if conversation_id is None:
        return model._default_manager.filter(key=key).first() if key else None
    # Locked, so that two who ask at the same moment do not both find none.
    if actor.scope("conversation.view") != "all" or not _conversation.first(conversation_id):
        visible = Conversation.objects.visible_to(actor).select_for_update(of=("self",))
        visible.values_list("pk").get(pk=conversation_id)
    found: M | None = _begun(model).first(key or "", conversation_id)
    return found


@cache
def _begun(model: type[M]) -> Compiled[M]:
    over = {"state": model.ended}
    return Compiled(
        lambda key, conversation_id: model._default_manager.filter(
            Q(key=key) & ~Q(key="") | Q(conversation_id=conversation_id) & ~Q(**over)
        ).order_by("pk")[:1],
        str,
        int,
    )


def has_open_sister(matter: Matter) -> bool:
    """Tells whether the conversation has another matter of this kind that is not over: it can have one only."""
    if matter.conversation_id is None:
        return False
    rows: Any = type(matter)._default_manager
    sisters = rows.filter(conversation_id=matter.conversation_id)
    return bool(sisters.exclude(state=matter.ended).exclude(pk=matter.pk).exists())


def take_values(
    matter: Matter, version: int | None, values: Mapping[str, Any], changeable: Collection[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Takes new values over and returns (before, after) of those that differ; the caller saves.

    version is the one that the form was filled from. Raises Conflict when somebody changed the matter since, and
    Refused for values that are not among the changeable ones.
    """
    if version is not None and version != matter.version:
        raise Conflict(
            _("Somebody else has changed this meanwhile. Look at the new values, then save again.")
        )
    if unknown := set(values) - set(changeable):
        raise Refused(_("These fields can't be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    before, after = changes(matter, values)
    for key, value in after.items():
        setattr(matter, key, value)
    return before, after


def end_or_open(matter: Any, state: str, now: datetime) -> None:
    """Puts a matter into a state and notes when it ended, or that it goes on."""
    matter.state = state
    matter.closed_at = now if state == matter.ended else None


def save_change(actor: Actor, matter: Matter, event: Event) -> None:
    """Saves a changed matter as its next version and tells all pages that show it."""
    matter.version += 1
    matter.save()
    publish(event, actor=actor, topics=[*matter.topics, f"customer:{matter.customer_id}"])


def enter(actor: Actor, matter: Matter, event: Event) -> None:
    """Enters a new matter where people look for it: on the timeline, in the search, on open pages, at its owner."""
    kind = matter.access_object
    entry = add_entry(
        actor=actor,
        customer=matter.customer,
        kind=kind,
        at=matter.begun_at,
        key=f"{kind}:{matter.pk}",
        title=matter.subject,
        ref=(kind, matter.pk),
    )
    make_findable(actor, matter)
    publish(event, actor=actor, topics=[*matter.topics, *topics_of(entry)])
    tell_owner(actor, matter)


def set_owner(matter: Matter, owner_id: int | None, team_id: int | None) -> dict[str, int | None]:
    """Gives a matter to somebody or to a team, and returns who had it before; the caller saves it."""
    before = {"owner_id": matter.owner_id, "team_id": matter.team_id}
    matter.owner_id, matter.team_id = owner_id, team_id
    return before


def tell_owner(actor: Actor, matter: Any) -> None:
    """Tells whoever has a matter now that they do."""
    notify(
        actor=actor,
        user_id=matter.owner_id,
        kind=f"{matter.access_object}_assigned",
        url=matter.get_absolute_url(),
        key=f"{matter.pk}:{matter.version}",
        params={"actor": actor.name, "subject": matter.subject},
    )


def make_findable(actor: Actor, matter: Matter) -> None:
    """Enters a matter into the search under its number, subject and customer."""
    index_object(
        actor=actor,
        kind=matter.access_object,
        object_id=matter.pk,
        title=matter.subject,
        subtitle=matter.customer.name,
        numbers=[matter.number],
        owner_id=matter.owner_id,
        team_id=matter.team_id,
    )
