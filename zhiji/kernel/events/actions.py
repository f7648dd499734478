from collections.abc import Iterable

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.base import Event
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.events.table import has_handlers
from zhiji.kernel.inserting import insert_later


def publish(event: Event, *, actor: Actor, topics: Iterable[str] = ()) -> None:
    """Writes a fact into the stream, inside the action's own transaction.

    topics name the open pages that it concerns, such as "customer:12".
    """
    insert_later(
        EventRecord(
            name=event.name,
            data=event.data(),
            topics=sorted(set(topics)),
            actor_name=actor.name[:150],
            pending=has_handlers(type(event)),
        )
    )


def signal_pages(topics: Iterable[str]) -> None:
    """Tells open pages to look again, when something changed that is no fact worth handling."""
    insert_later(EventRecord(name="signal", topics=sorted(set(topics)), pending=False))
