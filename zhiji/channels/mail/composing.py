"""How a message of ours looks as a mail."""

from email.utils import format_datetime, formataddr
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from zhiji.channels.conversations.models import Message
from zhiji.channels.lines.models import Line
from zhiji.channels.mail.rules import OWN_MARK, reference_chain
from zhiji.channels.mail.tokens import conversation_address, message_id, origin_mark, text_mark
from zhiji.kernel.files.queries import read_file

LONGEST_QUOTE = 10_000


def line_of(message: Message) -> Line | None:
    """The mail line that a message goes out from: its conversation's, else one of the same purpose, else any.

    A conversation that began in a web form has a line that no mail can come from.
    """
    line = message.conversation.line
    if line and line.channel == "mail":
        return line
    lines = list(Line.objects.filter(channel="mail", is_active=True).order_by("id"))
    same = [one for one in lines if line and one.purpose == line.purpose]
    return next(iter(same or lines), None)


def own_message_id(message: Message) -> str:
    """The number of a message of ours, made once and kept for every try."""
    return message_id(message.key, _address(line_of(message)).rpartition("@")[2], settings.SECRET_KEY)


def return_address(message: Message) -> str:
    """Where answers and reports of failure go: the line's address with the conversation's sign in it.

    Foreign mailboxes that we only poll may not know plus addresses; there the sign stands in the text.
    """
    line = line_of(message)
    if line is None or not _takes_plus_addresses(line):
        return _address(line)
    return conversation_address(line.address, message.conversation_id, settings.SECRET_KEY)


def compose(message: Message) -> bytes:
    """The mail as it goes out: text and HTML, thread, files. Raises ValueError for bad addresses."""
    line = line_of(message)
    text = _text(message, line)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=formataddr((_sender_name(line), _address(line))),
        to=message.recipients,
        reply_to=[return_address(message)],
        headers=_headers(message),
    )
    mail.attach_alternative(_html(text), "text/html")
    for attachment in message.attachments.select_related("file"):
        mail.attach(attachment.name, read_file(attachment.file), attachment.media_type or None)
    # Django's own messages take a line end here, which the standard library's do not.
    return mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]


def _address(line: Line | None) -> str:
    return line.address if line else settings.DEFAULT_FROM_EMAIL


def _takes_plus_addresses(line: Line) -> bool:
    return not line.imap_url


def _sender_name(line: Line | None) -> str:
    return (line.brand or line.name) if line else ""


def _headers(message: Message) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{message.external_id}>",
        "Date": format_datetime(message.at),
        OWN_MARK.title(): origin_mark(settings.SECRET_KEY),
    }
    chain = reference_chain(tuple(message.references), "")
    if chain:
        headers["In-Reply-To"] = f"<{chain[-1]}>"
        headers["References"] = " ".join(f"<{one}>" for one in chain)
    if message.auto:
        headers["Auto-Submitted"] = "auto-replied"
        headers["X-Auto-Response-Suppress"] = "All"
    return headers


def _text(message: Message, line: Line | None) -> str:
    parts = [message.text]
    if line and line.signature:
        parts.append(f"-- \n{line.signature.strip()}")
    if line and not _takes_plus_addresses(line):
        parts.append(text_mark(message.conversation_id, settings.SECRET_KEY))
    quoted = _quote(message)
    return "\n\n".join([*parts, quoted] if quoted else parts)


def _quote(message: Message) -> str:
    """The message that is answered, marked as mail programs do."""
    answered = (
        Message.objects.filter(
            conversation_id=message.conversation_id, direction=Message.Direction.IN, auto=""
        )
        .filter(at__lte=message.at)
        .order_by("-at", "-id")
        .first()
    )
    if answered is None or not answered.text.strip():
        return ""
    who = answered.sender or answered.recipients[:1]
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in answered.text[:500])
    at = timezone.localtime(answered.at).strftime("%Y-%m-%d %H:%M")
    intro = f"在 {at}，{who} 写道：" if is_chinese else f"On {at}, {who} wrote:"
    lines = answered.text[:LONGEST_QUOTE].split("\n")
    return "\n".join([intro, *(f"> {line}" for line in lines)])


def _html(text: str) -> str:
    """The same words as HTML: paragraphs kept, the quote set apart."""
    own, mark, quoted = text.partition("\n\n-- \n")
    out = f'<div style="white-space:pre-wrap">{escape(own)}</div>'
    if mark:
        out += f'<div style="white-space:pre-wrap;color:#666">-- \n{escape(quoted)}</div>'
    return f'<html><head><meta charset="utf-8"></head><body>{out}</body></html>'
