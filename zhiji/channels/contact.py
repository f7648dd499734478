"""What a channel read out of a raw thing: the form in which every contact comes to the door in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ContactFile:
    """A file that came with a contact."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True)
class Bounce:
    """A report that a message of ours could not be delivered."""

    recipient: str
    message_id: str
    reason: str
    is_permanent: bool


@dataclass(frozen=True)
class Contact:
    """One contact as a channel read it; everything the customer said and everything that says who they are."""

    at: datetime | None
    mail: str = ""
    phone: str = ""
    name: str = ""
    organisation: str = ""
    language: str = ""
    subject: str = ""
    text: str = ""
    quoted: str = ""
    html: str = ""
    external_id: str = ""
    references: tuple[str, ...] = ()
    conversation_id: int | None = None
    sender: str = ""
    recipients: tuple[str, ...] = ()
    files: tuple[ContactFile, ...] = ()
    auto: str = ""
    bounce: Bounce | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def storable(contact: Contact) -> Contact:
    """Returns the contact without what no database keeps in text: zero bytes and halves of characters."""
    changed = {
        name: _storable(value) for name, value in vars(contact).items() if name not in {"files", "bounce"}
    }
    files = tuple(
        replace(file, name=_text(file.name), media_type=_text(file.media_type)) for file in contact.files
    )
    bounce = contact.bounce and replace(contact.bounce, reason=_text(contact.bounce.reason))
    return replace(contact, **changed, files=files, bounce=bounce)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {_storable(key): _storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_storable(part) for part in value)
    return value


def _text(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
