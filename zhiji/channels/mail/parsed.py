"""What is left of a mail once it is understood: plain values that hold no bytes of the transport."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Automatic(StrEnum):
    """Why nobody should get an answer to a mail by itself."""

    NONE = "none"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Address:
    """One person's name and mail address as written in a mail."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that came with a mail."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says about a message it could not hand over."""

    recipient: str
    status: str
    diagnostic: str
    original_message_id: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as a colleague reads it: who, about what, the words, the files, and what was wrong with it."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    visible_text: str = ""
    quoted_text: str = ""
    signature_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic = Automatic.NONE
    bounce: Bounce | None = None
    size: int = 0
    defects: tuple[str, ...] = field(default=())
