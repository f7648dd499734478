"""What the mail channel's own parts write down."""

from datetime import datetime
from typing import Any

from zhiji.channels.lines.models import Line
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.actions import signal_pages


@action
def note_mailbox_seen(*, actor: Actor, line_id: int, at: datetime, place: dict[str, Any]) -> None:
    """Notes that a line's mailbox answered, and up to which mail it was read.

    Arguments: at, when; place, the mailbox's numbers (UIDVALIDITY and UID) where the next look goes on.
    """
    line = Line.objects.select_for_update().get(pk=line_id)
    was = line.error
    line.seen_at, line.error, line.state = at, "", {**line.state, "imap": place}
    line.save(update_fields=["seen_at", "error", "state"])
    if was:
        record(actor, "note_mailbox_seen", line, before={"error": was}, after={"error": ""})
        signal_pages(["inbox"])


@action
def note_mailbox_error(*, actor: Actor, line_id: int, error: str) -> None:
    """Notes why a line's mailbox can't be read just now, for the people who look after lines."""
    line = Line.objects.select_for_update().get(pk=line_id)
    if line.error == error:
        return
    was, line.error = line.error, error[:2000]
    line.save(update_fields=["error"])
    record(actor, "note_mailbox_error", line, before={"error": was}, after={"error": line.error})
    signal_pages(["inbox"])
