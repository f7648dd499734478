"""How each channel makes the HTML of strangers harmless; this floor knows no channel, so each enters its own way."""

import base64
from collections.abc import Callable, Mapping
from html import escape

from zhiji.channels.conversations.models import Message
from zhiji.kernel.files.queries import read_file

# clean(source, cid_urls=address of each picture inside the message by its id, remote_images=True or False)
Cleaner = Callable[..., str]

SAFE_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
# The frame can't ask us for pictures: it has no sign-in. So they go along inside the document, within limits.
LARGEST_IMAGE = 3_000_000
LARGEST_TOTAL = 12_000_000

_cleaners: dict[str, Cleaner] = {}


def register(channel: str, cleaner: Cleaner) -> None:
    """Enters the function that makes a channel's HTML harmless."""
    _cleaners[channel] = cleaner


def document_of(message: Message, *, remote_images: bool = False) -> str:
    """Returns a message's HTML as a whole document for a frame without rights.

    A channel that has no way to clean HTML gets it shown as text. remote_images lets pictures stay that the reader's
    browser fetches from the network.
    """
    source = read_file(message.html).decode("utf-8", "replace") if message.html else ""
    cleaner = _cleaners.get(message.channel)
    if cleaner is None:
        body = f"<pre>{escape(source)}</pre>"
    else:
        body = cleaner(source, cid_urls=_images_of(message), remote_images=remote_images)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        "<style>body{margin:8px;font:14px/1.5 system-ui,sans-serif;color:#20201d;background:#fff;"
        "overflow-wrap:anywhere}img{max-width:100%;height:auto}pre{white-space:pre-wrap}</style></head>"
        f"<body>{body}</body></html>"
    )


def _images_of(message: Message) -> Mapping[str, str]:
    addresses, left = {}, LARGEST_TOTAL
    for attachment in message.attachments.exclude(content_id="").select_related("file"):
        size = attachment.file.size
        if attachment.media_type not in SAFE_IMAGES or size > min(LARGEST_IMAGE, left):
            continue
        left -= size
        content = base64.b64encode(read_file(attachment.file)).decode("ascii")
        addresses[attachment.content_id.strip("<> ")] = f"data:{attachment.media_type};base64,{content}"
    return addresses
