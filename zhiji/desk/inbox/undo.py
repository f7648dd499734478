"""How the former state of conversations travels to the Undo button of a toast and back: signed, for one person."""

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.urls import reverse

from zhiji.channels.conversations.actions import Former
from zhiji.kernel.access.actor import Actor

VALID_SECONDS = 3600


def undo_address(actor: Actor, former: Iterable[Former]) -> str:
    """Returns the address that brings conversations back to how they stood."""
    rows = [
        [
            one.conversation_id,
            one.owner_id,
            one.team_id,
            one.state,
            one.snoozed_until and one.snoozed_until.isoformat(),
        ]
        for one in former
    ]
    token = signing.dumps(rows, salt=_salt(actor), compress=True)
    return f"{reverse('inbox_undo')}?of={token}"


def read_undo(actor: Actor, token: str) -> list[Former]:
    """Reads what undo_address wrote for this person; raises BadSignature for anything else, or after an hour."""
    rows = signing.loads(token, salt=_salt(actor), max_age=VALID_SECONDS)
    return [
        Former(key, owner, team, state, datetime.fromisoformat(until) if until else None)
        for key, owner, team, state, until in rows
    ]


def _salt(actor: Actor) -> str:
    return f"inbox undo {actor.user_id}"
