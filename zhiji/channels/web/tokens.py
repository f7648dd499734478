"""The token in each form that was handed out: when it was opened, and a name under which it counts once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "zhiji web form"


@dataclass(frozen=True)
class Token:
    """A token that was read: it is ours, of this form."""

    name: str
    opened_at: datetime


def make_token(slug: str, now: datetime) -> str:
    """Makes the token of a form that is handed out now."""
    return signing.dumps(
        [slug, secrets.token_urlsafe(12), int(now.timestamp() * 1000)], salt=SALT, compress=False
    )


def read_token(slug: str, text: str) -> Token | None:
    """Reads a token that came back; None if it is not ours, or of another form."""
    try:
        form, name, opened = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Token(name, datetime.fromtimestamp(opened / 1000, UTC)) if form == slug else None


def network_mark(network: str) -> str:
    """Returns a keyed hash of a network address, for counting without keeping who it was."""
    return salted_hmac("zhiji web form network", network).hexdigest()[:32]
