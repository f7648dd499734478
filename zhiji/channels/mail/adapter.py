"""What the mail channel brings to the two doors: how a mail is read, and how a message goes out."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from zhiji.channels.contact import Contact
from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox import adapters as door_in
from zhiji.channels.lines.models import Line
from zhiji.channels.mail.composing import compose, line_of, own_message_id, return_address
from zhiji.channels.mail.reading import read_contact
from zhiji.channels.mail.transport import Server, send, server_of
from zhiji.channels.outbox import adapters as door_out
from zhiji.channels.outbox.adapters import Never, Receipt
from zhiji.kernel.sealing import unseal


class MailAdapter:
    """Reads kept mails."""

    channel = "mail"

    def read(self, raw: bytes, meta: Mapping[str, Any]) -> Contact:
        """Reads a kept mail; pure, may be run again at any time."""
        return read_contact(raw, meta)


class MailSender:
    """Sends messages as mails."""

    channel = "mail"

    def external_id(self, message: Message) -> str:
        """Names a message before it is tried the first time."""
        return own_message_id(message)

    def deliver(self, message: Message) -> Receipt:
        """Hands the message to the line's mail server, else to the installation's; raises NotNow or Never."""
        try:
            content = compose(message)
        except ValueError as error:
            raise Never(str(error)) from error
        return send(
            _server(line_of(message)),
            sender=return_address(message),
            receivers=list(message.recipients),
            content=content,
        )


def _server(line: Line | None) -> Server:
    if line and line.smtp_url:
        return server_of(line.smtp_url, unseal(line.smtp_secret))
    return server_of(settings.ENV.smtp_url)


def register() -> None:
    """Brings the mail channel to both doors."""
    door_in.register(MailAdapter())
    door_out.register(MailSender())
